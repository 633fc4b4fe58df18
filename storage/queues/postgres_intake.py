"""Stores webhook events on PostgreSQL in one round trip: the statement is the transaction.

In a transaction of several statements, BEGIN, the lock, the notification and COMMIT are a round trip each, while
LINE waits. https://www.postgresql.org/docs/current/queries-with.html
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, text

from storage.db.column_types import Instant
from storage.db.postgres_wakeup import CHANNEL
from storage.queues.inbox import LOCK, NewEvent, row_of
from storage.sealed.vault import Vault


def store_events(
    connection: Connection,
    vault: Vault,
    events: Sequence[NewEvent],
    received_at: datetime,
    *,
    is_announced: bool,
) -> None:
    """Store events in order, as `Inbox.store` does, and commit them.

    `connection`: in autocommit. `is_announced`: whether to notify other processes.
    """
    rows = [row_of(event, received_at, vault) for event in events]
    if not rows:
        return
    columns = {f"{name}s": [row[name] for row in rows] for name in _ARRAYS}
    connection.execute(
        _STORE,
        {
            **columns,
            "received_at": received_at,
            "lock": LOCK,
            "channel": CHANNEL,
            "is_announced": is_announced,
        },
    )


_ARRAYS = ("webhook_event_id", "sender", "raw", "state")
# The lock, see `Inbox.store`, is taken before the first id: `held` is read before a row is made. A statement that
# changes rows in WITH is always carried out.
_STORE = text("""
    WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock(:lock)),
    stored AS (
        INSERT INTO inbox (webhook_event_id, sender, raw, received_at, next_at, state)
        SELECT one.webhook_event_id, one.sender, one.raw, :received_at, :received_at, one.state
        FROM held, unnest(
            CAST(:webhook_event_ids AS text[]), CAST(:senders AS text[]),
            CAST(:raws AS bytea[]), CAST(:states AS smallint[])
        ) WITH ORDINALITY AS one (webhook_event_id, sender, raw, state, place)
        ORDER BY one.place
        ON CONFLICT (webhook_event_id) DO NOTHING
    )
    SELECT pg_notify(:channel, 'inbox 1') WHERE :is_announced
""").bindparams(bindparam("received_at", type_=Instant()))
