"""Deletes the links between responses and people when they are due. Values for figures are kept."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.tables import answer, response, survey_round, survey_words


class Unlinking:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rounds_ended_before(self, moment: datetime) -> Sequence[int]:
        """Return the rounds whose key still exists although they ended before then."""
        rows = self._connection.execute(
            select(survey_round.c.id, survey_round.c.secret).where(
                (survey_round.c.closes_at < moment) | (survey_round.c.closed_at < moment)
            )
        )
        return [row.id for row in rows if row.secret]

    def responses_of(self, round_id: int, limit: int) -> Sequence[tuple[int, datetime]]:
        """Return id and time of responses of a round that are still linked to a person."""
        return [
            (row.id, row.submitted_at)
            for row in self._connection.execute(
                select(response.c.id, response.c.submitted_at)
                .where(response.c.round_id == round_id, response.c.person_key.is_not(None))
                .limit(limit)
            )
        ]

    def about_cases_before(
        self, rounds: Sequence[int], moment: datetime, limit: int
    ) -> Sequence[tuple[int, datetime]]:
        """Return id and time of responses of these rounds, answered before then and still linked to a case."""
        return [
            (row.id, row.submitted_at)
            for row in self._connection.execute(
                select(response.c.id, response.c.submitted_at)
                .where(
                    response.c.round_id.in_(rounds),
                    response.c.subject_key.is_not(None),
                    response.c.submitted_at < moment,
                )
                .limit(limit)
            )
        ]

    def unlink(self, response_id: int, month_start: datetime) -> None:
        """Clear the pseudonyms of a response, and reduce its times to the month.

        An exact time could be compared with the times in other tables. `month_start`: of the month of its newest
        answer.
        """
        self._connection.execute(
            update(response)
            .where(response.c.id == response_id)
            .values(
                person_key=None,
                subject_key=None,
                draft_id=None,
                started_at=month_start,
                submitted_at=month_start,
            )
        )
        self._connection.execute(
            update(survey_words)
            .where(survey_words.c.response_id == response_id)
            .values(said_on=month_start)
        )

    def answer_times(self, response_id: int) -> Sequence[tuple[int, datetime, datetime | None]]:
        """Return id, time and time of replacement of every answer of a response."""
        rows = self._connection.execute(
            select(answer.c.id, answer.c.submitted_at, answer.c.replaced_at).where(
                answer.c.response_id == response_id
            )
        )
        return [(row.id, row.submitted_at, row.replaced_at) for row in rows]

    def set_answer_times(
        self, answer_id: int, submitted_at: datetime, replaced_at: datetime | None
    ) -> None:
        self._connection.execute(
            update(answer)
            .where(answer.c.id == answer_id)
            .values(submitted_at=submitted_at, replaced_at=replaced_at)
        )
