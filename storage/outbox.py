"""The outbox: every message we owe somebody, written in the transaction that made it owed, sent afterwards."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from domain.budget import Weight
from storage.tables import outbox, push_ledger
from storage.vault import UnreadableError, Vault

LEASE = timedelta(seconds=25)
"""Longer than two calls to LINE may take (the second in plain words); then another may take the row over."""

RIDES_ONLY = timedelta(days=36_500)
"""What is held this long is never pushed: it waits for its recipient to speak."""


class State(IntEnum):
    WAITING = 0
    SENDING = 1
    SENT = 2
    GIVEN_UP = 3
    HELD = 4


@dataclass(frozen=True)
class OutboxRow:
    """One call to LINE. `attempts` counts this one; `replies` is the JSON of handlers.envelope.

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


class Outbox:
    """To whom and what lies sealed, and only until it is sent or given up."""

    def __init__(self, connection: Connection, bells: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._bells = bells
        self._vault = vault

    def owe(
        self,
        recipient: str,
        replies: str,
        now: datetime,
        *,
        weight: Weight = Weight.REPLY,
        reply_token: str | None = None,
        reply_until: datetime | None = None,
        held_until: datetime | None = None,
    ) -> None:
        """`held_until`: keep it for the recipient's next reply, and push it only from then on."""
        retry_key = str(uuid.uuid4())
        letter = f"{recipient}\n{replies}".encode()
        self._connection.execute(
            _OWE,
            {
                "weight": weight.value,
                "state": State.WAITING if held_until is None else State.HELD,
                "retry_key": retry_key,
                "recipient": self._vault.index("outbox", recipient),
                "letter": self._vault.seal(letter, f"outbox:{retry_key}"),
                "reply_token": reply_token,
                "reply_until": reply_until,
                "created_at": now,
                "next_at": held_until or now,
            },
        )
        self._bells["outbox"] += 1

    def held_for(self, recipient: str, limit: int) -> list[tuple[int, str]]:
        """Row and envelope of what waits for somebody's next message, the oldest first."""
        rows = self._connection.execute(
            _HELD_FOR, {"who": self._vault.indices("outbox", recipient), "limit": limit}
        )
        return [(row.id, self._read(row.letter, row.retry_key)[1]) for row in rows]

    def rode(self, rows: Sequence[int], now: datetime) -> None:
        """They go with another message to the same person, and live or die with it."""
        self._connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(rows))
            .values(state=State.SENT, sent_at=now, sent_by="ride", **_SCRUBBED)
        )

    def drop_held(self, recipient: str, weight: Weight) -> None:
        """A newer message of this kind says it better."""
        self._connection.execute(
            update(outbox)
            .where(
                self._is_for(recipient),
                text("outbox.state = 4"),
                outbox.c.weight == weight.value,
            )
            .values(state=State.GIVEN_UP, last_error="overtaken", **_SCRUBBED)
        )

    def claim(self, now: datetime) -> OutboxRow | None:
        """Lease the oldest message that may go now; the caller sends it outside any transaction."""
        found = self._connection.execute(_CLAIM, {"now": now, "until": now + LEASE}).first()
        if found is None:
            return None
        recipient, replies = self._read(found.letter, found.retry_key)
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
                "request": request_id,
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
            "state": State.WAITING,
            "next_at": at,
            "last_error": error[:200],
            "doubtful": row.doubtful or doubtful,
        }
        if drop_token:
            values |= {"reply_token": None, "reply_until": None}
        self._finish(row, **values)

    def hold(self, row: OutboxRow, error: str, until: datetime) -> None:
        """The month's quota is gone: nothing is lost, it waits."""
        self._finish(row, state=State.HELD, next_at=until, last_error=error[:200])

    def give_up(self, row: OutboxRow, error: str, *, may_be_asked_for: bool = False) -> None:
        """`may_be_asked_for`: keep it sealed a while, in case it never arrived (`replies_to`)."""
        scrubbed = {} if may_be_asked_for else _SCRUBBED
        self._finish(row, state=State.GIVEN_UP, last_error=error[:200], **scrubbed)

    def replies_to(self, recipient: str, row_id: int) -> str | None:
        """What was owed in this row, if it was owed to this recipient."""
        row = self._connection.execute(
            select(outbox.c.letter, outbox.c.retry_key).where(
                outbox.c.id == row_id, self._is_for(recipient)
            )
        ).first()
        return None if row is None else self._read(row.letter, row.retry_key)[1] or None

    def forget_given_up(self, created_before: datetime) -> int:
        """Scrub what might have been asked for and was not; returns how many."""
        return self._connection.execute(
            update(outbox)
            .where(
                text("outbox.state = 3"),
                outbox.c.recipient != "",
                outbox.c.created_at < created_before,
            )
            .values(**_SCRUBBED)
        ).rowcount

    def drop_old(self, created_before: datetime, limit: int, spare: int = 0) -> int:
        """Delete what was sent or given up and is older than that, the oldest first; returns how many.

        The newest `spare` stay whatever their age: a clock may be wrong.
        """
        newest = select(func.max(outbox.c.id)).scalar_subquery()
        over = outbox.c.state.in_((State.SENT, State.GIVEN_UP))
        old = (
            select(outbox.c.id)
            .where(over, outbox.c.created_at < created_before, outbox.c.id <= newest - spare)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return self._connection.execute(delete(outbox).where(outbox.c.id.in_(old))).rowcount

    def release_held(self, now: datetime) -> int:
        """Let go what waited for a new month; returns how many."""
        freed = self._connection.execute(
            update(outbox)
            .where(text("outbox.state = 4"), outbox.c.next_at <= now)
            .values(state=State.WAITING)
        ).rowcount
        if freed:
            self._bells["outbox"] += freed
        return freed

    def release_leases(self) -> None:
        """At the start of the only process: whoever held a lease is dead."""
        self._connection.execute(
            update(outbox)
            .where(_IS_OPEN, outbox.c.state == State.SENDING)
            .values(leased_until=None)
        )

    def count_pushes(self, month: str, recipients: int, *, to_resident: bool = False) -> None:
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        residents = recipients if to_resident else 0
        insert = dialect.insert(push_ledger).values(
            month=month, recipients=recipients, residents=residents
        )
        self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=["month"],
                set_={
                    "recipients": push_ledger.c.recipients + recipients,
                    "residents": push_ledger.c.residents + residents,
                },
            )
        )

    def pushes_in(self, month: str) -> int:
        """Recipients pushed to in a month key such as 2569-10: what LINE's plan counts."""
        return (
            self._connection.scalar(
                select(push_ledger.c.recipients).where(push_ledger.c.month == month)
            )
            or 0
        )

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

    def due_since(self, now: datetime) -> datetime | None:
        """Since when the message that has waited longest could have been sent and was not."""
        oldest: datetime | None = self._connection.scalar(_DUE_SINCE, {"now": now})
        return oldest

    def _is_for(self, recipient: str) -> ColumnElement[bool]:
        return outbox.c.recipient.in_(self._vault.indices("outbox", recipient))

    def _read(self, letter: bytes, retry_key: str) -> tuple[str, str]:
        """Recipient and replies; both empty when they cannot be unsealed, which nobody can send."""
        try:
            text = self._vault.open(letter, f"outbox:{retry_key}").decode()
        except UnreadableError:
            return "", ""
        recipient, _, replies = text.partition("\n")
        return recipient, replies

    def _finish(self, row: OutboxRow, **values: object) -> None:
        self._connection.execute(
            _CLAIMED.values(leased_until=None, **values), {"row": row.id, "attempt": row.attempts}
        )


# Built once: making a statement costs several times what running it does, and these run every turn.
_OWE = outbox.insert()
_SCRUBBED: dict[str, object] = {"recipient": "", "letter": b"", "reply_token": None}
_HELD_FOR = (
    select(outbox.c.id, outbox.c.letter, outbox.c.retry_key)
    .where(outbox.c.recipient.in_(bindparam("who", expanding=True)), text("outbox.state = 4"))
    .order_by(outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
# The attempts are the claim: a sender that was overtaken while it slept changes nothing.
_CLAIMED = update(outbox).where(
    outbox.c.id == bindparam("row"),
    outbox.c.state == State.SENDING,
    outbox.c.attempts == bindparam("attempt"),
)
_SENT = _CLAIMED.values(
    leased_until=None,
    state=State.SENT,
    sent_at=bindparam("at"),
    sent_by=bindparam("by"),
    line_request_id=bindparam("request"),
    last_error=None,
    **_SCRUBBED,
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
_NEXT = (
    select(outbox.c.id)
    .where(*_MAY_GO)
    .order_by(outbox.c.reply_token.is_(None), outbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=outbox)
)
# One that is taken over from whoever died with it may have been accepted.
_CLAIM = (
    update(outbox)
    .where(outbox.c.id == _NEXT.scalar_subquery())
    .values(
        state=State.SENDING,
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
        outbox.c.letter,
        outbox.c.weight,
    )
)
