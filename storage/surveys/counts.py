"""Counts answers and responses. Void responses and replaced answers are left out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from domain.surveys.participation import DoorKind, Mode, ResponseState
from domain.surveys.tally import Cell, Tally
from storage.tables import answer, response, survey_door

COUNTED = (ResponseState.PARTIAL.value, ResponseState.COMPLETE.value)


@dataclass(frozen=True)
class Group:
    """The number of responses with these attributes. `kind`: of their door."""

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
class Reached:
    """The coverage of surveys: the number of responses, and their villages and services."""

    responses: int
    villages: frozenset[int]
    services: frozenset[str]


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
            response.c.door_id,
            response.c.mode,
            response.c.burst,
        )
        doors = select(survey_door.c.id, survey_door.c.kind).where(
            survey_door.c.round_id == round_id
        )
        kinds = {row.id: DoorKind(row.kind) for row in self._connection.execute(doors)}
        # In the order of the index, so that nothing is sorted.
        rows = self._connection.execute(
            select(*by, func.count().label("responses"))
            .where(response.c.round_id == round_id)
            .group_by(*by)
        )
        return [
            Group(
                ResponseState(row.state),
                row.service,
                row.village,
                row.section,
                kinds[row.door_id],
                row.door_id,
                Mode(row.mode),
                row.burst,
                row.responses,
            )
            for row in rows
        ]

    def reached(self, since: datetime) -> Reached:
        """Return the coverage of all rounds since then."""
        rows = self._connection.execute(
            select(response.c.village, response.c.service, func.count().label("responses"))
            .where(
                response.c.started_at >= since,
                response.c.state.in_(COUNTED),
            )
            .group_by(response.c.village, response.c.service)
        ).all()
        return Reached(
            sum(row.responses for row in rows),
            frozenset(row.village for row in rows if row.village is not None),
            frozenset(row.service for row in rows if row.service),
        )

    def of_sections(self, tally: Tally, round_id: int, sections: Collection[str]) -> Tally:
        """Return the part of a round's counts that belongs to these departments."""
        # OFFSET is an optimisation fence: it keeps the databases from reading every answer of the round first. The
        # responses of a department are fewer, and the answers of each are adjacent in one index.
        those = (
            select(response.c.id, response.c.service)
            .where(
                response.c.round_id == round_id,
                response.c.state.in_(COUNTED),
                response.c.section.in_(sections),
            )
            .offset(0)
            .subquery()
        )
        by = (answer.c.question, those.c.service, answer.c.code)
        rows = self._connection.execute(
            select(*by, func.count().label("answers"))
            .join_from(those, answer, answer.c.response_id == those.c.id)
            .where(
                answer.c.round_id == round_id,
                text("answer.replaced_at IS NULL AND answer.counted"),
                answer.c.code.is_not(None),
            )
            .group_by(*by)
        )
        cells = [Cell(row.question, row.service, row.code, row.answers) for row in rows]
        return Tally(cells, [one for one in tally.groups if one.section in sections])
