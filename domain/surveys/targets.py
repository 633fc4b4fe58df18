"""The number of answers that a round aims at."""

from math import ceil

PRECISION = 0.05


def yamane(population: int, precision: float = PRECISION) -> int:
    """The sample size N / (1 + N e²) of Yamane, rounded up; the usual guidance of local offices.

    Yamane, Statistics: An Introductory Analysis, second edition, 1967. 385 of 10,000 people served at 5 %.
    """
    if population < 1:
        return 0
    # Rounded first, so that a float error just above an integer does not add one.
    return min(population, ceil(round(population / (1 + population * precision**2), 9)))
