"""Copies an office from SQLite to an empty PostgreSQL database, all or nothing, and compares both.

Everything is copied in one transaction, which is committed only once every table has the same number of rows and
the same digest on both sides. The SQLite file is only read.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, Table, delete, func, insert, inspect, select, text

from domain.text.grams import grams
from storage.cases.complaint_statements import CASE_IDS
from storage.db.column_types import metadata
from storage.migrate import Fit, fit, migrate
from storage.store import Store
from storage.tables import audit_secret, case_words, complaint, counter

BATCH = 1000
OWN = {(case_words.name, "grams")}
"""Columns that each database computes for itself."""


class MoveError(Exception):
    """The move cannot begin, or the copy differs. The message says why."""


@dataclass(frozen=True)
class Copied:
    """A table that was copied. `digest`: SHA-256 of all its rows in order, the same on both sides."""

    table: str
    rows: int
    digest: str


def move(source: Store, target: Store) -> list[Copied]:
    """Copy all rows; return the tables. Nobody may write to the source meanwhile.

    Raises MoveError, and SQLAlchemyError if one of the databases fails; then the target has no rows.
    """
    if not source.is_sqlite or target.is_sqlite:
        raise MoveError("it goes from SQLite (DATABASE_URL) to PostgreSQL.")
    if fit(source.engine) is not Fit.CURRENT:
        raise MoveError(
            "the database of DATABASE_URL is of another release: run `bot migrate` first."
        )
    _prepare(target)
    with source.read() as old, target.begin() as new:
        new.connection.execute(delete(audit_secret))
        copied = [_copy(old.connection, new.connection, one) for one in metadata.sorted_tables]
        _advance_numbers(old.connection, new.connection)
        return copied


def _prepare(target: Store) -> None:
    """Create the tables of an empty database, unless they exist already. Raises MoveError if one has rows."""
    with target.read() as tx:
        names = set(inspect(tx.connection).get_table_names())
        ours = "alembic_version" in names
        if names and not ours:
            raise MoveError("the target holds tables of another program: name an empty database.")
        for table in metadata.sorted_tables if ours else ():
            if table.name not in names or table is audit_secret:
                continue
            if tx.connection.execute(select(table).limit(1)).first() is not None:
                raise MoveError(f"the target has rows in {table.name}: name an empty database.")
    migrate(target.engine)


def _copy(old: Connection, new: Connection, table: Table) -> Copied:
    for batch in _batches(old, table):
        rows = (
            [row | {"grams": grams(row["words"])} for row in batch]
            if table is case_words
            else batch
        )
        new.execute(insert(table), rows)
    before, after = _digest(old, table), _digest(new, table)
    if before != after:
        raise MoveError(
            f"the copy of {table.name} differs from it: {before.rows} rows, {after.rows}."
        )
    return after


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows in the order of their keys, so that a row comes after the rows it references in its table."""
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execute(query, execution_options={"yield_per": BATCH})
    for rows in result.mappings().partitions():
        yield [dict(row) for row in rows]


def _digest(connection: Connection, table: Table) -> Copied:
    """Compute the digest of a table, independent of the order of rows."""
    total, rows = 0, 0
    for batch in _batches(connection, table):
        rows += len(batch)
        for row in batch:
            values = {
                name: _plain(value) for name, value in row.items() if (table.name, name) not in OWN
            }
            content = json.dumps(values, ensure_ascii=False, sort_keys=True).encode()
            # A sum does not depend on the order and, unlike XOR, pairs of equal rows do not cancel out.
            total += int.from_bytes(hashlib.sha256(content).digest())
    digest = hashlib.sha256(str(total).encode()).hexdigest()
    return Copied(table.name, rows, digest)


def _plain(value: object) -> object:
    """Return the JSON form of a value, the same for both databases."""
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def _advance_numbers(old: Connection, new: Connection) -> None:
    """Set the sequences after the copied ids. Ids that a restore on SQLite has skipped stay skipped."""
    skipped = old.scalar(select(counter.c.value).where(counter.c.name == CASE_IDS)) or 0
    for table in metadata.sorted_tables:
        keys = list(table.primary_key.columns)
        if len(keys) != 1 or not isinstance(keys[0].type.dialect_impl(new.dialect), Integer):
            continue
        owned = "SELECT pg_get_serial_sequence(:table, :column)"
        sequence = new.scalar(text(owned), {"table": table.name, "column": keys[0].name})
        if sequence is None:
            continue
        newest = new.scalar(select(func.max(keys[0]))) or 0
        if table is complaint:
            newest = max(newest, skipped)
        if newest:
            new.execute(text("SELECT setval(:sequence, :id)"), {"sequence": sequence, "id": newest})
