"""Reads ordinary cases and survey answers row by row, for export. Reporters are never read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, false, or_, select

from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import case_origin, complaint, officer

AT_ONCE = 500


@dataclass(frozen=True)
class CaseRow:
    """One case in its present state. `source`: its channel; `line` for the chat."""

    number: str
    category: str
    department: str
    status: str
    verdict: str
    source: str
    village: int | None
    latitude: float | None
    longitude: float | None
    place_words: str
    detail: str
    officer: str
    filed_at: datetime
    due_at: datetime
    accepted_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    waiting_for: str
    reopened: int


@dataclass(frozen=True)
class TopicsBetween:
    """The cases filed from `since` to before `until` of some categories, or of all but these."""

    since: datetime
    until: datetime
    categories: frozenset[str]
    all_but: bool = False


@dataclass(frozen=True)
class Wanted:
    """A filter of ordinary cases; default values do not filter. `since`, `until`: of filing.

    `topics`: cases that match one of these; none if it is empty.
    """

    since: datetime | None = None
    until: datetime | None = None
    numbers: tuple[str, ...] = ()
    topics: tuple[TopicsBetween, ...] | None = None
    is_open: bool | None = None


class RowsOut:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cases(self, since: datetime | None, until: datetime | None) -> Iterator[CaseRow]:
        """Yield the ordinary cases filed from `since` to before `until`, the oldest first."""
        query = _cases(Wanted(since=since, until=until)).order_by(
            complaint.c.filed_at, complaint.c.id
        )
        options = {"yield_per": AT_ONCE}
        for row in self._connection.execute(query, execution_options=options).mappings():
            yield _case(row)

    def page(self, filters: Wanted, offset: int, limit: int) -> list[CaseRow]:
        """Return a page of the ordinary cases that match a filter, the newest first."""
        query = _cases(filters).order_by(complaint.c.filed_at.desc(), complaint.c.id.desc())
        rows = self._connection.execute(query.offset(offset).limit(limit)).mappings()
        return [_case(row) for row in rows]

    def first_filed(self) -> datetime | None:
        """Return the time of filing of the oldest ordinary case, None without cases."""
        query = select(complaint.c.filed_at).where(IS_ORDINARY).order_by(complaint.c.filed_at)
        return self._connection.scalar(query.limit(1))


def _cases(filters: Wanted) -> Select[Any]:
    query = (
        select(
            complaint.c.number,
            complaint.c.category,
            complaint.c.department,
            complaint.c.status,
            complaint.c.verdict,
            case_origin.c.source,
            complaint.c.village,
            complaint.c.latitude,
            complaint.c.longitude,
            complaint.c.place_words,
            complaint.c.detail,
            officer.c.name,
            complaint.c.filed_at,
            complaint.c.due_at,
            complaint.c.accepted_at,
            complaint.c.answered_at,
            complaint.c.ended_at,
            complaint.c.waiting_for,
            complaint.c.reopened,
        )
        .select_from(
            complaint.outerjoin(case_origin).outerjoin(
                officer, officer.c.id == complaint.c.officer_id
            )
        )
        .where(IS_ORDINARY)
    )
    if filters.since is not None:
        query = query.where(complaint.c.filed_at >= filters.since)
    if filters.until is not None:
        query = query.where(complaint.c.filed_at < filters.until)
    if filters.numbers:
        query = query.where(complaint.c.number.in_(filters.numbers))
    if filters.topics is not None:
        query = query.where(or_(false(), *map(_filed_about, filters.topics)))
    if filters.is_open is not None:
        ended = complaint.c.ended_at
        query = query.where(ended.is_(None) if filters.is_open else ended.is_not(None))
    return query


def _filed_about(topics: TopicsBetween) -> ColumnElement[bool]:
    named = complaint.c.category.in_(topics.categories)
    filed_at = complaint.c.filed_at
    within = (filed_at >= topics.since) & (filed_at < topics.until)
    return within & (~named if topics.all_but else named)


def _case(row: RowMapping) -> CaseRow:
    found = dict(row)
    found["officer"] = found.pop("name") or ""
    defaults = (("verdict", ""), ("waiting_for", ""), ("source", "line"))
    return CaseRow(**found | {name: found[name] or default for name, default in defaults})
