"""Stores who did what to a case, when and why. Rows are added, never deleted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from domain.cases.complaint import Complaint
from storage.cases.sealed_text import IS_STAFF_CASE, decrypt_note, encrypt_case_text
from storage.sealed.vault import Vault
from storage.tables import audit, complaint


@dataclass(frozen=True)
class Entry:
    """An action. `actor`: `officer:<id>`, `reporter` or `system`; the reporter's account is only in the case.

    `note`: sealed in an entry of a staff complaint that was read from the database.
    """

    at: datetime
    actor: str
    action: str
    from_status: str | None
    to_status: str | None
    note: str


class Audit:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def add(self, entry: Entry, case: Complaint | None = None) -> int:
        """Store an entry; return its row id. The note is encrypted if the case is about staff."""
        complaint_id = None if case is None else case.id
        note = encrypt_case_text(self._vault, entry.note, f"audit:{complaint_id}", case)
        key = self._connection.execute(
            _ADD,
            {
                "at": entry.at,
                "actor": entry.actor,
                "action": entry.action,
                "complaint_id": complaint_id,
                "from_status": entry.from_status,
                "to_status": entry.to_status,
                "note": note,
            },
        ).inserted_primary_key
        assert key is not None
        return int(key[0])

    def of(self, complaint_id: int) -> list[Entry]:
        """Return the entries of a case, the oldest first. Raises UnreadableError."""
        return [entry for _, entry in self.numbered(complaint_id)]

    def newest_of(self, complaint_id: int, ignoring: Collection[str] = ()) -> int:
        """Return the id of a case's newest entry, 0 if it has none. `ignoring`: actions that do not count."""
        newest = select(func.max(audit.c.id)).where(
            audit.c.complaint_id == complaint_id, audit.c.action.not_in(ignoring)
        )
        return self._connection.scalar(newest) or 0

    def numbered(self, complaint_id: int) -> list[tuple[int, Entry]]:
        """Return the entries of a case with their ids, the oldest first. Raises UnreadableError."""
        rows = self._connection.execute(
            select(
                audit.c.id,
                audit.c.at,
                audit.c.actor,
                audit.c.action,
                audit.c.from_status,
                audit.c.to_status,
                audit.c.note,
                IS_STAFF_CASE,
                complaint.c.number,
            )
            .join_from(audit, complaint)
            .where(audit.c.complaint_id == complaint_id)
            .order_by(audit.c.id)
        )
        associated_data = f"audit:{complaint_id}"
        return [
            (
                row.id,
                Entry(*row[1:6], decrypt_note(self._vault, row, associated_data)),
            )
            for row in rows
        ]


_ADD = audit.insert()
