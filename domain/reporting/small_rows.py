"""Published counts of cases by topic or village, without rows so small that they identify a household."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from domain.anonymity import LEAST_SHOWN
from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.reporting.open_data import OTHERS
from domain.surveys.suppression import hidden_groups

if TYPE_CHECKING:
    from collections.abc import Iterable

K = TypeVar("K")
REST = 0
"""The key of the small villages that are added up."""
MONTHS_OF_A_HALF = 6


def safe_rows(rows: Iterable[tuple[str, CaseCount]]) -> tuple[tuple[str, CaseCount], ...]:
    """The rows in their order, the small ones added up under OTHERS at the end.

    Enough rows are added up that nobody can compute one of them from the total; see `hidden_groups`. Rows of zero
    are kept, because they identify nobody. With at least one but fewer than LEAST_SHOWN cases in all the result is
    empty, because the one row missing among zeros would reveal itself.
    """
    found = list(rows)
    if 0 < sum(one.received for _, one in found) < LEAST_SHOWN:
        return ()
    hidden = hidden_groups({key: one.received for key, one in found})
    shown = [(key, one) for key, one in found if key not in hidden]
    rest = [one for key, one in found if key in hidden]
    return (*shown, (OTHERS, _sum(rest))) if rest else tuple(shown)


def for_everybody(counts: CaseStatistics) -> CaseStatistics:
    """The public statistics: topics, villages and channels only of a half-year, without small rows.

    Half-years do not overlap, so that the difference of two publications reveals nothing that one of them
    suppressed.
    """
    if len(counts.months) != MONTHS_OF_A_HALF:
        return CaseStatistics(counts.period, counts.total, counts.months, (), ())
    villages = safe_rows(
        (("none" if number is None else str(number)), one) for number, one in counts.villages
    )
    return CaseStatistics(
        period=counts.period,
        total=counts.total,
        months=counts.months,
        categories=safe_rows(counts.categories),
        villages=tuple((_village(key), one) for key, one in villages),
        sources=safe_rows(counts.sources),
    )


def _village(key: str) -> int | None:
    if key == "none":
        return None
    return REST if key == OTHERS else int(key)


def _sum(counts: Iterable[CaseCount]) -> CaseCount:
    found = list(counts)
    return CaseCount(sum(one.received for one in found), sum(one.done for one in found))
