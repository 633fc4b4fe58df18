"""Margins of error of a mean and intervals of a share, at 95 %."""

from __future__ import annotations

from math import sqrt

from domain.statistics.distributions import normal_quantile, t_quantile

UPPER = 0.975
"""The quantile at the upper end of a two-sided 95 % interval."""


def mean_margin(deviation: float | None, n: int, population: int | None = None) -> float | None:
    """Half the width of the 95 % interval of a mean; None for fewer than two values.

    t(0.975, n - 1) · s / √n · √((N - n) / (N - 1)). `population`: N; None omits the last factor, the correction
    for a finite population, which is 0 when everybody has answered. Cochran, Sampling Techniques, third edition,
    2.6.
    """
    if n < 2 or deviation is None:
        return None
    margin = t_quantile(UPPER, n - 1) * deviation / sqrt(n)
    if population is None:
        return margin
    if population <= n:
        return 0.0
    return margin * sqrt((population - n) / (population - 1))


def wilson(count: int, n: int) -> tuple[float, float] | None:
    """The 95 % interval of the share `count` of `n`, each from 0 to 1; None without values.

    Wilson's score interval without continuity correction: Journal of the American Statistical Association 22,
    1927.
    """
    if not n:
        return None
    z = normal_quantile(UPPER)
    share, square = count / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z / (1 + square / n) * sqrt(share * (1 - share) / n + square / (4 * n * n))
    # Rounding must not move the exact ends: 0 if nobody was counted, 1 if everybody was.
    return (0.0 if count == 0 else centre - half, 1.0 if count == n else centre + half)
