"""Stores who keyed which paper sheet, and the result of keying it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from domain.surveys.participation import ResponseState
from storage.db.upsert import insert_into
from storage.tables import paper_check, response


@dataclass(frozen=True)
class KeyedSheet:
    """`number`: as printed on the paper. `checked_by`: the officer who keyed it again, or None."""

    response_id: int
    number: str
    keyed_by: int
    checked_by: int | None


@dataclass(frozen=True)
class Checked:
    """Numbers about the sheets that were keyed twice: sheets, compared answers, differing answers."""

    sheets: int
    compared: int
    differing: int


class PaperSheets:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def mark_keyed(self, response_id: int, officer_id: int, number: str) -> None:
        self._connection.execute(
            update(response)
            .where(response.c.id == response_id)
            .values(keyed_by=officer_id, sheet_no=number)
        )

    def keyed(self, round_id: int) -> Sequence[KeyedSheet]:
        """Return the counted keyed sheets of a round, in the order of keying."""
        rows = self._connection.execute(
            select(response.c.id, response.c.sheet_no, response.c.keyed_by, response.c.checked_by)
            .where(
                response.c.round_id == round_id,
                response.c.keyed_by.is_not(None),
                response.c.state != ResponseState.VOID.value,
            )
            .order_by(response.c.started_at, response.c.id)
        )
        return [KeyedSheet(*row) for row in rows]

    def check(
        self,
        sheet: KeyedSheet,
        round_id: int,
        officer_id: int,
        now: datetime,
        counts: tuple[int, int],
    ) -> bool:
        """Record that a sheet was keyed again; `counts`: answers compared and differing.

        Returns False if it was recorded before.
        """
        added = self._connection.execute(
            insert_into(paper_check, self._connection)
            .values(
                response_id=sheet.response_id,
                round_id=round_id,
                keyed_by=officer_id,
                keyed_at=now,
                compared=counts[0],
                differing=counts[1],
            )
            .on_conflict_do_nothing()
        )
        if not added.rowcount:
            return False
        self._connection.execute(
            update(response).where(response.c.id == sheet.response_id).values(checked_by=officer_id)
        )
        return True

    def checked(self, round_id: int) -> Checked:
        row = self._connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(paper_check.c.compared), 0),
                func.coalesce(func.sum(paper_check.c.differing), 0),
            ).where(paper_check.c.round_id == round_id)
        ).one()
        return Checked(*map(int, row))
