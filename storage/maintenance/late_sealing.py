"""Encrypts values that an earlier release stored unencrypted.

These are accounts and reasons of staff complaints, and unanswered questions. This runs once, at the first start
of this release, which the counter LATE_SEALING records.
"""

from sqlalchemy import select, update

from storage.cases.sealed_text import IS_STAFF_CASE
from storage.people.identities import SEALED, UNLINKED
from storage.tables import complaint, counter, resolution
from storage.transaction import Transaction

LATE_SEALING = "late_sealing"
"""Name of the counter; no series of case numbers has this name."""


def seal_late(tx: Transaction) -> bool:
    """Encrypt unencrypted values; False if that was done before."""
    is_done = tx.connection.scalar(select(counter.c.value).where(counter.c.name == LATE_SEALING))
    if is_done:
        return False
    _seal_accounts(tx)
    _seal_reasons(tx)
    tx.unanswered_questions.reindex()
    tx.connection.execute(counter.insert().values(name=LATE_SEALING, value=1))
    return True


def _seal_accounts(tx: Transaction) -> None:
    """Replace the account of a reporter who gave their name by a pseudonym, and store it encrypted."""
    rows = tx.connection.execute(
        select(complaint.c.id, complaint.c.reporter).where(
            IS_STAFF_CASE,
            complaint.c.reporter != "",
            complaint.c.reporter.not_like(f"{SEALED}%"),
            complaint.c.reporter.not_like(f"{UNLINKED}%"),
        )
    ).all()
    for row in rows:
        tx.identities.store(row.id, row.reporter)
        tx.connection.execute(
            update(complaint)
            .where(complaint.c.id == row.id)
            .values(reporter=tx.identities.pseudonym(row.reporter))
        )


def _seal_reasons(tx: Transaction) -> None:
    """Encrypt why a closing of a staff complaint has no photo."""
    rows = tx.connection.execute(
        select(resolution.c.id, resolution.c.complaint_id, resolution.c.no_photo_reason)
        .join(complaint, complaint.c.id == resolution.c.complaint_id)
        .where(IS_STAFF_CASE, resolution.c.no_photo_reason != "")
    ).all()
    for row in rows:
        sealed = tx.vault.seal_text(row.no_photo_reason, f"no_photo:{row.complaint_id}")
        tx.connection.execute(
            update(resolution).where(resolution.c.id == row.id).values(no_photo_reason=sealed)
        )
