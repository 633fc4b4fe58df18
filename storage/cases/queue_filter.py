"""Which cases a list of the console contains, as conditions of the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from domain.cases.complaint import Status
from domain.cases.queue import Sort, Tab
from storage.cases.case_words import contains
from storage.cases.sealed_text import AMONG_ORDINARY_CASES
from storage.tables import complaint, person

NAMES_FOUND = 200
"""Residents whose name contains what is searched; of more, the search asks for another word."""


@dataclass(frozen=True)
class QueueFilter:
    """What a list shows. `department`: the section whose cases the reader sees, None for every section.

    `terms`: folded words, each in the case or in its reporter's name; a case whose reporter hides the name is
    not found by it. `soon`: the moment before which a due date counts as soon. `only_department`: a section
    chosen among several. `status`: one state, "" for every. `number`: a part of the case number.
    `filed`: the start and the end of a period in which the case was filed.
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


def matching(connection: Connection, wanted: QueueFilter) -> ColumnElement[bool]:
    """The condition that a case is in a list."""
    conditions = [AMONG_ORDINARY_CASES]
    if wanted.department is not None:
        conditions.append(complaint.c.department == wanted.department)
    if wanted.tab is not Tab.ALL:
        conditions += [complaint.c.ended_at.is_(None), part_of(wanted.tab, wanted)]
    conditions += [
        column == chosen
        for column, chosen in (
            (complaint.c.category, wanted.category),
            (complaint.c.village, wanted.village),
            (complaint.c.department, wanted.only_department),
            (complaint.c.officer_id, wanted.holder),
            (complaint.c.status, wanted.status),
        )
        if chosen
    ]
    if wanted.number:
        conditions.append(complaint.c.number.contains(wanted.number, autoescape=True))
    if wanted.filed is not None:
        since, until = wanted.filed
        conditions += [complaint.c.filed_at >= since, complaint.c.filed_at < until]
    if wanted.terms:
        among_open = wanted.tab is not Tab.ALL
        conditions.append(_has_terms(connection, wanted.terms, among_open=among_open))
    return and_(*conditions)


def _has_terms(
    connection: Connection, terms: Sequence[str], *, among_open: bool
) -> ColumnElement[bool]:
    """The condition that each term is in the case, or in its reporter's name and that is not hidden.

    `among_open`: only the few open cases are looked through, which is faster one by one than by the index.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    reads_index = not (is_sqlite and among_open)
    named = {
        term: _reporters_named(connection, term)
        for term in terms
        if not term.replace("-", "").isdigit()
    }
    others = [term for term in terms if not named.get(term)]
    conditions = [contains(others, is_sqlite=is_sqlite, reads_index=reads_index)] if others else []
    for term, reporters in named.items():
        if reporters:
            in_words = contains([term], is_sqlite=is_sqlite, reads_index=reads_index)
            by_name = and_(complaint.c.reporter.in_(reporters), ~complaint.c.hide_name)
            conditions.append(or_(in_words, by_name))
    return and_(*conditions)


def _reporters_named(connection: Connection, name: str) -> Sequence[str]:
    # LIKE ignores the case of Latin letters on SQLite, ILIKE does on PostgreSQL.
    shown = person.c.display_name
    is_sqlite = connection.dialect.name == "sqlite"
    like = shown.contains if is_sqlite else shown.icontains
    return connection.scalars(
        select(person.c.line_user_id).where(like(name, autoescape=True)).limit(NAMES_FOUND)
    ).all()


def open_here(wanted: QueueFilter) -> ColumnElement[bool]:
    here = and_(complaint.c.ended_at.is_(None), AMONG_ORDINARY_CASES)
    if wanted.department is None:
        return here
    return and_(here, complaint.c.department == wanted.department)


def part_of(tab: Tab, wanted: QueueFilter) -> ColumnElement[bool]:
    """The condition of a part of the open cases."""
    runs = complaint.c.paused_at.is_(None)
    match tab:
        case Tab.MINE:
            return complaint.c.officer_id == wanted.officer_id
        case Tab.LATE:
            return and_(runs, complaint.c.due_at < wanted.now)
        case Tab.SOON:
            return and_(runs, complaint.c.due_at >= wanted.now, complaint.c.due_at < wanted.soon)
        case Tab.NEW:
            return complaint.c.status == Status.NEW.value
        case Tab.WAITING:
            return complaint.c.paused_at.is_not(None)
    return complaint.c.ended_at.is_(None)
