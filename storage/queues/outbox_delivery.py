"""Leases messages of the outbox in one transaction and stores the results of sending them in another.

No transaction is open while a message is sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, or_, select, text, update

from domain.figures.push_budget import Weight
from storage.queues.outbox import SCRUBBED, OutboxState, read_payload
from storage.sealed.vault import Vault
from storage.tables import outbox

LEASE = timedelta(seconds=25)
"""Longer than the two requests to LINE that sending may take (the second as plain text). After it, another sender
may lease the message."""


@dataclass(frozen=True)
class OutboxRow:
    """A leased message. `attempts` includes this one; `replies`: the JSON of handlers.core.reply_codec.

    `doubtful`: LINE may have accepted an earlier attempt (no answer was received, or the process ended meanwhile).
    `tried_at`: time of the first attempt, possibly now. `created_at`: for a reply, LINE's time of the event that
    is answered.
    """

    id: int
    retry_key: str
    recipient: str
    reply_token: str | None
    reply_until: datetime | None
    attempts: int
    doubtful: bool
    tried_at: datetime
    created_at: datetime
    replies: str
    weight: Weight


class OutboxDelivery:
    """Leases messages and stores the result: sent, waiting for a retry, deferred or given up.

    A result is stored only while the lease is valid: the row is being sent and has the same number of attempts.
    """

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def claim(self, now: datetime, limit: int) -> list[OutboxRow]:
        """Lease at most `limit` messages that are due, replies first, then the oldest; the result has no order.

        For each recipient only the oldest message and the oldest reply. The caller sends them outside any
        transaction.
        """
        if limit <= 0:
            return []
        leased = self._connection.execute(
            _CLAIM, {"now": now, "until": now + LEASE, "limit": limit}
        )
        return [self._read(row) for row in leased]

    def _read(self, found: Row[Any]) -> OutboxRow:
        recipient, replies = read_payload(self._vault, found.payload, found.retry_key)
        return OutboxRow(
            id=found.id,
            retry_key=found.retry_key,
            recipient=recipient,
            reply_token=found.reply_token,
            reply_until=found.reply_until,
            attempts=found.attempts,
            doubtful=found.doubtful,
            tried_at=found.tried_at,
            created_at=found.created_at,
            replies=replies,
            weight=Weight(found.weight),
        )

    def sent(self, row: OutboxRow, sent_by: str, now: datetime, request_id: str | None) -> bool:
        """Mark a message as sent and blank it; False if the lease was lost to another sender.

        `sent_by`: as reply or push; `request_id`: the X-Line-Request-Id of LINE's answer.
        """
        done = self._connection.execute(
            _SENT,
            {
                "row": row.id,
                "attempt": row.attempts,
                "at": now,
                "by": sent_by,
                "request": request_id and request_id[:80],
            },
        )
        return done.rowcount == 1

    def again(
        self,
        row: OutboxRow,
        error: str,
        at: datetime,
        *,
        doubtful: bool = False,
        drop_token: bool = False,
    ) -> None:
        """Retry from `at`. `doubtful`: LINE may have accepted this attempt. `drop_token`: retry as a push."""
        values: dict[str, object] = {
            "state": OutboxState.WAITING,
            "next_at": at,
            "last_error": error[:200],
            "doubtful": row.doubtful or doubtful,
        }
        if drop_token:
            values |= {"reply_token": None, "reply_until": None}
        self._finish(row, **values)

    def defer(self, row: OutboxRow, error: str, until: datetime) -> None:
        """Defer a message until `until`, for example because the month's quota is used up."""
        self._finish(row, state=OutboxState.DEFERRED, next_at=until, last_error=error[:200])

    def give_up(self, row: OutboxRow, error: str, *, may_be_asked_for: bool = False) -> bool:
        """Give up a message; False if the lease was lost. `may_be_asked_for`: keep its text for `replies_to`."""
        scrubbed = {} if may_be_asked_for else SCRUBBED
        return self._finish(row, state=OutboxState.GIVEN_UP, last_error=error[:200], **scrubbed)

    def release_leases(self) -> None:
        """End all leases, at the start of the only process: the processes that held them have ended."""
        self._connection.execute(
            update(outbox)
            .where(_IS_OPEN, outbox.c.state == OutboxState.SENDING)
            .values(leased_until=None)
        )

    def due_since(self, now: datetime) -> datetime | None:
        """Return since when the message that waits longest could have been sent; None if none is due."""
        oldest: datetime | None = self._connection.scalar(_DUE_SINCE, {"now": now})
        return oldest

    def pushes_under_way(self, now: datetime) -> list[str]:
        """Return the recipients of pushes that LINE may have accepted and that are not marked as sent."""
        rows = self._connection.execute(_PUSHES_UNDER_WAY, {"now": now})
        return [read_payload(self._vault, row.payload, row.retry_key)[0] for row in rows]

    def _finish(self, row: OutboxRow, **values: object) -> bool:
        done = self._connection.execute(
            _UPDATE_LEASED.values(leased_until=None, **values),
            {"row": row.id, "attempt": row.attempts},
        )
        return done.rowcount == 1


# Built once: building a statement takes several times as long as running it, and these run for every message.
# The number of attempts identifies the lease: a sender that has lost its lease changes nothing.
_UPDATE_LEASED = update(outbox).where(
    outbox.c.id == bindparam("row"),
    outbox.c.state == OutboxState.SENDING,
    outbox.c.attempts == bindparam("attempt"),
)
_SENT = _UPDATE_LEASED.values(
    leased_until=None,
    state=OutboxState.SENT,
    sent_at=bindparam("at"),
    sent_by=bindparam("by"),
    line_request_id=bindparam("request"),
    last_error=None,
    **SCRUBBED,
)
_earlier = outbox.alias("earlier")
# States are literals: SQLite uses a partial index only if the query contains its condition.
_IS_OPEN = text("outbox.state < 2")
# A reply waits only for earlier replies: its token expires after a minute, while a push may be retried for a day.
_IS_DUE = (
    or_(
        text("outbox.state = 0"),
        text("outbox.state = 1")
        & or_(outbox.c.leased_until.is_(None), outbox.c.leased_until <= bindparam("now")),
    ),
    _IS_OPEN,
    outbox.c.next_at <= bindparam("now"),
    ~exists().where(
        _earlier.c.recipient == outbox.c.recipient,
        _earlier.c.id < outbox.c.id,
        text("earlier.state < 2"),
        or_(outbox.c.reply_token.is_(None), _earlier.c.reply_token.is_not(None)),
    ),
)
_DUE_SINCE = select(func.min(func.coalesce(outbox.c.leased_until, outbox.c.next_at))).where(
    *_IS_DUE
)
_PUSHES_UNDER_WAY = select(outbox.c.payload, outbox.c.retry_key).where(
    _IS_OPEN,
    or_(text("outbox.state = 1"), outbox.c.doubtful),
    or_(outbox.c.reply_token.is_(None), outbox.c.reply_until <= bindparam("now")),
)
# A common table expression: PostgreSQL might run a subquery repeatedly and lease more rows than `limit`.
_NEXT = (
    select(outbox.c.id)
    .where(*_IS_DUE)
    .order_by(outbox.c.reply_token.is_(None), outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=outbox)
    .cte("next_out")
)
# LINE may have accepted a message whose lease expired while it was being sent.
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(select(_NEXT.c.id)))
    .values(
        state=OutboxState.SENDING,
        attempts=outbox.c.attempts + 1,
        leased_until=bindparam("until"),
        doubtful=or_(outbox.c.doubtful, text("outbox.state = 1")),
        tried_at=func.coalesce(outbox.c.tried_at, bindparam("now")),
    )
    .returning(
        outbox.c.id,
        outbox.c.retry_key,
        outbox.c.reply_token,
        outbox.c.reply_until,
        outbox.c.attempts,
        outbox.c.doubtful,
        outbox.c.tried_at,
        outbox.c.created_at,
        outbox.c.payload,
        outbox.c.weight,
    )
)
