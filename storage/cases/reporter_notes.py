"""Reads and changes single texts by reporters: notes to a case, reasons of a verdict or withdrawal."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, select, update

from domain.cases.complaint import Complaint
from storage.cases.audit import Audit
from storage.cases.sealed_text import decrypt_case_text, encrypt_case_text
from storage.sealed.vault import Vault
from storage.tables import audit, resolution

AUDIT_NOTE, REASON, WITHDRAWAL = "audit_note", "reason", "withdrawal"
"""The texts: a note to an open case, the reason of a verdict and of a withdrawal."""


@dataclass(frozen=True)
class _TextColumn:
    """`prefix`: start of the associated data of the encryption in a staff complaint; the case id follows."""

    column: Column[str]
    prefix: str


_COLUMNS: Mapping[str, _TextColumn] = {
    AUDIT_NOTE: _TextColumn(audit.c.note, "audit"),
    REASON: _TextColumn(resolution.c.reason, "verdict"),
    WITHDRAWAL: _TextColumn(resolution.c.note, "resolution"),
}


class ReporterNotes:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def read(self, field: str, row_id: int, case: Complaint | None = None) -> str:
        """Return a text by its field (`AUDIT_NOTE`, ...) and row id; "" if there is no such row.

        `case`: the case of the text. Raises UnreadableError.
        """
        text_column = _COLUMNS[field]
        is_row = text_column.column.table.c.id == row_id
        text = self._connection.scalar(select(text_column.column).where(is_row)) or ""
        return decrypt_case_text(self._vault, text, _associated_data(text_column, case), case)

    def save(self, field: str, row_id: int, text: str, case: Complaint | None = None) -> None:
        """Replace a text; arguments as in `read`."""
        if field == AUDIT_NOTE:
            Audit(self._connection, self._vault).replace_note(row_id, text, case)
            return
        text_column = _COLUMNS[field]
        stored = encrypt_case_text(self._vault, text, _associated_data(text_column, case), case)
        table = text_column.column.table
        self._connection.execute(
            update(table).where(table.c.id == row_id).values({text_column.column: stored})
        )


def _associated_data(text_column: _TextColumn, case: Complaint | None) -> str:
    return f"{text_column.prefix}:{case.id if case else 0}"
