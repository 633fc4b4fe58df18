"""What an hour long past must not do when it comes back: a restored database is not at the moment it remembers.

What was owed at the backup was most likely sent right after it. A restored message is therefore a message
in doubt, and is treated like any other in doubt (bot.line.sender).
"""

from datetime import datetime

from sqlalchemy import func, literal, text, update

from storage.outbox import RIDES_ONLY, SCRUBBED, State
from storage.store import Transaction
from storage.tables import counter, outbox

NUMBERS_SKIPPED = 1_000
"""More cases than come in between two backups: each of their numbers is in somebody's chat already."""


def resume(tx: Transaction, made_at: datetime, now: datetime) -> None:
    """Make a database that was copied at `made_at` safe to go on with. Only columns of the first schema."""
    tx.jobs.note_restore(made_at, now)
    _doubt_what_was_owed(tx, made_at)
    tx.errands.release_leases()
    tx.connection.execute(update(counter).values(value=counter.c.value + NUMBERS_SKIPPED))


def _doubt_what_was_owed(tx: Transaction, made_at: datetime) -> None:
    is_open = text("outbox.state < 2")
    # A reply carries no key LINE could know it by, and its moment is over.
    tx.connection.execute(
        update(outbox)
        .where(is_open, outbox.c.reply_token.is_not(None))
        .values(state=State.GIVEN_UP, last_error="a reply from before a restore", **SCRUBBED)
    )
    # A push goes again with its own key as long as LINE knows that, which is a day; then it is given up.
    tx.connection.execute(
        update(outbox)
        .where(is_open)
        .values(
            state=State.WAITING,
            leased_until=None,
            doubtful=True,
            tried_at=func.coalesce(outbox.c.tried_at, literal(made_at, outbox.c.tried_at.type)),
        )
    )
    # What was held may have ridden with a reply since: it rides with the next, and is not pushed.
    tx.connection.execute(
        update(outbox).where(outbox.c.state == State.HELD).values(next_at=made_at + RIDES_ONLY)
    )
