"""Stores responses and their answers. The old row of a changed answer is kept, with the time of the change."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from domain.surveys.participation import Mode, ResponseState
from storage.db.upsert import InsertByDialect
from storage.surveys.random_ids import random_id
from storage.tables import answer, response, survey_words

Answers = Mapping[str, tuple[int, ...]]
"""Question key to codes; empty for a text that was given or skipped."""


def key_of(secret: bytes, purpose: str, value: str) -> str:
    """Return the pseudonym of a person or a subject in one round: 128 bits of an HMAC with the round's key."""
    message = f"{purpose}\0{value}".encode()
    return hmac.digest(secret, message, hashlib.sha256).hex()[:32]


@dataclass(frozen=True)
class Cut:
    """The breakdown keys of a response: service, topic (category), section (department) and village."""

    service: str = ""
    topic: str = ""
    section: str = ""
    village: int | None = None


@dataclass(frozen=True)
class Response:
    """One person's answers about one subject. `door_id`: the door through which it began.

    `is_linked`: whether it is still linked to its person, who can then change it.
    """

    id: int
    round_id: int
    door_id: int
    mode: Mode
    person_key: str | None
    cut: Cut
    state: ResponseState
    started_at: datetime
    submitted_at: datetime
    alarmed: bool
    draft_id: str | None

    @property
    def is_linked(self) -> bool:
        return self.person_key is not None


@dataclass(frozen=True)
class Entrance:
    """How a response begins: round, door, the two pseudonyms (see `key_of`), and what it is counted under."""

    round_id: int
    door_id: int
    person_key: str
    subject_key: str
    cut: Cut = Cut()
    draft_id: str | None = None
    mode: Mode = Mode.SELF


class SurveyResponses:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # A cache, because handling one message reads the answers several times.
        self._answers: dict[int, dict[str, tuple[int, ...]]] = {}

    def enter(self, entrance: Entrance, now: datetime) -> Response:
        """Return this person's response about this subject, a new one if there is none, and lock it.

        `entrance.draft_id` replaces the stored one, so that the newest conversation's buttons find it.
        """
        values = {
            "id": random_id(),
            "round_id": entrance.round_id,
            "door_id": entrance.door_id,
            "mode": entrance.mode.value,
            "person_key": entrance.person_key,
            "subject_key": entrance.subject_key,
            "draft_id": entrance.draft_id,
            "service": entrance.cut.service,
            "topic": entrance.cut.topic,
            "section": entrance.cut.section,
            "village": entrance.cut.village,
            "state": ResponseState.OPEN.value,
            "started_at": now,
            "submitted_at": now,
        }
        self._connection.execute(_ADD[self._connection.dialect.name], values)
        found = self.find(entrance.round_id, entrance.subject_key, entrance.person_key)
        assert found is not None
        if entrance.draft_id is not None:
            self._change(found.id, draft_id=entrance.draft_id)
        return found

    def find(
        self, round_id: int, subject_key: str, person_key: str, *, lock: bool = True
    ) -> Response | None:
        """Return a person's response about a subject, locked unless it is only read; None if there is none."""
        query = _OF_SUBJECT.with_for_update() if lock else _OF_SUBJECT
        row = self._connection.execute(
            query, {"round": round_id, "subject": subject_key, "person": person_key}
        ).first()
        return _response(row) if row else None

    def get(self, response_id: int, *, lock: bool = True) -> Response | None:
        """Return a response, locked unless it is only read; None if it was deleted."""
        query = _BY_ID.with_for_update() if lock else _BY_ID
        row = self._connection.execute(query, {"id": response_id}).first()
        return _response(row) if row else None

    def end_changes(self, response_id: int) -> None:
        """Let no button of a conversation change a response any more."""
        self._change(response_id, draft_id=None)

    def of_draft(self, draft_id: str) -> Response | None:
        """Return the response that the conversation of this draft id filled in."""
        row = self._connection.execute(_BY_DRAFT, {"draft": draft_id}).first()
        return _response(row) if row else None

    def of_person(self, round_id: int, person_key: str) -> list[Response]:
        rows = self._connection.execute(_OF_PERSON, {"round": round_id, "person": person_key})
        return [_response(row) for row in rows]

    def answers(self, response_id: int) -> dict[str, tuple[int, ...]]:
        """Return the current answers, unordered."""
        if response_id not in self._answers:
            found: dict[str, tuple[int, ...]] = {}
            for row in self._connection.execute(_ANSWERS, {"response": response_id}):
                codes = () if row.code is None else (row.code,)
                found[row.question] = (*found.get(row.question, ()), *codes)
            self._answers[response_id] = found
        return dict(self._answers[response_id])

    def give(self, one: Response, given: Mapping[str, Sequence[int]], now: datetime) -> bool:
        """Store answers, replacing earlier ones; returns whether anything changed.

        `given`: question to codes; no codes mean that a text was given or skipped.
        """
        current = self.answers(one.id)
        new = {
            question: tuple(sorted(codes))
            for question, codes in given.items()
            if current.get(question) != tuple(sorted(codes))
        }
        if not new:
            return False
        self.retract(one.id, [question for question in new if question in current], now)
        rows = [
            {
                "id": random_id(),
                "response_id": one.id,
                "round_id": one.round_id,
                "question": question,
                "code": code,
                "service": one.cut.service,
                "village": one.cut.village,
                "door_id": one.door_id,
                "submitted_at": now,
            }
            for question, codes in new.items()
            for code in (codes or (None,))
        ]
        self._connection.execute(answer.insert(), rows)
        self._answers[one.id] = {**current, **new}
        return True

    def retract(self, response_id: int, questions: Sequence[str], now: datetime) -> None:
        """Mark the current answers to these questions as replaced."""
        if not questions:
            return
        self._answers.pop(response_id, None)
        self._connection.execute(
            _RETRACT, {"response": response_id, "questions": list(questions), "replaced_at": now}
        )

    def settle(
        self, response_id: int, state: ResponseState, submitted_at: datetime, *, alarmed: bool
    ) -> None:
        """Store the state of a response after its newest answer."""
        self._change(response_id, state=state.value, submitted_at=submitted_at, alarmed=alarmed)

    def mark_burst(self, door_id: int, since: datetime, size: int) -> None:
        """Mark the responses that began at a door since then as a burst if they are at least `size`."""
        inside = (response.c.door_id == door_id) & (response.c.submitted_at >= since)
        count = self._connection.scalar(select(func.count()).select_from(response).where(inside))
        if (count or 0) >= size:
            self._connection.execute(update(response).where(inside).values(burst=True))

    def delete(self, response_ids: Sequence[int]) -> None:
        """Delete responses with all their answers and comments, at the request of their person."""
        for table in (survey_words, answer):
            self._connection.execute(delete(table).where(table.c.response_id.in_(response_ids)))
        self._connection.execute(delete(response).where(response.c.id.in_(response_ids)))
        self._answers.clear()

    def _change(self, response_id: int, **values: object) -> None:
        self._connection.execute(
            update(response).where(response.c.id == response_id).values(**values)
        )


def _response(row: Row[Any]) -> Response:
    return Response(
        row.id,
        row.round_id,
        row.door_id,
        Mode(row.mode),
        row.person_key,
        Cut(row.service, row.topic, row.section, row.village),
        ResponseState(row.state),
        row.started_at,
        row.submitted_at,
        row.alarmed,
        row.draft_id,
    )


# Built once: building a statement takes several times as long as running it, and these run for every message.
_OF_SUBJECT = select(response).where(
    response.c.round_id == bindparam("round"),
    response.c.subject_key == bindparam("subject"),
    response.c.person_key == bindparam("person"),
)
_BY_ID = select(response).where(response.c.id == bindparam("id"))
_BY_DRAFT = select(response).where(response.c.draft_id == bindparam("draft")).with_for_update()
_OF_PERSON = select(response).where(
    response.c.round_id == bindparam("round"), response.c.person_key == bindparam("person")
)
_IS_CURRENT = (answer.c.response_id == bindparam("response")) & answer.c.replaced_at.is_(None)
_ANSWERS = (
    select(answer.c.question, answer.c.code)
    .where(_IS_CURRENT)
    .order_by(answer.c.question, answer.c.code)
)
_RETRACT = update(answer).where(
    _IS_CURRENT, answer.c.question.in_(bindparam("questions", expanding=True))
)
_ADD = InsertByDialect(response, lambda insert: insert.on_conflict_do_nothing())
