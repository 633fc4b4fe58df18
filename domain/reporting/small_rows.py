"""Published counts of cases by topic or village, without rows so small that they identify a household."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from domain.anonymity import LEAST_SHOWN
from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.reporting.open_data import OTHERS
from domain.surveys.suppression import hidden_groups, is_enough

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

K = TypeVar("K")
REST = 0
"""The key of the small villages that are added up."""
MONTHS_OF_A_HALF = 6


def shown_early(filed: Iterable[str]) -> frozenset[str]:
    """Return the topics whose cases can be published one by one while the half-year is running.

    `filed`: the topics of its cases in the order of filing; the first LEAST_SHOWN of each topic are enough. A
    topic is shown from its fifth case on, once the topics that are not shown give none of them back. It stays
    shown, and what is not shown only grows, so that daily readers learn no more than the last day tells.
    `safe_rows` must be given the result, so that the figures of the half-year do not hide such a topic again.
    """
    shown: set[str] = set()
    counts: Counter[str] = Counter()
    for topic in filed:
        counts[topic] += 1
        for one in sorted(counts.keys() - shown, key=lambda key: (-counts[key], key)):
            rest = [count for key, count in counts.items() if key != one and key not in shown]
            if counts[one] >= LEAST_SHOWN and is_enough(rest):
                shown.add(one)
    return frozenset(shown)


def safe_rows(
    rows: Iterable[tuple[str, CaseCount]], known: Collection[str] = ()
) -> tuple[tuple[str, CaseCount], ...]:
    """The rows in their order, the small ones added up under OTHERS at the end.

    Enough rows are added up that nobody can compute one of them from the total; see `hidden_groups`. Rows of zero
    are kept, because they identify nobody. With at least one but fewer than LEAST_SHOWN cases in all the result is
    empty, because the one row missing among zeros would reveal itself. `known`: the rows of `shown_early`.
    """
    found = list(rows)
    if 0 < sum(one.received for _, one in found) < LEAST_SHOWN:
        return ()
    hidden = hidden_groups({key: one.received for key, one in found}, known=known)
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
        categories=safe_rows(counts.categories, counts.shown_early),
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
