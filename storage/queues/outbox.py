"""The outbox: messages to send, stored in the transaction that causes them and sent after its commit.

Leasing messages and storing the results of sending is in storage.queues.outbox_delivery.
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

RECIPIENT_PURPOSE = "outbox"
"""Purpose of the recipients' pseudonyms, see `Vault.index`."""

BUNDLED_ONLY = timedelta(days=36_500)
"""Deferred for so long, a message is never pushed; it is sent only together with a reply to its recipient."""

MAX_DEFERRED = 1000
"""How many deferred messages of one recipient are searched: far more than ever exist."""

SCRUBBED: dict[str, object] = {"recipient": "", "payload": b"", "reply_token": None}
"""Values that remove the content and recipient of a message that is sent or given up."""


class OutboxState(IntEnum):
    WAITING = 0
    SENDING = 1
    SENT = 2
    GIVEN_UP = 3
    DEFERRED = 4


@dataclass(frozen=True)
class DeferredMessage:
    """A deferred message that is due. `replies`: the JSON of handlers.core.reply_codec."""

    row: int
    recipient: str
    replies: str
    weight: Weight


@dataclass(frozen=True)
class Notice:
    """The state of a message to a reporter. `next_at`: when it is pushed at the latest, unless it was sent."""

    state: OutboxState
    next_at: datetime
    sent_at: datetime | None


class Outbox:
    """Recipient and content are encrypted, and blanked once the message is sent or given up."""

    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault
        self._without_deferred: set[str] = set()

    def preset_none_deferred(self, recipient: str) -> None:
        """Let `deferred_for` return nothing, because another statement of this transaction has found nothing."""
        self._without_deferred.add(recipient)

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
        entry_id: int | None = None,
    ) -> None:
        """Store a message to send.

        `replies`: the JSON of handlers.core.reply_codec. `reply_token`: None for a push. `reply_until`: when the
        token expires. `deferred_until`: send the message with the recipient's next reply; push it from then on.
        `entry_id`: the audit entry that it tells the reporter of an ordinary case about.
        """
        self._without_deferred.discard(recipient)
        retry_key = str(uuid.uuid4())
        self._connection.execute(
            _INSERT,
            {
                "weight": weight.value,
                "state": OutboxState.WAITING if deferred_until is None else OutboxState.DEFERRED,
                "retry_key": retry_key,
                "recipient": self._vault.index(RECIPIENT_PURPOSE, recipient),
                "payload": self._seal(recipient, replies, retry_key),
                "reply_token": reply_token,
                "reply_until": reply_until,
                "entry_id": entry_id,
                "created_at": now,
                "next_at": deferred_until or now,
            },
        )
        self._wakeups["outbox"] += 1

    def deferred_for(self, recipient: str, limit: int) -> list[tuple[int, str]]:
        """Return and lock the deferred messages of a recipient as (row id, replies), the oldest first.

        Without messages that LINE may have accepted already: only a retry with their own retry key prevents a
        duplicate.
        """
        if recipient in self._without_deferred:
            return []
        rows = self._connection.execute(
            _DEFERRED_FOR,
            {"who": self._vault.indices(RECIPIENT_PURPOSE, recipient), "limit": limit},
        )
        return [(row.id, read_payload(self._vault, row.payload, row.retry_key)[1]) for row in rows]

    def deferred_until(self, now: datetime, limit: int) -> list[DeferredMessage]:
        """Return and lock the deferred messages that are due and can be decrypted, by recipient, the oldest first.

        Without messages that LINE may have accepted already: `release_deferred` sends those separately, with their
        own retry key.
        """
        rows = self._connection.execute(_DEFERRED_UNTIL, {"now": now, "limit": limit})
        payloads = [(row, read_payload(self._vault, row.payload, row.retry_key)) for row in rows]
        return [
            DeferredMessage(row.id, recipient, replies, Weight(row.weight))
            for row, (recipient, replies) in payloads
            if recipient
        ]

    def mark_bundled(self, rows: Sequence[int], now: datetime) -> None:
        """Mark deferred messages as sent, because their content is part of another message to the recipient."""
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(rows))
            .values(state=OutboxState.SENT, sent_at=now, sent_by="bundled", **SCRUBBED)
        )

    def drop_deferred(self, recipient: str, weight: Weight) -> None:
        """Give up the deferred messages of a recipient with this weight, because a newer one replaces them."""
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
        """Address the waiting and deferred messages of these weights to another account.

        The order stays; messages that are being sent stay with the old account, and so do those that cannot be
        decrypted.
        """
        for is_unsent in (_IS_WAITING, text("outbox.state = 4")):
            unsent = select(outbox.c.id, outbox.c.payload, outbox.c.retry_key).where(
                self._is_for(recipient), is_unsent, outbox.c.weight.in_(weights)
            )
            for row in self._connection.execute(unsent.with_for_update()).all():
                old_recipient, replies = read_payload(self._vault, row.payload, row.retry_key)
                if old_recipient:
                    self._change_recipient(row.id, new_recipient, replies)

    def _change_recipient(self, row_id: int, recipient: str, replies: str) -> None:
        # LINE identifies a request by its retry key: a request to another recipient needs a new key.
        # https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
        self._without_deferred.discard(recipient)
        retry_key = str(uuid.uuid4())
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id == row_id)
            .values(
                retry_key=retry_key,
                recipient=self._vault.index(RECIPIENT_PURPOSE, recipient),
                payload=self._seal(recipient, replies, retry_key),
                attempts=0,
                doubtful=False,
                tried_at=None,
            )
        )

    def drop_deferred_of(self, recipient: str, words: str) -> None:
        """Give up the deferred messages to a recipient that contain `words`, which they may no longer read."""
        deferred = self.deferred_for(recipient, MAX_DEFERRED)
        rows = [row for row, replies in deferred if words in replies]
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(rows))
            .values(state=OutboxState.GIVEN_UP, last_error="overtaken", **SCRUBBED)
        )

    def replies_to(self, recipient: str, row_id: int) -> str | None:
        """Return the replies of a message, None if it is another recipient's, blanked, or cannot be decrypted."""
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

    def of_entries(self, entry_ids: Sequence[int]) -> dict[int, Notice]:
        """Return the newest message about each of these audit entries, by entry id."""
        if not entry_ids:
            return {}
        rows = self._connection.execute(_OF_ENTRIES, {"ids": list(entry_ids)})
        return {
            row.entry_id: Notice(OutboxState(row.state), row.next_at, row.sent_at) for row in rows
        }

    def reindex(self) -> int:
        """Replace the recipients' pseudonyms by those of the newest key; return how many changed."""
        changed = 0
        for row in self._connection.execute(_WITH_RECIPIENT).all():
            recipient, _ = read_payload(self._vault, row.payload, row.retry_key)
            pseudonym = self._vault.index(RECIPIENT_PURPOSE, recipient)
            if recipient and pseudonym != row.recipient:
                # The condition on the recipient skips a message that was sent and blanked meanwhile.
                self._connection.execute(
                    update(outbox)
                    .where(outbox.c.id == row.id, outbox.c.recipient == row.recipient)
                    .values(recipient=pseudonym)
                )
                changed += 1
        return changed

    def forget_given_up(self, created_before: datetime) -> int:
        """Blank given-up messages created before then that were kept for `replies_to`; return how many."""
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
        """Delete messages created before then that were sent or given up; otherwise as `drop_oldest`."""
        is_done = outbox.c.state.in_((OutboxState.SENT, OutboxState.GIVEN_UP))
        is_finished = is_done & (outbox.c.created_at < created_before)
        return drop_oldest(self._connection, outbox, is_finished, limit, spare)

    def release_deferred(self, now: datetime) -> int:
        """Set the deferred messages that are due to waiting, each as a message of its own; return how many."""
        released = self._connection.execute(
            update(outbox)
            .where(text("outbox.state = 4"), outbox.c.next_at <= now)
            .values(state=OutboxState.WAITING)
        ).rowcount
        if released:
            self._wakeups["outbox"] += released
        return released

    def pushes_waiting(self) -> int:
        """Return the number of pushes that wait or are being sent."""
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
        return outbox.c.recipient.in_(self._vault.indices(RECIPIENT_PURPOSE, recipient))


def read_payload(vault: Vault, payload: bytes, retry_key: str) -> tuple[str, str]:
    """Decrypt a payload to (recipient, replies); both are empty if it is blank or cannot be decrypted."""
    try:
        opened = vault.open(payload, f"outbox:{retry_key}").decode()
    except UnreadableError:
        return "", ""
    recipient, _, replies = opened.partition("\n")
    return recipient, replies


# Built once: building a statement takes several times as long as running it, and these run for every message.
_INSERT = outbox.insert()
_WITH_RECIPIENT = select(
    outbox.c.id, outbox.c.recipient, outbox.c.payload, outbox.c.retry_key
).where(outbox.c.recipient != "")
_OF_ENTRIES = (
    select(outbox.c.entry_id, outbox.c.state, outbox.c.next_at, outbox.c.sent_at)
    .where(outbox.c.entry_id.in_(bindparam("ids", expanding=True)))
    .order_by(outbox.c.id)
)
# Both conditions, as literals: SQLite uses a partial index only if the query contains its condition.
_IS_WAITING = and_(text("outbox.state < 2"), text("outbox.state = 0"))
_DEFERRED_FOR = (
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
_DEFERRED_UNTIL = (
    select(outbox.c.id, outbox.c.payload, outbox.c.retry_key, outbox.c.weight)
    .where(
        text("outbox.state = 4"),
        outbox.c.next_at <= bindparam("now"),
        outbox.c.doubtful.is_(False),
    )
    # The order of the index of deferred messages: ordered by id, SQLite would scan the whole table.
    .order_by(outbox.c.recipient, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
