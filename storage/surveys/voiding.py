"""Marks responses as invalid, with who asked, why, and who agreed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from domain.surveys.participation import ResponseState
from storage.tables import answer, response


@dataclass(frozen=True)
class Voided:
    """A response that is invalid, or that somebody asked to be. `agreed_by`: None while nobody agreed."""

    response_id: int
    reason: str
    asked_by: int
    agreed_by: int | None


class SurveyVoiding:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, response_id: int, officer_id: int, reason: str) -> None:
        self._connection.execute(
            update(response)
            .where(response.c.id == response_id, response.c.state != ResponseState.VOID.value)
            .values(void_asked_by=officer_id, void_reason=reason)
        )

    def asked_by(self, response_id: int) -> int | None:
        found: int | None = self._connection.scalar(
            select(response.c.void_asked_by).where(response.c.id == response_id)
        )
        return found

    def void(self, response_id: int, officer_id: int) -> None:
        self._connection.execute(
            update(response)
            .where(response.c.id == response_id)
            .values(state=ResponseState.VOID.value, voided_by=officer_id)
        )
        self._connection.execute(
            update(answer).where(answer.c.response_id == response_id).values(counted=False)
        )

    def of_round(self, round_id: int) -> Sequence[Voided]:
        """Return the invalid responses of a round and those that wait for a second officer."""
        rows = self._connection.execute(
            select(
                response.c.id,
                response.c.void_reason,
                response.c.void_asked_by,
                response.c.voided_by,
            ).where(response.c.round_id == round_id, response.c.void_asked_by.is_not(None))
        )
        return [Voided(*row) for row in rows]
