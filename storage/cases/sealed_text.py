"""The words of a case about staff lie sealed, those of any other as they are. Empty ones are never sealed."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, select

from domain.cases.complaint import Complaint
from storage.sealed.vault import Vault
from storage.tables import audit, complaint, resolution

IS_RESTRICTED = complaint.c.restricted
IS_ORDINARY = ~complaint.c.restricted


def encrypt_if_restricted(vault: Vault, words: str, about: str, case: Complaint | None) -> str:
    """Words about a case as they are kept; without a case, as they are.

    `about`: table and row, as `Vault.seal` wants it.
    """
    is_sealed = case is not None and case.restricted
    return vault.seal_text(words, about) if is_sealed and words else words


def decrypt_if_restricted(
    vault: Vault, kept: str, about: str, case: Complaint | Row[*tuple[Any, ...]] | None
) -> str:
    """As they were said. `case`: also a row that has the column IS_RESTRICTED. Raises UnreadableError."""
    is_sealed = case is not None and case.restricted
    return vault.open_text(kept, about) if is_sealed and kept else kept


def sealed_texts() -> Iterator[tuple[Column[str], ColumnElement[bool]]]:
    """Every column whose text lies sealed in some rows, and in which."""
    for column in (complaint.c.detail, complaint.c.question, complaint.c.conduct):
        yield column, IS_RESTRICTED
    restricted_ids = select(complaint.c.id).where(IS_RESTRICTED)
    yield audit.c.note, audit.c.complaint_id.in_(restricted_ids)
    for column in (resolution.c.note, resolution.c.reason):
        yield column, resolution.c.restricted
