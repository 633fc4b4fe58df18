"""Conditions of the database for the lists of the console."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, true

from domain.cases.complaint import Status
from domain.cases.queue import Sort, Tab
from storage.cases.sealed_text import AMONG_ORDINARY_CASES
from storage.tables import complaint

OPEN_INDEX, ALL_INDEX = "ix_complaint_desk", "ix_complaint_all"
"""The indexes of the open cases and of all cases, with the columns that most lists are filtered by."""


@dataclass(frozen=True)
class QueueFilter:
    """The filter of a list. `department`: whose cases the reader may see, None for every department.

    `terms`: folded words, each of which is in the case or in its reporter's name; hidden names are not searched.
    `soon`: the time before which a due date counts as soon. `only_department`: the chosen one of several
    departments. `status`: one state, "" for all. `number`: a part of the case number. `filed`: the start and the
    end of a period in which the case was filed.
    """

    tab: Tab
    officer_id: int
    department: str | None
    now: datetime
    soon: datetime
    terms: tuple[str, ...] = ()
    category: str = ""
    village: int = 0
    only_department: str = ""
    holder: int = 0
    status: str = ""
    number: str = ""
    filed: tuple[datetime, datetime] | None = None
    sort: Sort = Sort.DUE


def conditions(filters: QueueFilter) -> list[ColumnElement[bool]]:
    """Return the conditions that a case is in a list, apart from the search for `terms`."""
    found = [AMONG_ORDINARY_CASES]
    if filters.department is not None:
        found.append(complaint.c.department == filters.department)
    if filters.tab is not Tab.ALL:
        found += [complaint.c.ended_at.is_(None), part_of(filters.tab, filters)]
    found += [
        column == chosen
        for column, chosen in (
            (complaint.c.category, filters.category),
            (complaint.c.village, filters.village),
            (complaint.c.department, filters.only_department),
            (complaint.c.officer_id, filters.holder),
            (complaint.c.status, filters.status),
        )
        if chosen
    ]
    if filters.number:
        found.append(complaint.c.number.contains(filters.number, autoescape=True))
    if filters.filed is not None:
        since, until = filters.filed
        found += [complaint.c.filed_at >= since, complaint.c.filed_at < until]
    return found


def open_here(filters: QueueFilter) -> ColumnElement[bool]:
    condition = and_(complaint.c.ended_at.is_(None), AMONG_ORDINARY_CASES)
    if filters.department is None:
        return condition
    return and_(condition, complaint.c.department == filters.department)


def is_late(now: datetime) -> ColumnElement[bool]:
    """The condition that a case is overdue, or was when its pause began; as `domain.cases.due.due_of`."""
    runs = complaint.c.paused_at.is_(None)
    return or_(and_(runs, complaint.c.due_at < now), complaint.c.due_at < complaint.c.paused_at)


def part_of(tab: Tab, filters: QueueFilter) -> ColumnElement[bool]:
    """The condition of a tab, by which it differs from all open cases."""
    runs = complaint.c.paused_at.is_(None)
    match tab:
        case Tab.MINE:
            return complaint.c.officer_id == filters.officer_id
        case Tab.LATE:
            return is_late(filters.now)
        case Tab.SOON:
            return and_(runs, complaint.c.due_at >= filters.now, complaint.c.due_at < filters.soon)
        case Tab.NEW:
            return complaint.c.status == Status.NEW.value
        case Tab.WAITING:
            return complaint.c.paused_at.is_not(None)
        case Tab.SECTION | Tab.ALL:
            return true()


def counting_index(filters: QueueFilter) -> str:
    """The index with which SQLite counts the cases of a list; "" if it finds the best one by itself."""
    if filters.tab is not Tab.ALL:
        return "" if filters.filed else OPEN_INDEX
    return "" if filters.category or filters.village else ALL_INDEX


def by_index(asked: Select[Any], index: str) -> Select[Any]:
    """The query, for which SQLite uses an index of complaint.

    SQLite has no statistics here. For the cases of a department it chose an index without the department, and so
    read every case: 145 ms for 100,000 instead of 9.
    """
    return asked.with_hint(complaint, f"INDEXED BY {index}", "sqlite") if index else asked
