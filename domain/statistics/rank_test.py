"""Whether two groups answered differently: the Mann-Whitney test, and Holm's correction for several of them."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from domain.statistics.distributions import normal_tail
from domain.statistics.histogram import merged, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.statistics.histogram import Histogram


@dataclass(frozen=True)
class RankTest:
    """`u`: pairs in which the second group's value is higher, ties as half. `p`: two-sided. `pairs`: all pairs."""

    u: float
    pairs: int
    p: float

    @property
    def is_second_higher(self) -> bool:
        """Whether the second group tends to have higher values."""
        return 2 * self.u > self.pairs


def mann_whitney(first: Histogram, second: Histogram) -> RankTest | None:
    """The test with the normal approximation, corrected for ties and for continuity; None for an empty group.

    Mann and Whitney, Annals of Mathematical Statistics 18, 1947. Equals
    `scipy.stats.mannwhitneyu(second, first, method="asymptotic")`.
    """
    n_first, n_second = size(first), size(second)
    if not n_first or not n_second:
        return None
    both, n = merged((first, second)), n_first + n_second
    twice_u, below = 0, 0
    for value in sorted(both):
        twice_u += second.get(value, 0) * (2 * below + first.get(value, 0))
        below += first.get(value, 0)
    ties = sum(count**3 - count for count in both.values())
    pairs = n_first * n_second
    if n == 1 or ties == n**3 - n:
        return RankTest(twice_u / 2, pairs, 1.0)
    spread = sqrt(pairs / 12 * ((n + 1) - ties / (n * (n - 1))))
    distance = max(abs(twice_u - pairs) / 2 - 0.5, 0.0)
    return RankTest(twice_u / 2, pairs, min(1.0, 2 * normal_tail(distance / spread)))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values corrected for their number, in their order.

    Holm, Scandinavian Journal of Statistics 6, 1979.
    """
    corrected, least = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda one: p_values[one])):
        least = max(least, min(1.0, (len(p_values) - rank) * p_values[place]))
        corrected[place] = least
    return corrected
