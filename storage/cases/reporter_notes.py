"""What reporters said beside the stories of their cases: notes, reasons and comments, each changed by its row."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, select, update

from domain.cases.complaint import Complaint
from storage.cases.sealed_text import decrypt_if_restricted, encrypt_if_restricted
from storage.sealed.vault import Vault
from storage.tables import audit, rating, resolution

AUDIT_NOTE, REASON, WITHDRAWAL, COMMENT = "audit_note", "reason", "withdrawal", "comment"
"""What was said to an open case, of a closing, on withdrawing, and under a rating."""


@dataclass(frozen=True)
class _Kept:
    """`about`: what its encryption is bound to, in a restricted case, before the case's id."""

    column: Column[str]
    about: str


_COLUMNS: Mapping[str, _Kept] = {
    AUDIT_NOTE: _Kept(audit.c.note, "audit"),
    REASON: _Kept(resolution.c.reason, "verdict"),
    WITHDRAWAL: _Kept(resolution.c.note, "resolution"),
    COMMENT: _Kept(rating.c.comment, "rating"),
}


class ReporterNotes:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def read(self, field: str, row_id: int, case: Complaint | None = None) -> str:
        """A note of a case by what it is (`AUDIT_NOTE`, ...) and its row; a comment needs no case.

        Raises UnreadableError.
        """
        kept = _COLUMNS[field]
        is_row = kept.column.table.c.id == row_id
        text = self._connection.scalar(select(kept.column).where(is_row)) or ""
        return decrypt_if_restricted(self._vault, text, _about(kept, case), case)

    def save(self, field: str, row_id: int, text: str, case: Complaint | None = None) -> None:
        kept = _COLUMNS[field]
        stands = encrypt_if_restricted(self._vault, text, _about(kept, case), case)
        table = kept.column.table
        self._connection.execute(
            update(table).where(table.c.id == row_id).values({kept.column: stands})
        )

    def complaint_of_rating(self, rating_id: int) -> int | None:
        """The case that was rated; None for a visit to a counter."""
        found: int | None = self._connection.scalar(
            select(rating.c.complaint_id).where(rating.c.id == rating_id)
        )
        return found


def _about(kept: _Kept, case: Complaint | None) -> str:
    return f"{kept.about}:{case.id if case else 0}"
