"""Knows every encrypted value of the database, and finds the first one that the vault cannot open.

A rotation of the key asks before its first write, because one that stops half-way needs both keys for ever; the
check of a backup asks before somebody relies on it.
"""

import base64
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Column, ColumnElement, Connection, LargeBinary, func, select

from storage.cases.sealed_text import sealed_texts
from storage.db.column_types import metadata
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import evidence, report_file

PLAIN_BYTES: frozenset[Column[bytes]] = frozenset({evidence.c.content, report_file.c.content})
"""Columns of bytes that are not encrypted: documents that the office publishes or shows to its assessors. Every
other column of bytes is."""
BATCH = 500
Sealed = tuple[Column[bytes] | Column[str], ColumnElement[bool]]
"""An encrypted column, with the condition of its encrypted rows."""


class UnopenedValueError(UnreadableError):
    """A value that the vault has no key for. `place`: its table and column, or a folder; `row`: its key."""

    def __init__(self, place: str, row: str) -> None:
        self.place, self.row = place, row
        super().__init__(f"{place} {row}")


def sealed_bytes() -> Iterator[Sealed]:
    """Yield every encrypted column of bytes; an empty value is a deleted one."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary) and column not in PLAIN_BYTES:
                yield column, func.length(column) > 0


def sealed_columns() -> Iterator[Sealed]:
    """Yield every encrypted column: of bytes, and of texts that are encrypted in cases about staff."""
    yield from sealed_bytes()
    yield from sealed_texts()


def as_bytes(stored: bytes | str) -> bytes:
    """Return the encrypted form of a stored value. Raises ValueError for a text that is not encrypted."""
    return base64.b64decode(stored, validate=True) if isinstance(stored, str) else bytes(stored)


def count_older(
    connection: Connection,
    vault: Vault,
    columns: Iterable[Sealed],
    only: Collection[tuple[str, str]] | None = None,
) -> int:
    """Return how many values an older key than the newest has encrypted.

    `only`: the tables and columns that exist, in a database of an earlier schema. Raises UnopenedValueError for
    the first value that no key of the vault opens. The content of the values is not decrypted.
    """
    older = 0
    for column, where in columns:
        place = (column.table.name, column.name)
        if only is not None and place not in only:
            continue
        keys = list(column.table.primary_key.columns)
        query = select(*keys, column).where(where).order_by(*keys)
        with connection.execute(query.execution_options(yield_per=BATCH)) as found:
            for *key, stored in found:
                if stored and not _opens(vault, stored):
                    raise UnopenedValueError(".".join(place), ", ".join(map(str, key)))
                older += bool(stored) and not vault.is_newest(as_bytes(stored))
    return older


def _opens(vault: Vault, stored: bytes | str) -> bool:
    try:
        return vault.can_open(as_bytes(stored))
    except (TypeError, ValueError):
        return False
