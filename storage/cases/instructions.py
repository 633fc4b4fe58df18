"""Stores orders of executives to departments, when their heads confirmed them, and that they were done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, text, update

from storage.tables import audit, instruction, officer

DONE = "instruction_done"
"""The action of the audit entry without a case whose note begins with the id of an order that was done. The words
follow it; if the order is about a case, they are in an entry of that case, with which they are deleted."""


@dataclass(frozen=True)
class Instruction:
    """An order. `complaint_id`: the case it is about, or None. `confirmed_at`: None until it is confirmed.

    `done_at`: None until somebody of the department reported it done, with `done_words`.
    """

    id: int
    department: str
    complaint_id: int | None
    words: str
    ordered_by: int
    ordered_by_name: str
    ordered_at: datetime
    due_at: datetime | None
    confirmed_at: datetime | None
    done_at: datetime | None = None
    done_words: str = ""


class Instructions:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        department: str,
        words: str,
        *,
        complaint_id: int | None,
        ordered_by: int,
        now: datetime,
        due_at: datetime | None,
    ) -> int:
        key = self._connection.execute(
            instruction.insert().values(
                department=department,
                complaint_id=complaint_id,
                words=words,
                ordered_by=ordered_by,
                ordered_at=now,
                due_at=due_at,
            )
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def get(self, instruction_id: int) -> Instruction | None:
        row = self._connection.execute(_ALL.where(instruction.c.id == instruction_id)).first()
        return None if row is None else self._with_ends([_instruction(row)])[0]

    def cancel(self, instruction_id: int) -> bool:
        """Delete an order; False if it is deleted already. The audit log keeps who gave and cancelled it."""
        gone = self._connection.execute(
            delete(instruction).where(instruction.c.id == instruction_id)
        )
        return gone.rowcount == 1

    def confirm(self, instruction_id: int, officer_id: int, now: datetime) -> bool:
        """Store who confirmed an order; False if it was confirmed before."""
        done = self._connection.execute(
            update(instruction)
            .where(instruction.c.id == instruction_id, instruction.c.confirmed_at.is_(None))
            .values(confirmed_by=officer_id, confirmed_at=now)
        )
        return done.rowcount == 1

    def recent(self, *, department: str | None, since: datetime, limit: int) -> list[Instruction]:
        """Return unconfirmed orders and those given since then, the newest first. `department`: None for all."""
        query = (
            _ALL.where(
                or_(text("instruction.confirmed_at IS NULL"), instruction.c.ordered_at >= since)
            )
            .order_by(instruction.c.id.desc())
            .limit(limit)
        )
        if department is not None:
            query = query.where(instruction.c.department == department)
        return self._with_ends([_instruction(row) for row in self._connection.execute(query)])

    def _with_ends(self, orders: list[Instruction]) -> list[Instruction]:
        """Return the orders with the time and the words of their reports."""
        if not any(one.confirmed_at for one in orders):
            return orders
        ends = self._ends(min(one.ordered_at for one in orders), orders)
        return [
            replace(one, done_at=ends[one.id][0], done_words=ends[one.id][1])
            if one.id in ends
            else one
            for one in orders
        ]

    def _ends(
        self, since: datetime, orders: Sequence[Instruction]
    ) -> dict[int, tuple[datetime, str]]:
        rows = self._connection.execute(
            select(audit.c.at, audit.c.note)
            .where(audit.c.complaint_id.is_(None), audit.c.action == DONE, audit.c.at >= since)
            .order_by(audit.c.id.desc())
        )
        wanted = {str(one.id) for one in orders}
        found = {}
        for row in rows:
            key, _, words = row.note.partition(" ")
            if key in wanted:
                found[int(key)] = (row.at, words)
        return found


_ALL = select(
    instruction.c.id,
    instruction.c.department,
    instruction.c.complaint_id,
    instruction.c.words,
    instruction.c.ordered_by,
    officer.c.name,
    instruction.c.ordered_at,
    instruction.c.due_at,
    instruction.c.confirmed_at,
).join_from(instruction, officer, instruction.c.ordered_by == officer.c.id)


def _instruction(row: Row[*tuple[Any, ...]]) -> Instruction:
    return Instruction(*row)
