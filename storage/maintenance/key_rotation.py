"""Puts what an old master key sealed under the newest one. Only data keys are wrapped anew; no content is read."""

import base64
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, ColumnElement, LargeBinary, func, select, update

from storage.cases.audit import Entry
from storage.cases.sealed_text import sealed_texts
from storage.db.column_types import metadata
from storage.sealed.files import EncryptedFiles
from storage.store import Store, Transaction
from storage.tables import complaint, identity, person


def rewrap_all(store: Store, now: datetime) -> int:
    """Every sealed value of the database, and the stand-ins of reporters and recipients; returns how many changed.

    Raises UnreadableError when something was sealed with a key that is not given.
    """
    changed = 0
    for column, where in _sealed_columns():
        with store.begin() as tx:
            changed += sum(_rewrap(tx, column, where))
    with store.begin() as tx:
        return changed + _name_anew(tx, now)


def rewrap_files(store: Store, files: EncryptedFiles) -> int:
    """Every file; returns how many there are. Raises UnreadableError."""
    count = 0
    for name in files.names():
        with store.begin() as tx:
            # Else one that is forgotten between being read and written would be back for good.
            tx.attachments.hold_files()
            count += files.rewrap(name)
    return count


def _sealed_columns() -> Iterator[tuple[Column[bytes] | Column[str], ColumnElement[bool]]]:
    """Every column of bytes, and the texts that are sealed in cases about staff alone."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                yield column, func.length(column) > 0
    yield from sealed_texts()


def _rewrap(
    tx: Transaction, column: Column[bytes] | Column[str], where: ColumnElement[bool]
) -> Iterator[bool]:
    keys = list(column.table.primary_key.columns)
    for *key, old in tx.connection.execute(select(*keys, column).where(where)).all():
        if old:
            is_text = isinstance(old, str)
            sealed = tx.vault.rewrap(base64.b64decode(old) if is_text else old)
            new = base64.b64encode(sealed).decode() if is_text else sealed
            # Whoever wrote it meanwhile used the newest key already.
            same = [one == value for one, value in zip(keys, key, strict=True)]
            tx.connection.execute(
                update(column.table).where(*same, column == old).values({column: new})
            )
            yield new != old


def _name_anew(tx: Transaction, now: datetime) -> int:
    """Make every pseudonym with the newest key. Who a sealed reporter is, only the vault knows.

    Each is opened for it, and that is written down like any other opening.
    """
    for line_user_id in tx.connection.scalars(select(person.c.line_user_id)).all():
        tx.conversations.reindex(line_user_id)
    cases = tx.connection.scalars(select(identity.c.complaint_id)).all()
    for case in cases:
        tx.audit.add(
            Entry(now, "system", "identity_opened", None, None, ""), tx.staff_cases.get(case)
        )
        name = tx.identities.pseudonym(tx.identities.open(case))
        tx.connection.execute(update(complaint).where(complaint.c.id == case).values(reporter=name))
    return len(cases) + tx.outbox.reindex() + tx.message_parts.reindex()
