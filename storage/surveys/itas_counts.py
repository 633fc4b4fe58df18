"""Stores the numbers of answers to the official EIT that officers read on ITAS, one a day."""

from datetime import datetime

from sqlalchemy import Connection, select

from domain.organisation.calendar import bangkok
from domain.surveys.eit import ItasCount
from storage.db.column_types import whole_day
from storage.db.upsert import insert_into
from storage.tables import itas_count


class ItasCounts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, year: int, answers: int, officer_id: int, now: datetime) -> None:
        """Store today's number for the EIT of a fiscal year, replacing an earlier one of today."""
        values = {
            "year": year,
            "counted_on": whole_day(bangkok(now)),
            "answers": answers,
            "typed_by": officer_id,
            "typed_at": now,
        }
        self._connection.execute(
            insert_into(itas_count, self._connection)
            .values(values)
            .on_conflict_do_update(index_elements=["year", "counted_on"], set_=values)
        )

    def of_year(self, year: int) -> list[ItasCount]:
        """Return the numbers of a fiscal year, the earliest first."""
        rows = self._connection.execute(
            select(itas_count.c.counted_on, itas_count.c.answers)
            .where(itas_count.c.year == year)
            .order_by(itas_count.c.counted_on)
        )
        return [ItasCount(bangkok(row.counted_on).date(), row.answers) for row in rows]
