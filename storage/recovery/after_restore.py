"""What an hour long past must not do when it comes back: a restored database is not at the moment it remembers.

What was owed at the backup was most likely sent right after it. A restored message is therefore a message
in doubt, and is treated like any other in doubt (bot.line.outbound.sender).
"""

from datetime import datetime

from sqlalchemy import func, literal, select, text, update

from storage.cases.complaints import CASE_IDS
from storage.db.upsert import insert_into
from storage.queues.outbox import BUNDLED_ONLY, SCRUBBED, OutboxState
from storage.store import Transaction
from storage.tables import complaint, counter, outbox

NUMBERS_SKIPPED = 1_000
"""More cases than come in between two backups: their numbers, and their ids in buttons, are in chats already."""


def resume(tx: Transaction, made_at: datetime, now: datetime) -> None:
    """Make a database that was copied at `made_at` safe to go on with. Only columns of the first schema."""
    tx.jobs.note_restore(made_at, now)
    _doubt_what_was_owed(tx, made_at)
    tx.tasks.release_leases()
    _leave_ids_out(tx)
    tx.connection.execute(update(counter).values(value=counter.c.value + NUMBERS_SKIPPED))


def _leave_ids_out(tx: Transaction) -> None:
    """As many as numbers, of the ids of cases: a button on a lost case must not act on a stranger's."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_SKIP_IN_THE_SEQUENCE, {"skipped": NUMBERS_SKIPPED})
        return
    # Without a sequence the gap is kept as a counter, which goes on with those of the numbers.
    newest = tx.connection.scalar(select(func.max(complaint.c.id))) or 0
    tx.connection.execute(
        insert_into(counter, tx.connection)
        .values(name=CASE_IDS, value=newest)
        .on_conflict_do_update(
            index_elements=["name"], set_={"value": func.max(counter.c.value, newest)}
        )
    )


def _doubt_what_was_owed(tx: Transaction, made_at: datetime) -> None:
    is_open = text("outbox.state < 2")
    # A reply carries no key LINE could know it by, and its moment is over.
    tx.connection.execute(
        update(outbox)
        .where(is_open, outbox.c.reply_token.is_not(None))
        .values(state=OutboxState.GIVEN_UP, last_error="a reply from before a restore", **SCRUBBED)
    )
    # A push goes again with its own key as long as LINE knows that, which is a day; then it is given up.
    tx.connection.execute(
        update(outbox)
        .where(is_open)
        .values(
            state=OutboxState.WAITING,
            leased_until=None,
            doubtful=True,
            tried_at=func.coalesce(outbox.c.tried_at, literal(made_at, outbox.c.tried_at.type)),
        )
    )
    # What was held may have ridden with a reply since: it rides with the next, and is not pushed.
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.state == OutboxState.HELD)
        .values(next_at=made_at + BUNDLED_ONLY)
    )


_SKIP_IN_THE_SEQUENCE = text(
    "SELECT setval(ids, nextval(ids) + :skipped, false)"
    " FROM (SELECT CAST(pg_get_serial_sequence('complaint', 'id') AS regclass) AS ids) AS owned"
)
