"""Reads the figures of the one-page monthly report, without staff complaints."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, func, or_, select

from domain.cases.complaint import Status
from domain.figures.month_page import (
    OLDEST_SHOWN,
    DepartmentMonth,
    MonthCounts,
    MonthPage,
    OpenCase,
    SectionMonth,
    decisions,
)
from storage.db.column_types import milliseconds
from storage.reporting.monthly_figures import (
    AMONG_ORDINARY_CASES,
    TOPICS_SHOWN,
    as_stored,
    is_ordinary,
)
from storage.reporting.monthly_ratings import month_aspects
from storage.tables import complaint, officer, resolution

A_DAY = 86_400_000
"""Milliseconds."""


class MonthPages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(
        self,
        months: Sequence[tuple[str, datetime, datetime]],
        counted: Mapping[str, MonthCounts] | None = None,
    ) -> MonthPage:
        """Return the page of the last of these months, without `unread_words`.

        `months`: key, start and end of each month of the trend, oldest first; a month is what happened from its
        start up to, not including, its end. `counted`: the counts of months that are known already.
        """
        known = counted or {}
        _, start, end = months[-1]
        _, before, _ = months[max(0, len(months) - 2)]
        open_cases = self.open_at(end)
        filed = self._filed(start, end)
        departments = _departments(filed, open_cases)
        sections = _sections(departments, filed, open_cases, self._received(before, start))
        return MonthPage(
            departments=departments,
            trend=tuple(known.get(month[0]) or self._counts(*month) for month in months),
            oldest=tuple(open_cases[:OLDEST_SHOWN]),
            # The most urgent of all cases are among the most urgent of each department.
            decisions=decisions(case.case for one in sections for case in one.decisions),
            waiting_for=_most_first(Counter(one.waiting_for for one in open_cases)),
            aspects=month_aspects(self._connection, start, end),
            sections=sections,
        )

    def departments(self, start: datetime, end: datetime) -> tuple[DepartmentMonth, ...]:
        """Return the figures of departments with cases in a period of any length, as on the page of a month."""
        return _departments(self._filed(start, end), self.open_at(end))

    def _received(self, start: datetime, end: datetime) -> Mapping[str, int]:
        """Return the number of cases that each department received in a period."""
        rows = self._connection.execute(
            select(complaint.c.department, func.count())
            .where(
                complaint.c.filed_at >= start,
                complaint.c.filed_at < end,
                AMONG_ORDINARY_CASES,
            )
            .group_by(complaint.c.department)
        )
        return {row[0]: row[1] for row in rows}

    def _filed(self, start: datetime, end: datetime) -> Sequence[Row[Any]]:
        """Return the cases filed in the month by department and category, with their outcome until `end`."""
        answered = complaint.c.answered_at < end
        in_time = answered & (complaint.c.answered_at <= complaint.c.answer_by)
        unanswered = or_(complaint.c.answered_at.is_(None), complaint.c.answered_at >= end)
        withdrawn = (complaint.c.status == Status.WITHDRAWN) & (
            complaint.c.ended_at <= complaint.c.answer_by
        )
        by = (complaint.c.department, complaint.c.category)
        return self._connection.execute(
            select(
                *by,
                func.count().label("received"),
                _count_if(in_time).label("in_time"),
                _count_if(unanswered & ~withdrawn & (complaint.c.answer_by >= end)).label(
                    "not_due"
                ),
                _count_if(unanswered & withdrawn).label("withdrawn"),
            )
            .where(
                complaint.c.filed_at >= start, complaint.c.filed_at < end, is_ordinary(complaint)
            )
            .group_by(*by)
        ).all()

    def _counts(self, month: str, start: datetime, end: datetime) -> MonthCounts:
        received = self._connection.execute(
            select(func.count()).where(
                complaint.c.filed_at >= start, complaint.c.filed_at < end, is_ordinary(complaint)
            )
        ).scalar_one()
        closed = self._connection.execute(
            select(func.count()).where(
                resolution.c.ended_at >= start,
                resolution.c.ended_at < end,
                resolution.c.status == Status.CLOSED,
                is_ordinary(resolution),
            )
        ).scalar_one()
        return MonthCounts(month, received, closed)

    def open_at(self, end: datetime) -> list[OpenCase]:
        """Return the cases that were open at `end`, the oldest first.

        Two queries, for the cases still open and for those that ended later: each uses an index that contains few
        cases, while one query for both would read all cases.
        """
        columns = (
            *(complaint.c.id, complaint.c.number, complaint.c.category, complaint.c.department),
            *(complaint.c.officer_id, complaint.c.waiting_for, complaint.c.reopened),
            # Thousands of rows: their times as stored, in milliseconds.
            *map(as_stored, (complaint.c.filed_at, complaint.c.due_at, complaint.c.paused_at)),
        )
        rows: list[Any] = []
        for part in (complaint.c.ended_at.is_(None), complaint.c.ended_at >= end):
            rows += self._connection.execute(
                select(*columns).where(part, complaint.c.filed_at < end, is_ordinary(complaint))
            ).all()
        rows.sort(key=itemgetter(7, 0))
        names = self._officers()
        ends = milliseconds(end)
        return [
            OpenCase(
                id=key,
                number=number,
                category=category,
                department=department,
                officer=names.get(holder, ""),
                waiting_for=waiting_for or "",
                days=(ends - filed) // A_DAY,
                # A due date is suspended during a pause that began before it.
                days_late=-((due - ends) // A_DAY) if due < min(ends, paused or ends) else 0,
                days_waiting=0 if paused is None else (ends - paused) // A_DAY,
                reopened=reopened,
            )
            for key, number, category, department, holder, waiting_for, reopened, filed, due, paused in rows
        ]

    def _officers(self) -> dict[int, str]:
        """Return the names of all officers by their ids."""
        rows = self._connection.execute(select(officer.c.id, officer.c.name))
        return {row[0]: row[1] for row in rows}


def _departments(
    filed: Sequence[Row[Any]], open_cases: Sequence[OpenCase]
) -> tuple[DepartmentMonth, ...]:
    """Return the departments with cases, those with the most overdue ones first."""
    sums: dict[str, Counter[str]] = {}
    for row in filed:
        counts = sums.setdefault(row.department, Counter())
        for name in ("received", "in_time", "not_due", "withdrawn"):
            counts[name] += getattr(row, name)
    for one in open_cases:
        counts = sums.setdefault(one.department, Counter())
        counts["open"] += 1
        counts["overdue"] += one.days_late > 0
    found = (
        DepartmentMonth(
            department=key,
            received=counts["received"],
            in_time=counts["in_time"],
            late=counts["received"] - counts["in_time"] - counts["not_due"] - counts["withdrawn"],
            not_due=counts["not_due"],
            open_at_end=counts["open"],
            overdue=counts["overdue"],
        )
        for key, counts in sums.items()
    )
    return tuple(
        sorted(found, key=lambda one: (-one.overdue, -one.late, -one.received, one.department))
    )


def _sections(
    departments: Sequence[DepartmentMonth],
    filed: Sequence[Row[Any]],
    open_cases: Sequence[OpenCase],
    before: Mapping[str, int],
) -> tuple[SectionMonth, ...]:
    """Return the figures of each department's page. `before`: cases received in the month before."""
    topics: dict[str, Counter[str]] = {}
    for row in filed:
        topics.setdefault(row.department, Counter())[row.category] += row.received
    held: dict[str, list[OpenCase]] = {}
    for one in open_cases:
        held.setdefault(one.department, []).append(one)
    return tuple(
        SectionMonth(
            department=key,
            before=before.get(key, 0),
            topics=_most_first(topics.get(key, Counter()))[:TOPICS_SHOWN],
            oldest=tuple(held.get(key, ())[:OLDEST_SHOWN]),
            decisions=decisions(held.get(key, ())),
        )
        for key in (one.department for one in departments)
    )


def _most_first(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
