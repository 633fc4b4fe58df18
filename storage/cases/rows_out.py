"""Reads ordinary cases and answers of surveys row by row, for files and other systems. Never a reporter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import answer, case_origin, complaint, officer, response, survey_door

AT_ONCE = 500


@dataclass(frozen=True)
class CaseRow:
    """One case as it is now. `source`: by which way it came; `line` for the chat."""

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
class ResponseRow:
    """One person's answers. `answers`: the codes by question; a comment is not among them.

    `submitted_at`: the time of the newest answer, of which only the day may leave the office.
    """

    kind: str
    mode: str
    service: str
    section: str
    village: int | None
    state: str
    submitted_at: datetime
    burst: bool
    answers: dict[str, list[int]]


@dataclass(frozen=True)
class Wanted:
    """Which ordinary cases are wanted; a default restricts nothing. `since`, `until`: of filing."""

    since: datetime | None = None
    until: datetime | None = None
    numbers: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
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

    def page(self, wanted: Wanted, offset: int, limit: int) -> list[CaseRow]:
        """Return a part of the ordinary cases that are wanted, the newest first."""
        query = _cases(wanted).order_by(complaint.c.filed_at.desc(), complaint.c.id.desc())
        rows = self._connection.execute(query.offset(offset).limit(limit)).mappings()
        return [_case(row) for row in rows]

    def responses(self, round_id: int) -> Iterator[ResponseRow]:
        """Yield the responses of a round that count, in no order that tells who answered when."""
        given: dict[int, dict[str, list[int]]] = {}
        for row in self._connection.execute(
            select(answer.c.response_id, answer.c.question, answer.c.code).where(
                answer.c.round_id == round_id,
                answer.c.replaced_at.is_(None),
                answer.c.counted,
                answer.c.code.is_not(None),
            )
        ):
            questions = given.setdefault(row.response_id, {})
            questions.setdefault(row.question, []).append(row.code)
        # Ids are random, so their order says nothing.
        rows = self._connection.execute(
            select(response, survey_door.c.kind)
            .join_from(response, survey_door)
            .where(response.c.round_id == round_id, response.c.state.in_(("partial", "complete")))
            .order_by(response.c.id)
        )
        for row in rows:
            yield ResponseRow(
                row.kind,
                row.mode,
                row.service,
                row.section,
                row.village,
                row.state,
                row.submitted_at,
                row.burst,
                {key: sorted(codes) for key, codes in given.get(row.id, {}).items()},
            )


def _cases(wanted: Wanted) -> Select[Any]:
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
    if wanted.since is not None:
        query = query.where(complaint.c.filed_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(complaint.c.filed_at < wanted.until)
    if wanted.numbers:
        query = query.where(complaint.c.number.in_(wanted.numbers))
    if wanted.categories:
        query = query.where(complaint.c.category.in_(wanted.categories))
    if wanted.is_open is not None:
        ended = complaint.c.ended_at
        query = query.where(ended.is_(None) if wanted.is_open else ended.is_not(None))
    return query


def _case(row: RowMapping) -> CaseRow:
    found = dict(row)
    found["officer"] = found.pop("name") or ""
    defaults = (("verdict", ""), ("waiting_for", ""), ("source", "line"))
    return CaseRow(**found | {name: found[name] or default for name, default in defaults})
