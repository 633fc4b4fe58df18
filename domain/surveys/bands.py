"""The two customary tables that turn a mean of five levels into a word, and the two percentages."""

from __future__ import annotations

from fractions import Fraction

CUSTOMARY_LEVELS = 5
LIMITS = {
    "451": tuple(Fraction(limit, 100) for limit in (451, 351, 251, 151)),
    "421": tuple(Fraction(limit, 100) for limit in (421, 341, 261, 181)),
}
"""The minimum means, not rounded, of very high, high, medium and low; below the last, a mean is very low."""


def band(mean: Fraction, levels: int, table: str) -> int | None:
    """The band of a mean, 5 (very high) to 1 (very low); None for a scale without five levels."""
    if levels != CUSTOMARY_LEVELS:
        return None
    limits = LIMITS[table]
    return next((5 - place for place, limit in enumerate(limits) if mean >= limit), 1)


def percent_of_highest(mean: Fraction, levels: int) -> Fraction:
    """ร้อยละ, the customary percentage: the mean as a share of the highest level, 100 · x̄ / k."""
    return 100 * mean / levels


def score_of_range(mean: Fraction, levels: int) -> Fraction:
    """คะแนน 0-100: the position of the mean between the lowest and highest level, 100 · (x̄ - 1) / (k - 1)."""
    return 100 * (mean - 1) / (levels - 1)
