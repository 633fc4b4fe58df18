"""Counts of ordinary cases for executives: by department and person, overdue, and in this month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

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

    def held_by_officer(self) -> dict[int, int]:
        """Return the number of open ordinary cases assigned to each officer."""
        rows = self._connection.execute(
            select(complaint.c.officer_id, func.count())
            .where(complaint.c.ended_at.is_(None), IS_ORDINARY, complaint.c.officer_id.is_not(None))
            .group_by(complaint.c.officer_id)
        )
        return {row.officer_id: row[1] for row in rows}

    def village_points(self, newest: int, fewest: int) -> list[tuple[int, float, float]]:
        """Return (number, latitude, longitude) of villages: the mean position of their newest cases.

        `newest`: how many cases with coordinates are used; `fewest`: minimum cases of a village.
        """
        placed = (
            select(complaint.c.village, complaint.c.latitude, complaint.c.longitude)
            .where(IS_ORDINARY, complaint.c.latitude.is_not(None))
            .order_by(complaint.c.id.desc())
            .limit(newest)
            .subquery()
        )
        rows = self._connection.execute(
            select(placed.c.village, func.avg(placed.c.latitude), func.avg(placed.c.longitude))
            .where(placed.c.village.is_not(None))
            .group_by(placed.c.village)
            .having(func.count() >= fewest)
            .order_by(placed.c.village)
        )
        return [(int(row[0]), float(row[1]), float(row[2])) for row in rows]

    def has_cases_of(self, department: str) -> bool:
        """Return whether a department has ordinary cases, open or closed."""
        has_one = exists().where(complaint.c.department == department, IS_ORDINARY)
        return bool(self._connection.scalar(select(has_one)))

    def count_of_village(self, number: int) -> int:
        """Return how many ordinary cases, open or closed, name a village."""
        counted = select(func.count()).select_from(complaint)
        return (
            self._connection.scalar(counted.where(IS_ORDINARY, complaint.c.village == number)) or 0
        )


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
