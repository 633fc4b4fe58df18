"""Marks and digests that prove a row of the audit was written by this program and not changed since.

A mark is computed with SECRET_KEY when a row is written. The digests of the chain use a key of their own, which is
stored encrypted, so that a change of SECRET_KEY leaves them as they are.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from storage.sealed.vault import Vault

FIRST = "0" * 64
"""Replaces the previous digest in the first entry."""
NONCE = 12
SECRET_BYTES = 32
CONTENT_DIGITS = 16


class Deed(Protocol):
    """The immutable fields of a row of the audit."""

    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def action(self) -> str: ...
    @property
    def complaint_id(self) -> int | None: ...
    @property
    def from_status(self) -> str | None: ...
    @property
    def to_status(self) -> str | None: ...


def deed_of(row: Deed) -> list[object]:
    """Return the immutable fields of a row, in the order of hashing; times in milliseconds."""
    at = round(row.at.timestamp() * 1000)
    return [at, row.actor, row.action, row.complaint_id, row.from_status, row.to_status]


def mark(vault: Vault, deed: Sequence[object], note: str) -> str:
    """Return the mark of a new row: a random part and a pseudonym of the row. `note`: in plain text."""
    nonce = secrets.token_hex(NONCE // 2)
    return nonce + vault.index("audit_mark", _bytes([nonce, *deed, note]))


def is_marked(vault: Vault, found: str | None, deed: Sequence[object], note: str) -> bool:
    """Return whether a mark is valid for this row and text, under any key of the vault."""
    if not found:
        return False
    content = _bytes([found[:NONCE], *deed, note]).decode()
    expected = vault.indices("audit_mark", content)
    return any(hmac.compare_digest(one, found[NONCE:]) for one in expected)


def note_digest(secret: bytes, audit_id: int, note: str) -> str:
    """Return the digest of a note in plain text, "" for none. The secret prevents guessing the text from it."""
    return _digest(secret, ["note", audit_id, note]) if note else ""


def content_digest(secret: bytes, row: int, content: Sequence[object]) -> str:
    """Return the short digest of what a row is now, to which its acceptance is bound."""
    return _digest(secret, ["content", row, *content])[:CONTENT_DIGITS]


def chain_digest(secret: bytes, before: str, facts: Sequence[object]) -> str:
    """Return the digest of an entry. `before`: the digest of the entry before it."""
    return _digest(secret, ["entry", before, *facts])


def _digest(secret: bytes, facts: Sequence[object]) -> str:
    return hmac.digest(secret, _bytes(facts), hashlib.sha256).hex()


def _bytes(facts: Sequence[object]) -> bytes:
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode()
