"""How a message of the outbox is sent: leased in one transaction, settled in another, none open between."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, exists, func, or_, select, text, update

from domain.figures.push_budget import Weight
from storage.queues.outbox import SCRUBBED, OutboxState, read_payload
from storage.sealed.vault import Vault
from storage.tables import outbox

LEASE = timedelta(seconds=25)
"""Longer than two calls to LINE may take (the second in plain words); then another may take the row over."""


@dataclass(frozen=True)
class OutboxRow:
    """One call to LINE. `attempts` counts this one; `replies` is the JSON of handlers.core.reply_codec.

    `doubtful`: an earlier try may have been accepted without our hearing of it (no answer came, or the
    sender died meanwhile). `tried_at`: when it was first tried, which may be now. `created_at`: of an answer,
    the hour LINE gives what is answered.
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
    """Whoever has leased a message settles it: sent, again, held or given up."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def claim(self, now: datetime, most: int) -> list[OutboxRow]:
        """Lease the oldest messages that may go now, answers first, at most so many; in no order.

        Of one recipient's the oldest alone, and the oldest answer beside it. The caller sends them outside
        any transaction.
        """
        if most <= 0:
            return []
        leased = self._connection.execute(_CLAIM, {"now": now, "until": now + LEASE, "most": most})
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
        """Mark it sent; False when the lease was lost and another sender has taken it over."""
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
        """Try once more from `at`. `doubtful`: this try may have been accepted after all."""
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
        """The month's quota is gone: nothing is lost, it waits."""
        self._finish(row, state=OutboxState.HELD, next_at=until, last_error=error[:200])

    def give_up(self, row: OutboxRow, error: str, *, may_be_asked_for: bool = False) -> bool:
        """False when the lease was lost. `may_be_asked_for`: keep it sealed a while (`replies_to`)."""
        scrubbed = {} if may_be_asked_for else SCRUBBED
        return self._finish(row, state=OutboxState.GIVEN_UP, last_error=error[:200], **scrubbed)

    def release_leases(self) -> None:
        """At the start of the only process: whoever held a lease is dead."""
        self._connection.execute(
            update(outbox)
            .where(_IS_OPEN, outbox.c.state == OutboxState.SENDING)
            .values(leased_until=None)
        )

    def due_since(self, now: datetime) -> datetime | None:
        """Since when the message that has waited longest could have been sent and was not."""
        oldest: datetime | None = self._connection.scalar(_DUE_SINCE, {"now": now})
        return oldest

    def pushes_under_way(self, now: datetime) -> list[str]:
        """The recipients of pushes that LINE may have taken and that are not written down as sent."""
        rows = self._connection.execute(_UNDER_WAY, {"now": now})
        return [read_payload(self._vault, row.payload, row.retry_key)[0] for row in rows]

    def _finish(self, row: OutboxRow, **values: object) -> bool:
        done = self._connection.execute(
            _CLAIMED.values(leased_until=None, **values), {"row": row.id, "attempt": row.attempts}
        )
        return done.rowcount == 1


# Built once: making a statement costs several times what running it does, and these run every turn.
# The attempts are the claim: a sender that was overtaken while it slept changes nothing.
_CLAIMED = update(outbox).where(
    outbox.c.id == bindparam("row"),
    outbox.c.state == OutboxState.SENDING,
    outbox.c.attempts == bindparam("attempt"),
)
_SENT = _CLAIMED.values(
    leased_until=None,
    state=OutboxState.SENT,
    sent_at=bindparam("at"),
    sent_by=bindparam("by"),
    line_request_id=bindparam("request"),
    last_error=None,
    **SCRUBBED,
)
_earlier = outbox.alias("earlier")
# States are written as literals: a partial index is of no use to a query whose state comes as a parameter.
_IS_OPEN = text("outbox.state < 2")
# A reply waits only for earlier replies: its token dies in a minute, a push can wait for LINE all day.
_MAY_GO = (
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
    *_MAY_GO
)
_UNDER_WAY = select(outbox.c.payload, outbox.c.retry_key).where(
    _IS_OPEN,
    or_(text("outbox.state = 1"), outbox.c.doubtful),
    or_(outbox.c.reply_token.is_(None), outbox.c.reply_until <= bindparam("now")),
)
# A table of its own: as a subquery PostgreSQL might run it again, and lease more than were asked for.
_NEXT = (
    select(outbox.c.id)
    .where(*_MAY_GO)
    .order_by(outbox.c.reply_token.is_(None), outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=outbox)
    .cte("next_out")
)
# One that is taken over from whoever died with it may have been accepted.
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
