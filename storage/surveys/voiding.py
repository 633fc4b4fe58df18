"""Marks responses as invalid, with requester, reason and second officer, and finds candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select, update

from domain.surveys.participation import ANONYMOUS_DOORS, ResponseState
from storage.db.column_types import Instant
from storage.tables import answer, response, survey_door

_COUNTED = (ResponseState.PARTIAL.value, ResponseState.COMPLETE.value)


@dataclass(frozen=True)
class Doubted:
    """A response that may be declared invalid, without its answers.

    `burst`: it was part of a burst. `asked_by`: id of the officer who requested to declare it invalid, with this
    `reason`; None without a request.
    """

    response_id: int
    round_id: int
    door_id: int
    submitted_at: datetime
    burst: bool
    asked_by: int | None
    reason: str


class SurveyVoiding:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, response_id: int) -> Doubted | None:
        """Return and lock a counted response; None if there is none or two officers have agreed about it."""
        row = self._connection.execute(
            _DOUBTED.where(response.c.id == response_id).with_for_update()
        ).first()
        return _doubted(row) if row else None

    def newest(self, round_id: int, limit: int) -> list[Doubted]:
        """Return the newest responses of a round without LINE: first requested ones, then those of bursts."""
        anonymous = select(survey_door.c.id).where(
            survey_door.c.round_id == round_id,
            survey_door.c.kind.in_([one.value for one in ANONYMOUS_DOORS]),
        )
        is_asked = response.c.void_asked_by.is_not(None)
        rows = self._connection.execute(
            _DOUBTED.where(
                response.c.round_id == round_id, is_asked | response.c.door_id.in_(anonymous)
            )
            .order_by(is_asked.desc(), response.c.burst.desc(), response.c.submitted_at.desc())
            .limit(limit)
        )
        return [_doubted(row) for row in rows]

    def burst_of(self, door_id: int, since: datetime, until: datetime) -> list[Doubted]:
        """Return and lock the burst responses of a door in this period."""
        rows = self._connection.execute(
            _DOUBTED.where(
                response.c.door_id == door_id,
                response.c.burst,
                response.c.submitted_at >= since,
                response.c.submitted_at < until,
            ).with_for_update()
        )
        return [_doubted(row) for row in rows]

    def ask(self, response_ids: Sequence[int], officer_id: int, reason: str) -> None:
        self._change(response_ids, void_asked_by=officer_id, void_reason=reason)

    def withdraw(self, response_ids: Sequence[int]) -> None:
        """Withdraw the request."""
        self._change(response_ids, void_asked_by=None, void_reason="")

    def agree(self, response_ids: Sequence[int], officer_id: int) -> None:
        """Store who agreed. The responses count until `void` is called."""
        self._change(response_ids, voided_by=officer_id)

    def agreed(self, round_id: int) -> list[int]:
        """Return the responses of a round that were agreed about and still count, and lock them."""
        rows = self._connection.execute(
            select(response.c.id).where(*_agreed(round_id)).with_for_update()
        )
        return list(rows.scalars())

    def count_agreed(self, round_id: int) -> int:
        """Return how many responses of a round were agreed about and still count."""
        found = select(func.count()).select_from(response).where(*_agreed(round_id))
        return self._connection.scalar(found) or 0

    def void(self, response_ids: Sequence[int], now: datetime) -> None:
        """Exclude the responses from the counts, except from those of the months before."""
        self._change(response_ids, state=ResponseState.VOID.value)
        self._connection.execute(
            update(answer)
            .where(answer.c.response_id.in_(response_ids))
            .values(
                counted=False,
                replaced_at=func.coalesce(answer.c.replaced_at, literal(now, Instant)),
            )
        )

    def _change(self, response_ids: Sequence[int], **values: object) -> None:
        self._connection.execute(
            update(response).where(response.c.id.in_(response_ids)).values(**values)
        )


_DOUBTED: Select[Any] = select(
    response.c.id,
    response.c.round_id,
    response.c.door_id,
    response.c.submitted_at,
    response.c.burst,
    response.c.void_asked_by,
    response.c.void_reason,
).where(response.c.state.in_(_COUNTED), response.c.voided_by.is_(None))


def _agreed(round_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        response.c.round_id == round_id,
        response.c.voided_by.is_not(None),
        response.c.state.in_(_COUNTED),
    )


def _doubted(row: Row[Any]) -> Doubted:
    return Doubted(
        row.id,
        row.round_id,
        row.door_id,
        row.submitted_at,
        row.burst,
        row.void_asked_by,
        row.void_reason,
    )
