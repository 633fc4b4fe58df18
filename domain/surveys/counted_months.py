"""Which months count in the scores of a longer period, so that no month with few answers can be computed.

A month of 1 to 4 answers shows no score. If the half-year contained it, the half-year less the months that are
shown would be its score. It therefore counts only together with other such months, of which none can be computed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN
from domain.surveys.suppression import is_enough

if TYPE_CHECKING:
    from collections.abc import Mapping


def counted_months(answers: Mapping[str, int], *, is_over: bool) -> frozenset[str]:
    """The months that count in the half-year or the round which they make up.

    `answers`: the number of answers in each month that is over. `is_over`: no month is still to come; until then
    months of few answers do not count, because the next one would be added to those counted before.
    """
    few = {month: count for month, count in answers.items() if 0 < count < LEAST_SHOWN}
    if is_over and is_enough(few.values()):
        few = {}
    return frozenset(answers.keys() - few.keys())
