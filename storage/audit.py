"""Who did what, when and why. Rows are only ever added."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from storage.tables import audit


@dataclass(frozen=True)
class Entry:
    """`actor`: `officer:<id>`, `reporter` or `system`; who the reporter is stands in the case alone."""

    at: datetime
    actor: str
    action: str
    from_status: str | None
    to_status: str | None
    note: str


class Audit:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry, complaint_id: int | None = None) -> None:
        self._connection.execute(
            _ADD,
            {
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "complaint_id": complaint_id,
                "from_status": entry.from_status,
                "to_status": entry.to_status,
                "note": entry.note,
            },
        )

    def of(self, complaint_id: int) -> list[Entry]:
        rows = self._connection.execute(
            select(
                audit.c.at,
                audit.c.actor,
                audit.c.action,
                audit.c.from_status,
                audit.c.to_status,
                audit.c.note,
            )
            .where(audit.c.complaint_id == complaint_id)
            .order_by(audit.c.id)
        )
        return [Entry(*row) for row in rows]


_ADD = audit.insert()
