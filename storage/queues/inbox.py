"""The inbox: each webhook event LINE sent, kept raw before it is answered, handled once and in order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select, text, update

from storage.db.upsert import insert_by_dialect
from storage.queues.prune import drop_oldest
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import inbox

WAITING, DONE, SET_ASIDE, THROTTLED = 0, 1, 2, 3
MAX_ATTEMPTS = 5
MAX_TAKEOVERS = 8
"""Starts of a worker that find the same event first: then it is taken for what ends them."""
LOCK = 0x496E626F  # "Inbo": any number that nobody else's lock has


@dataclass(frozen=True)
class NewEvent:
    """A webhook event as it arrived. `sender` is the chat's user, group or room id.

    `sent_at`: seconds since 1970, by LINE. `state`: WAITING to be handled, or kept and set aside at once.
    """

    webhook_event_id: str
    sender: str
    raw: str
    sent_at: float | None = None
    state: int = WAITING


@dataclass(frozen=True)
class InboxRow:
    """`attempts`: how often it failed. `takeovers`: how many starts of a worker found it first.

    `raw` is empty when it cannot be unsealed: then it fails like any event that cannot be read.
    """

    id: int
    received_at: datetime
    attempts: int
    takeovers: int
    raw: str


class Inbox:
    """What people write lies here sealed, under a stand-in for who they are, and only until it is handled."""

    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault

    def store(self, events: Iterable[NewEvent], received_at: datetime) -> None:
        """Store events; one that is already here (a redelivery) is left as it is."""
        rows = [
            {
                "webhook_event_id": event.webhook_event_id,
                "sender": self._vault.index("inbox", event.sender),
                "raw": self._vault.seal(event.raw.encode(), f"inbox:{event.webhook_event_id}"),
                "received_at": received_at,
                "next_at": received_at,
                "state": event.state,
            }
            for event in events
        ]
        if not rows:
            return
        dialect = self._connection.dialect.name
        if dialect == "postgresql":
            # Two web processes keep one after the other: else an event could appear behind a later one of
            # the same sender that is being handled, and be handled beside it.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        self._connection.execute(_KEEP[dialect], rows)
        self._wakeups["inbox"] += 1

    def next(self, now: datetime) -> InboxRow | None:
        """The oldest event of a sender who has none before it, held until this transaction ends.

        Held by a row lock (PostgreSQL) or by being the only writer (SQLite): a process that dies lets go
        at once, and no other can take the sender's next event before this one is done.
        """
        found = self._connection.execute(_NEXT, {"now": now}).first()
        if found is None:
            return None
        try:
            raw = self._vault.open(found.raw, f"inbox:{found.webhook_event_id}").decode()
        except UnreadableError:
            raw = ""
        return InboxRow(found.id, found.received_at, found.attempts, found.startups, raw)

    def done(self, row_id: int) -> None:
        """Handled: its words and its sender are no longer needed, only that it was here."""
        self._connection.execute(_DONE, {"row": row_id})

    def failed(self, row: InboxRow, error: str, now: datetime) -> bool:
        """Count a failure; True when it was the last one and the event is set aside.

        False also when somebody else has handled it, or counted this failure, meanwhile.
        """
        attempts = row.attempts + 1
        return self._count(
            row,
            inbox.c.attempts == row.attempts,
            last=attempts >= MAX_ATTEMPTS,
            attempts=attempts,
            next_at=now + timedelta(seconds=2**attempts),
            last_error=error[:200],
        )

    def counts_startup(self, row: InboxRow) -> bool:
        """Count a start that found the event first, which may be no fault of its; True as of `failed`."""
        takeovers = row.takeovers + 1
        return self._count(
            row,
            inbox.c.startups == row.takeovers,
            last=takeovers >= MAX_TAKEOVERS,
            startups=takeovers,
            last_error="it may have ended whoever handled it",
        )

    def _count(
        self, row: InboxRow, as_seen: ColumnElement[bool], *, last: bool, **values: object
    ) -> bool:
        counted = self._connection.execute(
            update(inbox)
            .where(inbox.c.id == row.id, inbox.c.state == WAITING, as_seen)
            .values(state=SET_ASIDE if last else WAITING, **values)
        )
        return last and counted.rowcount == 1

    def forget_set_aside(self, received_before: datetime) -> int:
        """Scrub what was set aside or throttled and looked into long enough; returns how many."""
        return self._connection.execute(
            update(inbox)
            .where(
                text("inbox.state > 1"),
                inbox.c.sender != "",
                inbox.c.received_at < received_before,
            )
            .values(**_SCRUBBED)
        ).rowcount

    def drop_old(self, received_before: datetime, limit: int, spare: int = 0) -> int:
        """Delete what was handled or set aside before then, as `drop_oldest` does; returns how many."""
        is_over = (inbox.c.state != WAITING) & (inbox.c.received_at < received_before)
        return drop_oldest(self._connection, inbox, is_over, limit, spare)

    def oldest_waiting(self) -> datetime | None:
        """When the oldest unhandled event arrived: what `/health/ready` watches."""
        oldest: datetime | None = self._connection.scalar(
            select(func.min(inbox.c.received_at)).where(_IS_WAITING)
        )
        return oldest


_KEEP = insert_by_dialect(
    inbox, lambda insert: insert.on_conflict_do_nothing(index_elements=["webhook_event_id"])
)
_earlier = inbox.alias("earlier")
# States are written as literals: a partial index is of no use to a query whose state comes as a parameter.
_IS_WAITING = text("inbox.state = 0")
_NEXT = (
    select(
        inbox.c.id,
        inbox.c.webhook_event_id,
        inbox.c.received_at,
        inbox.c.attempts,
        inbox.c.startups,
        inbox.c.raw,
    )
    .where(
        _IS_WAITING,
        inbox.c.next_at <= bindparam("now"),
        ~exists().where(
            _earlier.c.sender == inbox.c.sender,
            _earlier.c.id < inbox.c.id,
            text("earlier.state = 0"),
        ),
    )
    .order_by(inbox.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=inbox)
)
_SCRUBBED: dict[str, object] = {"sender": "", "raw": b""}
_DONE = update(inbox).where(inbox.c.id == bindparam("row")).values(state=DONE, **_SCRUBBED)
