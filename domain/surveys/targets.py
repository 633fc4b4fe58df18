"""How many answers a round aims at."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PRECISION = 0.05


def yamane(population: int, precision: float = PRECISION) -> int:
    """The sample size N / (1 + N e²) of Yamane, rounded up; the usual guidance of local offices.

    Yamane, Statistics: An Introductory Analysis, second edition, 1967. 385 of 10,000 people served at 5 %.
    """
    if population < 1:
        return 0
    # Rounded first, so that a float just above a whole number is not taken for the next one.
    return min(population, ceil(round(population / (1 + population * precision**2), 9)))


def size_class_target(size_class: str, targets: Mapping[str, int]) -> int | None:
    """The target of an office of this size class ("S", "M", "L"); None for a class without one.

    `targets`: of the fiscal year, from a data file with its source.
    """
    return targets.get(size_class.strip().upper())
