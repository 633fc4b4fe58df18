"""The record of a run: the acknowledged acts, the database's content, and the messages LINE accepted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from handlers.notify.escalation import ESCALATED, REMINDED_ONLY
from scheduler.jobs import MORNING
from simulator.world import World
from storage.cases.attachments import AttachmentState
from storage.queues.outbox import BUNDLED_ONLY, OutboxState
from storage.store import Store
from storage.tables import audit, complaint, inbox, job_run, month_report, outbox, task
from storage.transaction import Transaction
from tests.chat import _words
from tests.sealed import opened_case

HANDLED = 1


@dataclass(frozen=True)
class Did:
    """The acts that people completed in a run.

    By person: `filed`: the markers of their complaints. `ordinary`: how many of these were no staff complaints.
    `asked`: how often they asked for the office's address. `pressed`: how many offers they pressed. `events`: ids
    of all their events. Also `photos`: message id to sender. `gone`: message ids of photos that LINE lost.
    `pairs`: row ids of cases that two officers accepted at the same time. `accepted_by_custodian`: number of staff
    complaints accepted. `mornings`: days on which the bot was running when the digest was due. `months`: months
    whose report was due by the end.
    """

    filed: Mapping[str, list[str]]
    ordinary: Mapping[str, int]
    asked: Mapping[str, int] = field(default_factory=dict)
    pressed: Mapping[str, int] = field(default_factory=dict)
    events: Mapping[str, list[str]] = field(default_factory=dict)
    photos: Mapping[str, str] = field(default_factory=dict)
    gone: Collection[str] = ()
    pairs: Sequence[int] = ()
    accepted_by_custodian: int = 0
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
class StoredCase:
    """A case in the database.

    `reporter`: the person's key, "" when the reporter is not stored. `accepted`: how often it was accepted.
    `row`: its id. `warned`: how often each warning was given, by its action in the audit log.
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
    """A photo: `state` in the database, None when it is not there; `case`: row id of its case."""

    state: AttachmentState | None
    case: int | None = None


@dataclass(frozen=True)
class OutboxMessage:
    """A message in the outbox.

    `recipient`: the person's key, known only while the message is deferred. `request_id`: LINE's id of the call.
    """

    row: int
    state: OutboxState
    reason: str | None = None
    sent_by: str | None = None
    retry_key: str = ""
    request_id: str | None = None
    recipient: str = ""


@dataclass(frozen=True)
class Record:
    """`handled`: how often each event was received and handled. `mornings`, `months`: the claimed runs."""

    did: Did
    cases: list[StoredCase]
    sent: list[Sent]
    calls: list[Call]
    owed: list[OutboxMessage]
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
    calls = list(line.sending.log.records.values())
    with store.read() as tx:
        accepted = Counter(
            tx.connection.scalars(select(audit.c.complaint_id).where(audit.c.action == "accept"))
        )
        warned = _warned(tx)
        ids = tx.connection.scalars(
            select(complaint.c.id).order_by(complaint.c.filed_at, complaint.c.id)
        ).all()
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
            StoredCase(
                case.number,
                keys.get(case.reporter, ""),
                opened_case(case).detail,
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
            OutboxMessage(
                row.id,
                OutboxState(row.state),
                row.last_error or _bundled_only(row),
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
    rungs = {
        *(name for rungs in ESCALATED.values() for name in rungs.values()),
        *REMINDED_ONLY.values(),
    }
    for row in tx.connection.execute(
        select(audit.c.complaint_id, audit.c.action).where(audit.c.action.in_(rungs))
    ):
        warned[row.complaint_id][row.action] += 1
    return warned


def _bundled_only(row) -> str | None:
    """The reason of a message that is deferred, without an error, to the recipient's next reply."""
    return (
        "bundled only"
        if row.state == OutboxState.DEFERRED and row.next_at - row.created_at >= BUNDLED_ONLY
        else None
    )


def tally(store: Store) -> dict[str, int]:
    """Number of messages by result: sent by reply or push, deferred, given up."""
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


def count_unhandled(store: Store) -> int:
    """The number of events that are not handled yet."""
    with store.read() as tx:
        found = tx.connection.scalar(
            select(func.count()).select_from(inbox).where(inbox.c.state == 0)
        )
    return found or 0


def count_waiting(store: Store, now: datetime) -> int:
    """The number of events, messages and tasks that are waiting, including held messages that are due."""
    open_rows = (
        inbox.c.state == 0,
        outbox.c.state < OutboxState.SENT,
        (outbox.c.state == OutboxState.DEFERRED) & (outbox.c.next_at <= now),
        task.c.state < 2,
    )
    with store.read() as tx:
        return sum(
            tx.connection.scalar(select(func.count()).where(rows)) or 0 for rows in open_rows
        )
