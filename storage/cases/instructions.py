"""Stores orders of executives to departments, and when their heads confirmed them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select, text, update

from storage.tables import instruction, officer


@dataclass(frozen=True)
class Instruction:
    """An order. `complaint_id`: the case it is about, or None. `confirmed_at`: None until it is confirmed."""

    id: int
    department: str
    complaint_id: int | None
    words: str
    ordered_by: int
    ordered_by_name: str
    ordered_at: datetime
    due_at: datetime | None
    confirmed_at: datetime | None


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
        return None if row is None else _instruction(row)

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
        return [_instruction(row) for row in self._connection.execute(query)]


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
