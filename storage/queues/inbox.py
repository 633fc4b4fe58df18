"""The inbox: stores each webhook event before LINE gets the response; events are handled once and in order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, select, text, update

from storage.db.upsert import InsertByDialect
from storage.queues.prune import drop_oldest
from storage.sealed.vault import UnreadableError, Vault
from storage.tables import inbox

WAITING, DONE, SET_ASIDE, THROTTLED = 0, 1, 2, 3
MAX_ATTEMPTS = 5
MAX_STARTUPS = 8
"""After so many worker starts that found the same event first, the event is assumed to crash the worker."""
LOCK = 0x496E626F  # "Inbo": key of a PostgreSQL advisory lock; any number that no other lock uses


@dataclass(frozen=True)
class NewEvent:
    """A webhook event as it arrived. `sender`: LINE id of the user, group or room. `raw`: the event's JSON.

    `sent_at`: LINE's timestamp in seconds since 1970. `state`: WAITING, or THROTTLED to store without handling.
    """

    webhook_event_id: str
    sender: str
    raw: str
    sent_at: float | None = None
    state: int = WAITING


@dataclass(frozen=True)
class InboxRow:
    """A stored event. `attempts`: number of failures. `startups`: number of worker starts that found it first.

    `raw` is empty if it cannot be decrypted; the event then fails like any event that cannot be parsed.
    """

    id: int
    received_at: datetime
    attempts: int
    startups: int
    raw: str


class Inbox:
    """Events are encrypted, stored under a pseudonym of the sender, and blanked once handled."""

    def __init__(self, connection: Connection, wakeups: Counter[str], vault: Vault) -> None:
        self._connection = connection
        self._wakeups = wakeups
        self._vault = vault

    def store(self, events: Iterable[NewEvent], received_at: datetime) -> None:
        """Store events; an event id that already exists (a redelivery by LINE) is ignored."""
        rows = [row_of(event, received_at, self._vault) for event in events]
        if not rows:
            return
        dialect = self._connection.dialect.name
        if dialect == "postgresql":
            # Web processes store one at a time: otherwise an event could be committed after a later event of the
            # same sender that is already being handled, and be handled in parallel.
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        self._connection.execute(_STORE[dialect], rows)
        self._wakeups["inbox"] += 1

    def next(self, now: datetime) -> InboxRow | None:
        """Return and lock the oldest waiting event that is due and has no earlier waiting event of its sender.

        The lock lasts until this transaction ends. It is a row lock (PostgreSQL) or the only write transaction
        (SQLite), which ends with its process. No other worker can take the sender's next event meanwhile.
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
        """Mark an event as handled and blank its content and sender; its id stays to detect a redelivery."""
        self._connection.execute(_DONE, {"row": row_id})

    def failed(self, row: InboxRow, error: str, now: datetime) -> bool:
        """Count a failure; True if it was the last attempt and the event is now set aside.

        Changes nothing and returns False if another worker has handled the event or counted a failure meanwhile.
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
        """Count a worker start that found this event first; True if the event is now set aside, as in `failed`."""
        startups = row.startups + 1
        return self._count(
            row,
            inbox.c.startups == row.startups,
            last=startups >= MAX_STARTUPS,
            startups=startups,
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
        """Blank events that were set aside or throttled and received before then; return how many."""
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
        """Delete events received before then that do not wait; `limit`, `spare`, result as in `drop_oldest`."""
        is_finished = (inbox.c.state != WAITING) & (inbox.c.received_at < received_before)
        return drop_oldest(self._connection, inbox, is_finished, limit, spare)

    def oldest_waiting(self) -> datetime | None:
        """Return when the oldest waiting event arrived, None if none waits; `/health/ready` reports it."""
        oldest: datetime | None = self._connection.scalar(
            select(func.min(inbox.c.received_at)).where(_IS_WAITING)
        )
        return oldest


def row_of(event: NewEvent, received_at: datetime, vault: Vault) -> dict[str, Any]:
    """Return the values of an event's row, its content encrypted."""
    return {
        "webhook_event_id": event.webhook_event_id,
        "sender": vault.index("inbox", event.sender),
        "raw": vault.seal(event.raw.encode(), f"inbox:{event.webhook_event_id}"),
        "received_at": received_at,
        "next_at": received_at,
        "state": event.state,
    }


_STORE = InsertByDialect(
    inbox, lambda insert: insert.on_conflict_do_nothing(index_elements=["webhook_event_id"])
)
_earlier = inbox.alias("earlier")
# States are literals: SQLite uses a partial index only if the query contains its condition.
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
