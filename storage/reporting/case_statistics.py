"""Counts the cases of a period by month, category and village; staff cases only as one total each month."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, case, func, select

from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.organisation.calendar import month_bounds
from domain.organisation.periods import Period
from domain.reporting.register import RegisterLine
from storage.reporting.monthly_figures import is_ordinary
from storage.reporting.register import register_lines
from storage.tables import complaint

NONE = CaseCount(0, 0)


class Statistics:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_cases(
        self, period: Period, categories: Sequence[str], villages: Sequence[int]
    ) -> CaseStatistics:
        """Return the counts of ordinary cases; each category and village has a row, with zeros if need be.

        `categories` and `villages`: in the order of the rows. Cases that name another village or none come last.
        """
        ordinary = is_ordinary(complaint)
        by_category = self._grouped(complaint.c.category, period, ordinary)
        by_village = self._grouped(complaint.c.village, period, ordinary)
        elsewhere = [count for village, count in by_village.items() if village not in set(villages)]
        return CaseStatistics(
            period=period.key,
            total=self._count(*period.bounds, period, ordinary),
            months=tuple(
                (month, self._count(*month_bounds(month), period, ordinary))
                for month in period.months
            ),
            categories=tuple((key, by_category.get(key, NONE)) for key in categories),
            villages=(
                *((number, by_village.get(number, NONE)) for number in villages),
                (None, _sum(elsewhere)),
            ),
        )

    def register(self, start: datetime, end: datetime) -> tuple[RegisterLine, ...]:
        """Return a line for each ordinary case filed in a time; nobody who complained is in it."""
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

    def _grouped(
        self, column: Column[Any], period: Period, kind: ColumnElement[bool]
    ) -> dict[Any, CaseCount]:
        start, end = period.bounds
        rows = self._connection.execute(
            select(column, func.count(), _done(period))
            .where(complaint.c.filed_at >= start, complaint.c.filed_at < end, kind)
            .group_by(column)
        )
        return {row[0]: CaseCount(row[1], row[2]) for row in rows}


def _done(period: Period) -> ColumnElement[int]:
    return func.count(case((complaint.c.ended_at < period.bounds[1], 1)))


def _sum(counts: Sequence[CaseCount]) -> CaseCount:
    return CaseCount(sum(one.received for one in counts), sum(one.done for one in counts))
