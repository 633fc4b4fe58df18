"""Finds ordinary cases for officers: by state, department, village, number, or words of story and reporter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from domain.cases.complaint import PAUSED, Complaint, Status
from storage.cases.complaints import Complaints
from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import complaint, person


@dataclass(frozen=True)
class Wanted:
    """Which cases are wanted. A default restricts nothing.

    `overdue_at`: open cases whose due date is before then and not suspended. `running`: the running number of a
    case. `words`: in the story, in the place, or in the name of a reporter who shows it.
    """

    department: str = ""
    category: str = ""
    overdue_at: datetime | None = None
    is_open: bool = False
    new: bool = False
    village: int | None = None
    running: int | None = None
    words: str = ""


class CaseSearch(Complaints):
    """Searches the ordinary cases; staff complaints are never found."""

    def open_by_department(self) -> Sequence[tuple[str, int]]:
        """Return each department with open cases and how many it has, the most first."""
        rows = self._connection.execute(
            select(complaint.c.department, func.count())
            .where(complaint.c.ended_at.is_(None), IS_ORDINARY)
            .group_by(complaint.c.department)
        ).all()
        return sorted(((row[0], row[1]) for row in rows), key=lambda row: (-row[1], row[0]))

    def find_wanted(self, wanted: Wanted, limit: int) -> tuple[int, Sequence[Complaint]]:
        """Return how many cases are wanted, and the first of them: open ones by due date, then the newest."""
        where = list(_conditions(wanted))
        count = self._connection.execute(
            select(func.count()).select_from(complaint).where(IS_ORDINARY, *where)
        ).scalar_one()
        query = (
            select(complaint)
            .where(*where)
            .order_by(
                complaint.c.ended_at.is_not(None),
                complaint.c.due_at.desc() if wanted.running is not None else complaint.c.due_at,
                complaint.c.id.desc(),
            )
            .limit(limit)
        )
        return count, self._many(query)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.department:
        found.append(complaint.c.department == wanted.department)
    if wanted.category:
        found.append(complaint.c.category == wanted.category)
    if wanted.overdue_at is not None:
        running_clock = complaint.c.status.not_in([status.value for status in PAUSED])
        found += [complaint.c.due_at < wanted.overdue_at, running_clock]
    if wanted.is_open or wanted.new or wanted.overdue_at is not None:
        found.append(complaint.c.ended_at.is_(None))
    if wanted.new:
        found.append(complaint.c.status == Status.NEW.value)
    if wanted.village is not None:
        found.append(complaint.c.village == wanted.village)
    if wanted.running is not None:
        found.append(complaint.c.number.like(f"%-{wanted.running:06}-%"))
    if wanted.words:
        found.append(_contains(wanted.words))
    return found


def _contains(words: str) -> ColumnElement[bool]:
    said: Any = func.lower(complaint.c.detail)
    shown = (
        select(person.c.line_user_id)
        .where(func.lower(person.c.display_name).contains(words.lower(), autoescape=True))
        .scalar_subquery()
    )
    return or_(
        said.contains(words.lower(), autoescape=True),
        func.lower(complaint.c.place_words).contains(words.lower(), autoescape=True),
        ~complaint.c.hide_name & complaint.c.reporter.in_(shown),
    )
