"""What is known after a run: what was acknowledged, what the office keeps, what the pretend LINE accepted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from handlers.notify.escalation import KEPT, RUNGS
from scheduler.jobs import MORNING
from simulator.world import World
from storage.cases.attachments import AttachmentState
from storage.queues.outbox import BUNDLED_ONLY, OutboxState
from storage.store import Store, Transaction
from storage.tables import audit, complaint, inbox, job_run, month_report, outbox, task
from tests.chat import _words

HANDLED = 1


@dataclass(frozen=True)
class Did:
    """What was done to the end.

    By person: the markers of what they filed, how many of them not about staff, how often they asked for the
    office's address, how many offers they pressed, and the ids of all their events.
    `photos`: who sent each message; `gone`: those LINE lost. `pairs`: cases two officers pressed to accept, at once; `kept`: how many their keeper did. `mornings`: days at whose hour of the digest the
    office was running. `months`: those that had to be told by the end.
    """

    filed: Mapping[str, list[str]]
    ordinary: Mapping[str, int]
    asked: Mapping[str, int] = field(default_factory=dict)
    pressed: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, list[str]] = field(default_factory=dict)
    photos: Mapping[str, str] = field(default_factory=dict)
    gone: Collection[str] = ()
    pairs: Sequence[int] = ()
    kept: int = 0
    mornings: Sequence[str] = ()
    months: Sequence[str] = ()


@dataclass(frozen=True)
class Sent:
    """A message LINE accepted: the key of the chat, and everything readable in it."""

    chat: str
    words: str


@dataclass(frozen=True)
class Call:
    """A call LINE accepted: its request id, and of a push the retry key."""

    request_id: str
    retry_key: str | None = None


@dataclass(frozen=True)
class Kept:
    """A case the office keeps. `reporter` is the key of whoever it belongs to, empty where nothing may say so.

    `accepted`: how often somebody accepted it. `warned`: how often each rung of the clocks' ladder was reached, by
    the name the history gives it.
    """

    number: str
    reporter: str
    detail: str
    restricted: bool = False
    accepted: int = 0
    row: int = 0
    warned: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Photo:
    """What became of a photo: `state` as the office has it, None when it knows of none; the row of its case."""

    state: AttachmentState | None
    case: int | None = None


@dataclass(frozen=True)
class Owed:
    """A message in the outbox. `recipient`: a key, known only while it is held; `request_id`: LINE's, when sent."""

    row: int
    state: OutboxState
    reason: str | None = None
    sent_by: str | None = None
    retry_key: str = ""
    request_id: str | None = None
    recipient: str = ""


@dataclass(frozen=True)
class Record:
    """`handled`: how often each event was kept and handled; `photos` by message id; `mornings`, `months`: the runs that were claimed."""

    did: Did
    cases: list[Kept]
    sent: list[Sent]
    calls: list[Call]
    owed: list[Owed]
    handled: Mapping[str, int]
    photos: Mapping[str, Photo] = field(default_factory=dict)
    set_aside: int = 0
    mornings: Sequence[str] = ()
    months: Sequence[str] = ()


def read_record(line: World, store: Store, did: Did) -> Record:
    keys = line.settings.roster.person_keys
    deferred_for = {
        index: key for user, key in keys.items() for index in store.vault.indices("outbox", user)
    }
    calls = list(line.delivery.log.records.values())
    with store.read() as tx:
        accepted = Counter(
            tx.connection.scalars(select(audit.c.complaint_id).where(audit.c.action == "accept"))
        )
        warned = _warned(tx)
        ids = tx.connection.scalars(select(complaint.c.id).order_by(complaint.c.id)).all()
        cases = [tx.all_cases.get(row) for row in ids]
        owed = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
        handled = Counter(
            tx.connection.scalars(select(inbox.c.webhook_event_id).where(inbox.c.state == HANDLED))
        )
        photos = {message: tx.attachments.by_message(message) for message in did.photos}
        set_aside = tx.connection.scalar(select(func.count()).where(inbox.c.state > HANDLED))
        mornings = tx.connection.scalars(
            select(job_run.c.slot).where(job_run.c.job == MORNING).order_by(job_run.c.slot)
        ).all()
        months = tx.connection.scalars(
            select(month_report.c.month).order_by(month_report.c.month)
        ).all()
    return Record(
        did=did,
        cases=[
            Kept(
                case.number,
                keys.get(case.reporter, ""),
                case.detail,
                case.restricted,
                accepted[case.id],
                case.id,
                warned[case.id],
            )
            for case in cases
        ],
        sent=[
            Sent(chat, "\n".join(_words(message)))
            for call in calls
            for message in call["messages"]
            for chat in call["chats"]
        ],
        calls=[Call(call["requestId"], call["retryKey"]) for call in calls],
        owed=[
            Owed(
                row.id,
                OutboxState(row.state),
                row.last_error or _rides(row),
                row.sent_by,
                row.retry_key,
                row.line_request_id,
                deferred_for.get(row.recipient, ""),
            )
            for row in owed
        ],
        handled=handled,
        photos={
            message: Photo(found.state, found.complaint_id) if found else Photo(None)
            for message, found in photos.items()
        },
        set_aside=set_aside or 0,
        mornings=mornings,
        months=months,
    )


def _warned(tx: Transaction) -> Mapping[int, Counter[str]]:
    warned: dict[int, Counter[str]] = defaultdict(Counter)
    rungs = {*(name for rungs in RUNGS.values() for name in rungs.values()), *KEPT.values()}
    for row in tx.connection.execute(
        select(audit.c.complaint_id, audit.c.action).where(audit.c.action.in_(rungs))
    ):
        warned[row.complaint_id][row.action] += 1
    return warned


def _rides(row) -> str | None:
    """Held without an error: by the budget, for the recipient's next reply."""
    return (
        "rides"
        if row.state == OutboxState.HELD and row.next_at - row.created_at >= BUNDLED_ONLY
        else None
    )


def tally(store: Store) -> dict[str, int]:
    """How the messages ended: sent by reply or push, held, given up."""
    with store.read() as tx:
        rows = tx.connection.execute(
            select(outbox.c.state, outbox.c.sent_by, func.count())
            .group_by(outbox.c.state, outbox.c.sent_by)
            .order_by(outbox.c.state, outbox.c.sent_by)
        ).all()
    return {
        f"{OutboxState(state).name.lower()} {by or ''}".strip(): count for state, by, count in rows
    }


def has_cases(store: Store) -> bool:
    with store.read() as tx:
        return tx.connection.scalar(select(complaint.c.id).limit(1)) is not None


def unheard(store: Store) -> int:
    """How many events wait to be handled."""
    with store.read() as tx:
        found = tx.connection.scalar(
            select(func.count()).select_from(inbox).where(inbox.c.state == 0)
        )
    return found or 0


def waiting(store: Store, now: datetime) -> int:
    """How much waits to be handled, let go, sent or fetched."""
    open_rows = (
        inbox.c.state == 0,
        outbox.c.state < OutboxState.SENT,
        (outbox.c.state == OutboxState.HELD) & (outbox.c.next_at <= now),
        task.c.state < 2,
    )
    with store.read() as tx:
        return sum(
            tx.connection.scalar(select(func.count()).where(rows)) or 0 for rows in open_rows
        )
