"""Mean, variance, standard deviation and median of a histogram.

A histogram maps a whole number, a score, to how often it was given. Sums are exact: floats appear only in results
that need a root.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Histogram = Mapping[int, int]


def size(histogram: Histogram) -> int:
    """The number of values."""
    return sum(histogram.values())


def mean(histogram: Histogram) -> Fraction | None:
    """The exact mean, None without values."""
    n = size(histogram)
    return Fraction(sum(value * count for value, count in histogram.items()), n) if n else None


def variance(histogram: Histogram) -> Fraction | None:
    """The exact variance with n - 1 as divisor, None for fewer than two values."""
    n = size(histogram)
    if n < 2:
        return None
    total = sum(value * count for value, count in histogram.items())
    squares = sum(value * value * count for value, count in histogram.items())
    return Fraction(n * squares - total * total, n * (n - 1))


def deviation(histogram: Histogram) -> float | None:
    """The standard deviation (S.D.) with n - 1 as divisor, None for fewer than two values."""
    found = variance(histogram)
    return None if found is None else sqrt(found)


def median(histogram: Histogram) -> Fraction | None:
    """The middle value, or the mean of the two middle values; None without values."""
    n = size(histogram)
    if not n:
        return None
    below, middle = 0, []
    for value in sorted(histogram):
        first, below = below, below + histogram[value]
        middle += [value for place in ((n - 1) // 2, n // 2) if first <= place < below]
    return Fraction(sum(middle), 2)


def merged(histograms: Iterable[Histogram]) -> dict[int, int]:
    """The sum of histograms."""
    total: dict[int, int] = {}
    for histogram in histograms:
        for value, count in histogram.items():
            total[value] = total.get(value, 0) + count
    return total
