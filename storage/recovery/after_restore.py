"""Adjusts a restored database, so that the bot does not repeat what it did after the backup was made.

Messages that were unsent in the backup were most likely sent soon after it. They are marked as doubtful: LINE may
have accepted them (see bot.line.outbound.sender).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, inspect, literal, select, text, update

from storage.cases.complaint_statements import CASE_IDS, NEWEST_ORDINARY_ID
from storage.db.upsert import insert_into
from storage.queues.outbox import BUNDLED_ONLY, SCRUBBED, OutboxState
from storage.tables import (
    console_login,
    console_session,
    counter,
    link_code,
    officer,
    outbox,
    sign_in_link,
)
from storage.transaction import Transaction

NUMBERS_SKIPPED = 1_000
"""How many case numbers and ids are skipped: more than the cases filed between two backups. Chats contain the
numbers of those lost cases, and buttons with their ids."""


@dataclass(frozen=True)
class CutLink:
    """An officer whose link to a LINE account in the backup was removed."""

    officer_id: int
    name: str
    role: str
    line_user_id: str


def resume(tx: Transaction, made_at: datetime, now: datetime) -> list[CutLink]:
    """Make a database whose backup was made at `made_at` safe to use; returns the removed links of officers.

    Otherwise officers who were removed after the backup could read cases again, so every link is removed until
    somebody confirms it (`settle_links`), and nothing by which somebody links or signs in is kept. Uses only
    columns of the first schema, because the database is not migrated yet.
    """
    tx.jobs.note_restore(made_at, now)
    _mark_unsent_doubtful(tx, made_at)
    tx.tasks.release_leases()
    _skip_case_ids(tx)
    tx.connection.execute(update(counter).values(value=counter.c.value + NUMBERS_SKIPPED))
    linked = tx.connection.execute(
        select(officer.c.id, officer.c.name, officer.c.role, officer.c.line_user_id)
        .where(officer.c.active, officer.c.line_user_id.is_not(None))
        .order_by(officer.c.id)
    ).all()
    tx.connection.execute(update(officer).values(line_user_id=None))
    _end_ways_in(tx)
    return [CutLink(*row) for row in linked]


def settle_links(
    tx: Transaction, cut: Sequence[CutLink], confirmed: Collection[int], now: datetime
) -> None:
    """Link the confirmed officers again; the others need a new code, and their accounts are kept in their history.

    `confirmed`: ids of officers. Needs the schema of this release and its keys.
    """
    for one in cut:
        tx.connection.execute(
            update(officer)
            .where(officer.c.id == one.officer_id)
            .values(line_user_id=one.line_user_id)
        )
        if one.officer_id not in confirmed:
            tx.officer_history.remember(one.officer_id, now)
            tx.connection.execute(
                update(officer).where(officer.c.id == one.officer_id).values(line_user_id=None)
            )


def _end_ways_in(tx: Transaction) -> None:
    """Delete codes, and the console's sessions, links and passwords, also of officers who still serve.

    Their owners may have been removed since the backup, and the codes used by others. Tables that a later schema
    adds are missing in older backups.
    """
    present = inspect(tx.connection).get_table_names()
    for table in (link_code, sign_in_link, console_session, console_login):
        if table.name in present:
            tx.connection.execute(delete(table))


def _skip_case_ids(tx: Transaction) -> None:
    """Skip case ids, so that a button of a lost case does not act on the case of another person."""
    if tx.connection.dialect.name == "postgresql":
        tx.connection.execute(_ADVANCE_SEQUENCE, {"skipped": NUMBERS_SKIPPED})
        return
    # SQLite has no sequence here: the last skipped id is stored as a counter. `resume` increases all counters.
    newest = tx.connection.scalar(NEWEST_ORDINARY_ID) or 0
    tx.connection.execute(
        insert_into(counter, tx.connection)
        .values(name=CASE_IDS, value=newest)
        .on_conflict_do_update(
            index_elements=["name"], set_={"value": func.max(counter.c.value, newest)}
        )
    )


def _mark_unsent_doubtful(tx: Transaction, made_at: datetime) -> None:
    """Give up unsent replies, mark unsent pushes as doubtful, and send deferred messages only with replies."""
    is_open = text("outbox.state < 2")
    # A reply has no retry key to detect a duplicate, and its token has expired.
    tx.connection.execute(
        update(outbox)
        .where(is_open, outbox.c.reply_token.is_not(None))
        .values(state=OutboxState.GIVEN_UP, last_error="a reply from before a restore", **SCRUBBED)
    )
    # A push is retried with its own retry key for the 24 hours that LINE accepts it; then it is given up.
    # https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
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
    # A deferred message may have been sent with a reply since the backup: send it with the next reply, never push.
    tx.connection.execute(
        update(outbox)
        .where(outbox.c.state == OutboxState.DEFERRED)
        .values(next_at=made_at + BUNDLED_ONLY)
    )


_ADVANCE_SEQUENCE = text(
    "SELECT setval(ids, nextval(ids) + :skipped, false)"
    " FROM (SELECT CAST(pg_get_serial_sequence('complaint', 'id') AS regclass) AS ids) AS owned"
)
