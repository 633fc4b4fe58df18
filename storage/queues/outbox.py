"""The outbox: every message we owe somebody, written in the transaction that made it owed, sent afterwards.

How one is leased, sent and settled is in storage.queues.outbox_delivery.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    select,
    text,
    update,
)

from domain.figures.push_budget import Weight
from storage.queues.prune import drop_oldest
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import outbox

BUNDLED_ONLY = timedelta(days=36_500)
"""What is held this long is never pushed: it waits for its recipient to speak."""

MAX_DEFERRED = 1000
"""Messages of one person that are looked through: far more than are ever held."""

SCRUBBED: dict[str, object] = {"recipient": "", "payload": b"", "reply_token": None}
"""What is left of a message that is sent or given up."""


class OutboxState(IntEnum):
    WAITING = 0
    SENDING = 1
    SENT = 2
    GIVEN_UP = 3
    HELD = 4


@dataclass(frozen=True)
class DeferredMessage:
    """One whose hour has come. `replies` is the JSON of handlers.core.reply_codec."""

    row: int
    recipient: str
    replies: str
    weight: Weight


class Outbox:
    """To whom and what lies sealed, and only until it is sent or given up."""

    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault

    def enqueue(
        self,
        recipient: str,
        replies: str,
        now: datetime,
        *,
        weight: Weight = Weight.REPLY,
        reply_token: str | None = None,
        reply_until: datetime | None = None,
        deferred_until: datetime | None = None,
    ) -> None:
        """`held_until`: keep it for the recipient's next reply, and push it only from then on."""
        retry_key = str(uuid.uuid4())
        self._connection.execute(
            _OWE,
            {
                "weight": weight.value,
                "state": OutboxState.WAITING if deferred_until is None else OutboxState.HELD,
                "retry_key": retry_key,
                "recipient": self._vault.index("outbox", recipient),
                "payload": self._seal(recipient, replies, retry_key),
                "reply_token": reply_token,
                "reply_until": reply_until,
                "created_at": now,
                "next_at": deferred_until or now,
            },
        )
        self._wakeups["outbox"] += 1

    def deferred_for(self, recipient: str, limit: int) -> list[tuple[int, str]]:
        """Row and envelope of what waits for somebody's next message, the oldest first.

        Not what may have been accepted before: only its own retry key keeps that from coming twice.
        """
        rows = self._connection.execute(
            _HELD_FOR, {"who": self._vault.indices("outbox", recipient), "limit": limit}
        )
        return [(row.id, read_payload(self._vault, row.payload, row.retry_key)[1]) for row in rows]

    def deferred_until(self, now: datetime, limit: int) -> list[DeferredMessage]:
        """What was held until now or earlier and can be opened; of each recipient the oldest first.

        Not what may have been accepted before: it goes alone, by `release_held`, with its own retry key.
        """
        rows = self._connection.execute(_HELD_UNTIL, {"now": now, "limit": limit})
        payloads = [(row, read_payload(self._vault, row.payload, row.retry_key)) for row in rows]
        return [
            DeferredMessage(row.id, recipient, replies, Weight(row.weight))
            for row, (recipient, replies) in payloads
            if recipient
        ]

    def mark_bundled(self, rows: Sequence[int], now: datetime) -> None:
        """They go with another message to the same person, and live or die with it."""
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(rows))
            .values(state=OutboxState.SENT, sent_at=now, sent_by="ride", **SCRUBBED)
        )

    def drop_deferred(self, recipient: str, weight: Weight) -> None:
        """A newer message of this kind says it better."""
        self._connection.execute(
            update(outbox)
            .where(
                self._is_for(recipient),
                text("outbox.state = 4"),
                outbox.c.weight == weight.value,
            )
            .values(state=OutboxState.GIVEN_UP, last_error="overtaken", **SCRUBBED)
        )

    def move_to_account(
        self, recipient: str, new_recipient: str, weights: Collection[Weight]
    ) -> None:
        """What one account is owed and nobody is sending is owed another: held or waiting, in the same order."""
        for is_unsent in (_IS_WAITING, text("outbox.state = 4")):
            owed = select(outbox.c.id, outbox.c.payload, outbox.c.retry_key).where(
                self._is_for(recipient), is_unsent, outbox.c.weight.in_(weights)
            )
            for row in self._connection.execute(owed.with_for_update()).all():
                addressed, replies = read_payload(self._vault, row.payload, row.retry_key)
                if addressed:
                    self._readdress(row.id, new_recipient, replies)

    def _readdress(self, row_id: int, recipient: str, replies: str) -> None:
        # LINE knows a call by its retry key: one to somebody else is another call, and was never tried.
        retry_key = str(uuid.uuid4())
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(
                retry_key=retry_key,
                recipient=self._vault.index("outbox", recipient),
                payload=self._seal(recipient, replies, retry_key),
                attempts=0,
                doubtful=False,
                tried_at=None,
            )
        )

    def drop_deferred_of(self, recipient: str, words: str) -> None:
        """What is held for somebody and holds these words is not theirs to read any more."""
        held = self.deferred_for(recipient, MAX_DEFERRED)
        rows = [row for row, replies in held if words in replies]
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(rows))
            .values(state=OutboxState.GIVEN_UP, last_error="overtaken", **SCRUBBED)
        )

    def replies_to(self, recipient: str, row_id: int) -> str | None:
        """What was owed in this row, if it was owed to this recipient."""
        row = self._connection.execute(
            select(outbox.c.payload, outbox.c.retry_key).where(
                outbox.c.id == row_id, self._is_for(recipient)
            )
        ).first()
        return (
            None
            if row is None
            else read_payload(self._vault, row.payload, row.retry_key)[1] or None
        )

    def reindex(self) -> int:
        """Put the stand-in of the newest key on all that is owed or may be asked for; returns how many changed."""
        changed = 0
        for row in self._connection.execute(_NAMED).all():
            recipient, _ = read_payload(self._vault, row.payload, row.retry_key)
            name = self._vault.index("outbox", recipient)
            if recipient and name != row.recipient:
                # Not on what was sent and scrubbed meanwhile.
                self._connection.execute(
                    update(outbox)
                    .where(outbox.c.id == row.id, outbox.c.recipient == row.recipient)
                    .values(recipient=name)
                )
                changed += 1
        return changed

    def forget_given_up(self, created_before: datetime) -> int:
        """Scrub what might have been asked for and was not; returns how many."""
        return self._connection.execute(
            update(outbox)
            .where(
                text("outbox.state = 3"),
                outbox.c.recipient != "",
                outbox.c.created_at < created_before,
            )
            .values(**SCRUBBED)
        ).rowcount

    def drop_old(self, created_before: datetime, limit: int, spare: int = 0) -> int:
        """Delete what was sent or given up and is older than that, as `drop_oldest` does; returns how many."""
        is_done = outbox.c.state.in_((OutboxState.SENT, OutboxState.GIVEN_UP))
        is_over = is_done & (outbox.c.created_at < created_before)
        return drop_oldest(self._connection, outbox, is_over, limit, spare)

    def release_deferred(self, now: datetime) -> int:
        """Let go, each alone, what was held until now; returns how many."""
        freed = self._connection.execute(
            update(outbox)
            .where(text("outbox.state = 4"), outbox.c.next_at <= now)
            .values(state=OutboxState.WAITING)
        ).rowcount
        if freed:
            self._wakeups["outbox"] += freed
        return freed

    def pushes_waiting(self) -> int:
        """Pushes that are owed and not sent yet."""
        return (
            self._connection.scalar(
                select(func.count())
                .select_from(outbox)
                .where(text("outbox.state < 2"), outbox.c.reply_token.is_(None))
            )
            or 0
        )

    def _seal(self, recipient: str, replies: str, retry_key: str) -> bytes:
        return self._vault.seal(f"{recipient}\n{replies}".encode(), f"outbox:{retry_key}")

    def _is_for(self, recipient: str) -> ColumnElement[bool]:
        return outbox.c.recipient.in_(self._vault.indices("outbox", recipient))


def read_payload(vault: Vault, payload: bytes, retry_key: str) -> tuple[str, str]:
    """Recipient and replies; both empty when they cannot be unsealed, which nobody can send."""
    try:
        opened = vault.open(payload, f"outbox:{retry_key}").decode()
    except UnreadableError:
        return "", ""
    recipient, _, replies = opened.partition("\n")
    return recipient, replies


# Built once: making a statement costs several times what running it does, and these run every turn.
_OWE = outbox.insert()
_NAMED = select(outbox.c.id, outbox.c.recipient, outbox.c.payload, outbox.c.retry_key).where(
    outbox.c.recipient != ""
)
# Both, as literals: a partial index is of use only to whoever says its condition word for word.
_IS_WAITING = and_(text("outbox.state < 2"), text("outbox.state = 0"))
_HELD_FOR = (
    select(outbox.c.id, outbox.c.payload, outbox.c.retry_key)
    .where(
        outbox.c.recipient.in_(bindparam("who", expanding=True)),
        text("outbox.state = 4"),
        outbox.c.doubtful.is_(False),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
_HELD_UNTIL = (
    select(outbox.c.id, outbox.c.payload, outbox.c.retry_key, outbox.c.weight)
    .where(
        text("outbox.state = 4"),
        outbox.c.next_at <= bindparam("now"),
        outbox.c.doubtful.is_(False),
    )
    # In the order of the index over what is held: SQLite would walk through the whole box for one by number.
    .order_by(outbox.c.recipient, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
