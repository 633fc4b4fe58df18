"""Finds recently ended cases, whose reporters can be invited to a survey."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import complaint


class SurveyServed:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cases_ended(self, start: datetime, end: datetime) -> Sequence[int]:
        """Return the ids of the cases of every kind that ended from `start` up to `end`, the earliest first."""
        return self._connection.scalars(
            select(complaint.c.id)
            .where(complaint.c.ended_at >= start, complaint.c.ended_at < end)
            .order_by(complaint.c.ended_at)
        ).all()
