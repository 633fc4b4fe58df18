"""Moves encrypted values and pseudonyms from old master keys to the newest one.

The content and the data key of a value do not change; only the data key is wrapped again. Pseudonyms are computed
again, for which their values are decrypted.
"""

import base64
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Column, ColumnElement, select, update

from storage.cases.audit import Entry
from storage.maintenance.sealed_values import (
    UnopenedValueError,
    as_bytes,
    count_older,
    sealed_columns,
)
from storage.sealed.files import EncryptedFiles
from storage.store import Store
from storage.tables import complaint, identity, person
from storage.transaction import Transaction


def count_under_older_keys(store: Store, files: EncryptedFiles) -> int:
    """Return how many values and files an older key has encrypted.

    Raises UnopenedValueError for the first one that no key opens. A rotation must ask this before it writes: one
    that stops half-way leaves an office that needs both keys.
    """
    with store.read() as tx:
        older = count_older(tx.connection, tx.vault, sealed_columns())
    for name in files.names():
        is_newest = files.is_newest(name)
        if is_newest is None:
            raise UnopenedValueError(str(files.folder), name)
        older += not is_newest
    return older


def rewrap_all(store: Store, now: datetime) -> int:
    """Rewrap every encrypted value of the database and compute the pseudonyms again; return how many changed.

    Raises UnopenedValueError, before anything is written, for a value whose key the vault does not have.
    """
    changed = 0
    with store.read() as tx:
        count_older(tx.connection, tx.vault, sealed_columns())
    for column, where in sealed_columns():
        with store.begin() as tx:
            changed += sum(_rewrap(tx, column, where))
    with store.begin() as tx:
        return changed + _reindex(tx, now)


def rewrap_files(store: Store, files: EncryptedFiles) -> int:
    """Rewrap every file; return the number of files. Raises UnreadableError."""
    count = 0
    for name in files.names():
        with store.begin() as tx:
            # Without the lock, a file deleted between reading and writing would exist again.
            tx.attachments.lock_files()
            count += files.rewrap(name)
    return count


def _rewrap(
    tx: Transaction, column: Column[bytes] | Column[str], where: ColumnElement[bool]
) -> Iterator[bool]:
    keys = list(column.table.primary_key.columns)
    for *key, old in tx.connection.execute(select(*keys, column).where(where)).all():
        if old:
            is_text = isinstance(old, str)
            sealed = tx.vault.rewrap(as_bytes(old))
            new = base64.b64encode(sealed).decode() if is_text else sealed
            # The condition on the old value skips rows that were written meanwhile, with the newest key.
            is_row = [one == value for one, value in zip(keys, key, strict=True)]
            tx.connection.execute(
                update(column.table).where(*is_row, column == old).values({column: new})
            )
            yield new != old


def _reindex(tx: Transaction, now: datetime) -> int:
    """Compute every pseudonym with the newest key; return how many rows were processed.

    The accounts of reporters of cases about staff are decrypted for this, which is written to the audit.
    """
    for line_user_id in tx.connection.scalars(select(person.c.line_user_id)).all():
        tx.conversations.reindex(line_user_id)
        tx.survey_people.reindex(line_user_id)
    cases = tx.connection.scalars(select(identity.c.complaint_id)).all()
    for case in cases:
        tx.audit.add(
            Entry(now, "system", "identity_opened", None, None, ""), tx.staff_cases.get(case)
        )
        pseudonym = tx.identities.pseudonym(tx.identities.open(case))
        tx.connection.execute(
            update(complaint).where(complaint.c.id == case).values(reporter=pseudonym)
        )
    questions = tx.unanswered_questions.reindex()
    return len(cases) + questions + tx.outbox.reindex() + tx.message_parts.reindex()
