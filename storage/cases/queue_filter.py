"""Conditions of the database for the lists of the console."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from domain.cases.complaint import Status
from domain.cases.queue import Sort, Tab
from domain.text.near import has_near, pieces
from domain.text.thai_text import fold
from storage.cases.case_words import contains, contains_any
from storage.cases.sealed_text import AMONG_ORDINARY_CASES
from storage.tables import complaint, person

NAMES_FOUND = 200
"""Maximum residents whose name contains the search text."""
NAMES_READ = 2_000
"""Maximum residents whose name is compared with a misspelt one."""


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


@dataclass(frozen=True)
class Search:
    """The condition that a case is in a list. `is_broad`: the terms are in many cases, which no index finds."""

    condition: ColumnElement[bool]
    is_broad: bool = False


def matching(connection: Connection, filters: QueueFilter) -> ColumnElement[bool]:
    """Return the condition that a case is in a list."""
    return search(connection, filters).condition


def search(connection: Connection, filters: QueueFilter) -> Search:
    """Return the condition that a case is in a list, and how it is found."""
    conditions = [AMONG_ORDINARY_CASES]
    if filters.department is not None:
        conditions.append(complaint.c.department == filters.department)
    if filters.tab is not Tab.ALL:
        conditions += [complaint.c.ended_at.is_(None), part_of(filters.tab, filters)]
    conditions += [
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
        conditions.append(complaint.c.number.contains(filters.number, autoescape=True))
    if filters.filed is not None:
        since, until = filters.filed
        conditions += [complaint.c.filed_at >= since, complaint.c.filed_at < until]
    if not filters.terms:
        return Search(and_(*conditions))
    among_open = filters.tab is not Tab.ALL
    in_words, by_index = _has_terms(connection, filters.terms, among_open=among_open)
    return Search(and_(*conditions, in_words), not (among_open or by_index))


def _has_terms(
    connection: Connection, terms: Sequence[str], *, among_open: bool
) -> tuple[ColumnElement[bool], bool]:
    """The condition that each term is in the case, or in its reporter's name unless it is hidden.

    `among_open`: scan only the few open cases, which is faster than using the index. Also returns whether an index
    decides all of it.
    """
    named = {
        term: _reporters_named(connection, term)
        for term in terms
        if not term.replace("-", "").isdigit()
    }
    others = [term for term in terms if not named.get(term)]
    parts = [contains(connection, others, reads_index=not among_open)] if others else []
    for term, reporters in named.items():
        if reporters:
            in_words, by_index = contains(connection, [term], reads_index=not among_open)
            parts.append((or_(in_words, _is_of(reporters)), by_index))
    return and_(*(condition for condition, _ in parts)), all(by_index for _, by_index in parts)


def has_part_of(connection: Connection, terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a case has a part of each term, or that its reporter's name has a word like the term.

    The parts are those of `domain.text.near.pieces`: a case without one contains no word like the term.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    conditions = []
    for term in terms:
        in_words = contains_any(pieces(term), is_sqlite=is_sqlite)
        reporters = _reporters_like(connection, term)
        conditions.append(or_(in_words, _is_of(reporters)) if reporters else in_words)
    return and_(*conditions)


def _is_of(reporters: Sequence[str]) -> ColumnElement[bool]:
    return and_(complaint.c.reporter.in_(reporters), ~complaint.c.hide_name)


def _reporters_named(connection: Connection, name: str) -> Sequence[str]:
    return connection.scalars(
        select(person.c.line_user_id).where(_has_in_name(connection, name)).limit(NAMES_FOUND)
    ).all()


def _reporters_like(connection: Connection, name: str) -> Sequence[str]:
    """Return residents whose name has a word like this one, of the first NAMES_READ with a part of it."""
    rows = connection.execute(
        select(person.c.line_user_id, person.c.display_name)
        .where(or_(*(_has_in_name(connection, part) for part in pieces(name))))
        .limit(NAMES_READ)
    )
    found = (row.line_user_id for row in rows if has_near(name, fold(row.display_name)))
    return list(islice(found, NAMES_FOUND))


def _has_in_name(connection: Connection, text: str) -> ColumnElement[bool]:
    # LIKE ignores the case of Latin letters on SQLite, the far slower ILIKE does on PostgreSQL. Thai has no case.
    shown = person.c.display_name
    has_case = text.upper() != text.lower()
    is_sqlite = connection.dialect.name == "sqlite"
    like = shown.icontains if has_case and not is_sqlite else shown.contains
    return like(text, autoescape=True)


def open_here(filters: QueueFilter) -> ColumnElement[bool]:
    condition = and_(complaint.c.ended_at.is_(None), AMONG_ORDINARY_CASES)
    if filters.department is None:
        return condition
    return and_(condition, complaint.c.department == filters.department)


def part_of(tab: Tab, filters: QueueFilter) -> ColumnElement[bool]:
    """The condition of a tab of open cases."""
    runs = complaint.c.paused_at.is_(None)
    match tab:
        case Tab.MINE:
            return complaint.c.officer_id == filters.officer_id
        case Tab.LATE:
            return and_(runs, complaint.c.due_at < filters.now)
        case Tab.SOON:
            return and_(runs, complaint.c.due_at >= filters.now, complaint.c.due_at < filters.soon)
        case Tab.NEW:
            return complaint.c.status == Status.NEW.value
        case Tab.WAITING:
            return complaint.c.paused_at.is_not(None)
        case Tab.SECTION | Tab.ALL:
            return complaint.c.ended_at.is_(None)
