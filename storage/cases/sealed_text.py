"""Encrypts the texts of cases about staff. Other texts and empty texts are stored unencrypted."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, literal_column, select, text

from domain.cases.complaint import Complaint
from domain.cases.sealed_text import Reader, seal
from storage.sealed.vault import Vault
from storage.tables import audit, complaint, resolution

IS_STAFF_CASE = complaint.c.restricted
IS_ORDINARY = ~complaint.c.restricted
AMONG_STAFF_CASES = text("complaint.restricted")
"""Literally the condition of the index of staff complaints, which SQLite requires in order to use it.
https://sqlite.org/partialindex.html"""
AMONG_ORDINARY_CASES: ColumnElement[bool] = literal_column("(NOT complaint.restricted)")
"""The same condition as IS_ORDINARY, literally as in the indexes of the lists."""


def to_be_stored(case: Complaint) -> Complaint:
    """Return a case with its text readable, which the caller must encrypt."""
    return case.opened_for(Reader("storage", case.number, "to be encrypted"))


def encrypt_case_text(vault: Vault, text: str, associated_data: str, case: Complaint | None) -> str:
    """Return the form in which a text about a case is stored; without a case the text itself.

    `associated_data`: table and row, see `Vault.seal`.
    """
    is_sealed = case is not None and case.restricted
    return vault.seal_text(text, associated_data) if is_sealed and text else text


def decrypt_case_text(
    vault: Vault, stored: str, associated_data: str, case: Complaint | Row[*tuple[Any, ...]] | None
) -> str:
    """Decrypt the result of `encrypt_case_text`. `case`: a case, or a row with the column IS_STAFF_CASE.

    Raises UnreadableError.
    """
    is_sealed = case is not None and case.restricted
    return vault.open_text(stored, associated_data) if is_sealed and stored else stored


def decrypt_note(vault: Vault, row: Row[*tuple[Any, ...]], associated_data: str) -> str:
    """Return the note of a row with the columns note, number and IS_STAFF_CASE, sealed if it is about staff."""
    note = decrypt_case_text(vault, row.note, associated_data, row)
    return seal(note, row.number) if row.restricted else note


def sealed_texts() -> Iterator[tuple[Column[str], ColumnElement[bool]]]:
    """Yield each text column that is encrypted in some rows, with the condition of those rows."""
    for column in (complaint.c.detail, complaint.c.question, complaint.c.conduct):
        yield column, IS_STAFF_CASE
    restricted_ids = select(complaint.c.id).where(IS_STAFF_CASE)
    yield audit.c.note, audit.c.complaint_id.in_(restricted_ids)
    for column in (resolution.c.note, resolution.c.reason, resolution.c.no_photo_reason):
        yield column, resolution.c.restricted
