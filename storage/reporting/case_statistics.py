"""Counts the cases of a period by month, category, village and channel; staff complaints only by month."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from domain.anonymity import LEAST_SHOWN
from domain.cases.origin import Source
from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.organisation.calendar import month_bounds
from domain.organisation.periods import Period
from domain.reporting.register import RegisterLine
from domain.reporting.small_rows import MONTHS_OF_A_HALF, shown_early
from storage.db.column_types import milliseconds
from storage.reporting.monthly_figures import as_stored, is_ordinary
from storage.reporting.register import register_lines
from storage.tables import case_origin, complaint

NONE = CaseCount(0, 0)
Cell = tuple[str, str, int | None]
"""Month, category and village of cases."""


class Statistics:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_cases(
        self, period: Period, categories: Sequence[str], villages: Sequence[int]
    ) -> CaseStatistics:
        """Return the counts of ordinary cases; each category and village has a row, even with zeros.

        `categories` and `villages`: in the order of the rows. Cases with another village or none come last.
        """
        by: dict[str, dict[Any, CaseCount]] = {"month": {}, "category": {}, "village": {}}
        for cell, count in self._cells(period).items():
            for counts, value in zip(by.values(), cell, strict=True):
                counts[value] = _sum([counts.get(value, NONE), count])
        known = set(villages)
        elsewhere = [count for village, count in by["village"].items() if village not in known]
        return CaseStatistics(
            period=period.key,
            total=_sum(list(by["month"].values())),
            months=tuple((key, by["month"].get(key, NONE)) for key in period.months),
            categories=tuple((key, by["category"].get(key, NONE)) for key in categories),
            villages=(
                *((number, by["village"].get(number, NONE)) for number in villages),
                (None, _sum(elsewhere)),
            ),
            sources=self._sources(period, _sum(list(by["month"].values()))),
            shown_early=self.shown_early(period) if len(period.months) == MONTHS_OF_A_HALF else (),
        )

    def shown_early(self, half_year: Period) -> tuple[str, ...]:
        """Return the categories of a half-year that can be published before it is over, in alphabetical order."""
        start, end = half_year.bounds
        within = (complaint.c.filed_at >= start) & (complaint.c.filed_at < end)
        filed: list[tuple[datetime, int, str]] = []
        for (category,) in self._connection.execute(
            select(complaint.c.category).where(within, is_ordinary(complaint)).distinct()
        ):
            first = (
                select(complaint.c.filed_at, complaint.c.id, complaint.c.category)
                .where(within, is_ordinary(complaint), complaint.c.category == category)
                .order_by(complaint.c.filed_at, complaint.c.id)
                .limit(LEAST_SHOWN)
            )
            filed += [tuple(row) for row in self._connection.execute(first)]
        return tuple(sorted(shown_early(category for _, _, category in sorted(filed))))

    def total(self, period: Period) -> CaseCount:
        """Return the number of ordinary cases of a period."""
        return _sum(list(self._cells(period).values()))

    def _cells(self, period: Period) -> dict[Cell, CaseCount]:
        """Return the counts of ordinary cases by month, category and village, without rows of zero.

        The cases received are counted from an index alone. Those that were not done at the end of the period are
        few and have indexes of their own, so that no query reads every case.
        """
        start, end = period.bounds
        received: Counter[Cell] = Counter()
        not_done: Counter[Cell] = Counter()
        place = (complaint.c.category, complaint.c.village)
        for month in period.months:
            begins, ends = month_bounds(month)
            filed = (complaint.c.filed_at >= begins) & (complaint.c.filed_at < ends)
            for category, village, count in self._grouped(filed, *place):
                received[month, category, village] = count
            still_open = filed & complaint.c.ended_at.is_(None)
            for category, village, count in self._grouped(still_open, *place):
                not_done[month, category, village] = count
        # Plus zero, so that SQLite uses the index of `ended_at` and not that of `filed_at`.
        filed_at = as_stored(complaint.c.filed_at) + 0
        month_of = case(
            *((filed_at < milliseconds(month_bounds(one)[1]), one) for one in period.months)
        ).label("month")
        in_period = (filed_at >= milliseconds(start)) & (filed_at < milliseconds(end))
        ended_later = in_period & (complaint.c.ended_at >= end)
        for month, category, village, count in self._grouped(ended_later, month_of, *place):
            not_done[month, category, village] += count
        return {cell: CaseCount(count, count - not_done[cell]) for cell, count in received.items()}

    def _grouped(self, where: ColumnElement[bool], *by: ColumnElement[Any]) -> Sequence[Any]:
        """Count the ordinary cases that match a condition, by some columns."""
        return self._connection.execute(
            select(*by, func.count()).where(where, is_ordinary(complaint)).group_by(*by)
        ).all()

    def _sources(self, period: Period, total: CaseCount) -> tuple[tuple[str, CaseCount], ...]:
        """Return the ordinary cases by channel; those from the chat have no origin row."""
        start, end = period.bounds
        rows = self._connection.execute(
            select(
                case_origin.c.source, func.count().label("received"), _done(period).label("done")
            )
            .join_from(case_origin, complaint)
            .where(
                complaint.c.filed_at >= start, complaint.c.filed_at < end, is_ordinary(complaint)
            )
            .group_by(case_origin.c.source)
        )
        found = {row.source: CaseCount(row.received, row.done) for row in rows}
        others = _sum(list(found.values()))
        by_chat = CaseCount(total.received - others.received, total.done - others.done)
        found[Source.LINE] = _sum([found.get(Source.LINE, NONE), by_chat])
        return tuple((one.value, found.get(one, NONE)) for one in Source)

    def register(self, start: datetime, end: datetime) -> tuple[RegisterLine, ...]:
        """Return a line for each ordinary case filed in a period, without reporters."""
        return register_lines(self._connection, start, end)

    def of_staff_cases(self, period: Period) -> CaseStatistics:
        """Return the counts of complaints about staff, without categories and villages."""
        about_staff = ~is_ordinary(complaint)
        return CaseStatistics(
            period=period.key,
            total=self._count(*period.bounds, period, about_staff),
            months=tuple(
                (month, self._count(*month_bounds(month), period, about_staff))
                for month in period.months
            ),
            categories=(),
            villages=(),
        )

    def _count(
        self, start: datetime, end: datetime, period: Period, kind: ColumnElement[bool]
    ) -> CaseCount:
        row = self._connection.execute(
            select(func.count(), _done(period)).where(
                complaint.c.filed_at >= start, complaint.c.filed_at < end, kind
            )
        ).one()
        return CaseCount(row[0], row[1])


def _done(period: Period) -> ColumnElement[int]:
    return func.count(case((complaint.c.ended_at < period.bounds[1], 1)))


def _sum(counts: Sequence[CaseCount]) -> CaseCount:
    return CaseCount(sum(one.received for one in counts), sum(one.done for one in counts))
