"""Counts of ordinary cases for executives: by department and person, overdue, and in this month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from domain.cases.complaint import Status, Verdict, WaitingFor
from storage.cases.queue_filter import is_late
from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import complaint

_IS_OPEN = and_(complaint.c.ended_at.is_(None), IS_ORDINARY)


@dataclass(frozen=True)
class Load:
    """The open cases of a department assigned to one person. `officer_id`: None for unassigned cases."""

    department: str
    officer_id: int | None
    open: int
    late: int
    waiting: int


@dataclass(frozen=True)
class MonthSoFar:
    """Cases filed, ended, ended in time and confirmed as fixed since a time."""

    filed: int
    ended: int
    in_time: int
    confirmed: int


class Overview:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def loads(self, now: datetime) -> list[Load]:
        """Return the numbers of open cases by department and person."""
        late = is_late(now)
        rows = self._connection.execute(
            select(
                complaint.c.department,
                complaint.c.officer_id,
                func.count(),
                _sum(late),
                _sum(complaint.c.paused_at.is_not(None)),
            )
            .where(_IS_OPEN)
            .group_by(complaint.c.department, complaint.c.officer_id)
        )
        return [Load(row[0], row[1], int(row[2]), int(row[3]), int(row[4])) for row in rows]

    def since(self, start: datetime) -> MonthSoFar:
        """Return the counts of the cases since `start`."""
        filed = self._connection.scalar(
            select(func.count())
            .select_from(complaint)
            .where(complaint.c.filed_at >= start, IS_ORDINARY)
        )
        ended = self._connection.execute(
            select(
                func.count(),
                _sum(complaint.c.ended_at <= complaint.c.due_at),
                _sum(complaint.c.verdict == Verdict.CONFIRMED.value),
            ).where(
                complaint.c.ended_at >= start,
                IS_ORDINARY,
                complaint.c.status == Status.CLOSED.value,
            )
        ).one()
        return MonthSoFar(filed or 0, int(ended[0]), int(ended[1]), int(ended[2]))

    def budget_waits(self, now: datetime, limit: int) -> Sequence[int]:
        """Return the ids of cases that wait for money and whose review date has come, the longest first."""
        return self._connection.scalars(
            select(complaint.c.id)
            .where(
                _IS_OPEN,
                complaint.c.waiting_for == WaitingFor.BUDGET.value,
                complaint.c.review_at < now,
            )
            .order_by(complaint.c.review_at)
            .limit(limit)
        ).all()


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
