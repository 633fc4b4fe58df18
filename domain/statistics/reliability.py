"""Cronbach's alpha: whether several questions measure the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.statistics.histogram import variance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.statistics.histogram import Histogram


def cronbach_alpha(items: Sequence[Histogram], totals: Histogram) -> float | None:
    """Alpha over the people who answered every item; None for fewer than two items or people, or equal totals.

    `items`: the scores of each item, `totals`: the sums of each person's scores. k / (k - 1) · (1 - Σ s²ᵢ / s²),
    Cronbach, Psychometrika 16, 1951.
    """
    variances, whole = [variance(item) for item in items], variance(totals)
    if len(items) < 2 or not whole:
        return None
    parts = sum(one for one in variances if one is not None)
    return float(len(items) / (len(items) - 1) * (1 - parts / whole))
