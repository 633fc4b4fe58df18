"""Reads the figures of the month on one page: departments, twelve months and open cases, without staff cases."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

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
from storage.reporting.monthly_figures import TOPICS_SHOWN, is_ordinary
from storage.reporting.monthly_ratings import month_aspects
from storage.tables import complaint, officer, resolution

DAY = timedelta(days=1)


class MonthPages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def read(self, months: Sequence[tuple[str, datetime, datetime]]) -> MonthPage:
        """Return the page of the last of these months, without `unread_words`.

        `months`: key, start and end of each month of the trend, oldest first; a month is what happened from its
        start up to, not including, its end.
        """
        _, start, end = months[-1]
        _, before, _ = months[max(0, len(months) - 2)]
        open_cases = self._open(end)
        departments = self._departments(start, end)
        return MonthPage(
            departments=departments,
            trend=tuple(self._counts(*month) for month in months),
            oldest=tuple(open_cases[:OLDEST_SHOWN]),
            decisions=decisions(open_cases),
            waiting_for=tuple(
                sorted(
                    Counter(one.waiting_for for one in open_cases).items(),
                    key=lambda pair: (-pair[1], pair[0]),
                )
            ),
            aspects=month_aspects(self._connection, start, end),
            sections=self._sections(
                [one.department for one in departments], open_cases, before, start, end
            ),
        )

    def _sections(
        self,
        departments: Sequence[str],
        open_cases: Sequence[OpenCase],
        before: datetime,
        start: datetime,
        end: datetime,
    ) -> tuple[SectionMonth, ...]:
        """Return what the pages of these departments show. `before`: the start of the month before."""
        earlier: Counter[str] = Counter()
        for department, _, count in self._received(before, start):
            earlier[department] += count
        topics: dict[str, list[tuple[str, int]]] = {}
        for department, category, count in self._received(start, end):
            topics.setdefault(department, []).append((category, count))
        held: dict[str, list[OpenCase]] = {}
        for one in open_cases:
            held.setdefault(one.department, []).append(one)
        return tuple(
            SectionMonth(
                department=key,
                before=earlier[key],
                topics=tuple(
                    sorted(topics.get(key, ()), key=lambda pair: (-pair[1], pair[0]))[:TOPICS_SHOWN]
                ),
                oldest=tuple(held.get(key, ())[:OLDEST_SHOWN]),
                decisions=decisions(held.get(key, ())),
            )
            for key in departments
        )

    def _received(self, start: datetime, end: datetime) -> list[tuple[str, str, int]]:
        """Return how many cases were filed in a time, by department and category."""
        by = (complaint.c.department, complaint.c.category)
        rows = self._connection.execute(
            select(*by, func.count())
            .where(
                complaint.c.filed_at >= start, complaint.c.filed_at < end, is_ordinary(complaint)
            )
            .group_by(*by)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def _departments(self, start: datetime, end: datetime) -> tuple[DepartmentMonth, ...]:
        answered = complaint.c.answered_at < end
        in_time = answered & (complaint.c.answered_at <= complaint.c.answer_by)
        unanswered = or_(complaint.c.answered_at.is_(None), complaint.c.answered_at >= end)
        withdrawn = (complaint.c.status == Status.WITHDRAWN) & (
            complaint.c.ended_at <= complaint.c.answer_by
        )
        received = and_(complaint.c.filed_at >= start, complaint.c.filed_at < end)
        filed = {
            row.department: row
            for row in self._connection.execute(
                select(
                    complaint.c.department,
                    func.count().label("received"),
                    _count_if(in_time).label("in_time"),
                    _count_if(unanswered & ~withdrawn & (complaint.c.answer_by >= end)).label(
                        "not_due"
                    ),
                    _count_if(unanswered & withdrawn).label("withdrawn"),
                )
                .where(received, is_ordinary(complaint))
                .group_by(complaint.c.department)
            )
        }
        waiting = {
            row.department: row
            for row in self._connection.execute(
                select(
                    complaint.c.department,
                    func.count().label("cases"),
                    _count_if(_is_overdue(end)).label("overdue"),
                )
                .where(*_open_at(end))
                .group_by(complaint.c.department)
            )
        }
        return tuple(
            sorted(
                (
                    DepartmentMonth(
                        department=key,
                        received=one.received if (one := filed.get(key)) else 0,
                        in_time=one.in_time if one else 0,
                        late=one.received - one.in_time - one.not_due - one.withdrawn if one else 0,
                        not_due=one.not_due if one else 0,
                        open_at_end=still.cases if (still := waiting.get(key)) else 0,
                        overdue=still.overdue if still else 0,
                    )
                    for key in filed.keys() | waiting.keys()
                ),
                key=lambda one: (-one.overdue, -one.late, -one.received, one.department),
            )
        )

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

    def _open(self, end: datetime) -> list[OpenCase]:
        """Return the cases that were open at `end`, the oldest first."""
        rows = self._connection.execute(
            select(
                complaint.c.id,
                complaint.c.number,
                complaint.c.category,
                complaint.c.department,
                complaint.c.waiting_for,
                complaint.c.filed_at,
                complaint.c.due_at,
                complaint.c.paused_at,
                complaint.c.reopened,
                officer.c.name.label("officer"),
            )
            .join_from(complaint, officer, complaint.c.officer_id == officer.c.id, isouter=True)
            .where(*_open_at(end))
            .order_by(complaint.c.filed_at, complaint.c.id)
        )
        return [
            OpenCase(
                id=row.id,
                number=row.number,
                category=row.category,
                department=row.department,
                officer=row.officer or "",
                waiting_for=row.waiting_for or "",
                days=(end - row.filed_at) // DAY,
                days_late=max(1, -((row.due_at - end) // DAY)) if _late(row, end) else 0,
                days_waiting=(end - row.paused_at) // DAY if row.paused_at else 0,
                reopened=row.reopened,
            )
            for row in rows
        ]


def _late(row: object, end: datetime) -> bool:
    return row.paused_at is None and row.due_at < end  # type: ignore[attr-defined]


def _is_overdue(end: datetime) -> ColumnElement[bool]:
    """The due date has passed and does not stand still."""
    return complaint.c.paused_at.is_(None) & (complaint.c.due_at < end)


def _open_at(end: datetime) -> tuple[ColumnElement[bool], ...]:
    """The conditions for ordinary cases that were open at `end`."""
    return (
        complaint.c.filed_at < end,
        is_ordinary(complaint),
        or_(complaint.c.ended_at.is_(None), complaint.c.ended_at >= end),
    )


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
