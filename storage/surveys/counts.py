"""Counts answers and responses. Void responses and replaced answers are left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from domain.surveys.participation import DoorKind, Mode, ResponseState
from storage.tables import answer, response, survey_door


@dataclass(frozen=True)
class Group:
    """How many responses of one state are alike. `kind`: of their door."""

    state: ResponseState
    service: str
    village: int | None
    section: str
    kind: DoorKind
    door_id: int
    mode: Mode
    burst: bool
    count: int


@dataclass(frozen=True)
class Given:
    """How often a code was given in a period, by question and service."""

    round_id: int
    question: str
    service: str
    code: int
    count: int


class SurveyCounts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def groups(self, round_id: int) -> list[Group]:
        """Return the responses of a round, counted by state, service, village, section, door, mode and burst."""
        by = (
            response.c.state,
            response.c.service,
            response.c.village,
            response.c.section,
            survey_door.c.kind,
            response.c.door_id,
            response.c.mode,
            response.c.burst,
        )
        rows = self._connection.execute(
            select(*by, func.count())
            .join_from(response, survey_door)
            .where(response.c.round_id == round_id)
            .group_by(*by)
        )
        return [
            Group(
                ResponseState(row[0]), *row[1:4], DoorKind(row[4]), row[5], Mode(row[6]), *row[7:]
            )
            for row in rows
        ]

    def given(
        self, rounds: Sequence[int], questions: Sequence[str], start: datetime, end: datetime
    ) -> list[Given]:
        """Return the answers to these questions given from `start` up to, not including, `end`.

        They are counted as they were at `end`: an answer replaced later counts.
        """
        by = (answer.c.round_id, answer.c.question, answer.c.service, answer.c.code)
        rows = self._connection.execute(
            select(*by, func.count())
            .where(
                answer.c.round_id.in_(rounds),
                answer.c.question.in_(questions),
                answer.c.submitted_at >= start,
                answer.c.submitted_at < end,
                or_(answer.c.replaced_at.is_(None), answer.c.replaced_at >= end),
                answer.c.counted,
            )
            .group_by(*by)
        )
        return [Given(*row) for row in rows if row.code is not None]
