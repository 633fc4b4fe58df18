"""What is known after a run: what was acknowledged, what the office keeps, what the pretend LINE accepted."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from bot.simulator.world import World
from storage.outbox import State
from storage.store import Store
from storage.tables import errand, inbox, outbox
from tests.chat import _words

EVERY = 1_000_000


@dataclass(frozen=True)
class Sent:
    """A message LINE accepted: the key of the chat, and everything readable in it."""

    chat: str
    words: str


@dataclass(frozen=True)
class Kept:
    """A case the office keeps; `reporter` is the key of whoever it belongs to."""

    number: str
    reporter: str
    detail: str


@dataclass(frozen=True)
class Owed:
    """A message in the outbox that was not sent, and the reason that is written there."""

    row: int
    state: State
    reason: str | None


@dataclass(frozen=True)
class Record:
    """`acknowledged`: of each person the markers of what they filed, in their order; `cases` and `sent` in theirs."""

    acknowledged: Mapping[str, list[str]]
    cases: list[Kept]
    sent: list[Sent]
    unsent: list[Owed]
    set_aside: int
    executive: str


def read_record(
    line: World, store: Store, acknowledged: Mapping[str, list[str]], executive: str
) -> Record:
    keys = line.settings.roster.person_keys
    with store.read() as tx:
        cases = tx.complaints.open_of(department=None, restricted=None, limit=EVERY)
        unsent = tx.connection.execute(
            select(outbox.c.id, outbox.c.state, outbox.c.last_error)
            .where(outbox.c.state != State.SENT)
            .order_by(outbox.c.id)
        ).all()
        set_aside = tx.connection.scalar(select(func.count()).where(inbox.c.state == 2))
    return Record(
        acknowledged=acknowledged,
        cases=[
            Kept(case.number, keys[case.reporter], case.detail)
            for case in sorted(cases, key=lambda case: case.id)
        ],
        sent=[
            Sent(chat, "\n".join(_words(message)))
            for record in line.sending.log.records.values()
            for message in record["messages"]
            for chat in record["chats"]
        ],
        unsent=[Owed(row, State(state), reason) for row, state, reason in unsent],
        set_aside=set_aside or 0,
        executive=executive,
    )


def tally(store: Store) -> dict[str, int]:
    """How the messages ended: sent by reply or push, held, given up."""
    with store.read() as tx:
        rows = tx.connection.execute(
            select(outbox.c.state, outbox.c.sent_by, func.count())
            .group_by(outbox.c.state, outbox.c.sent_by)
            .order_by(outbox.c.state, outbox.c.sent_by)
        ).all()
    return {f"{State(state).name.lower()} {by or ''}".strip(): count for state, by, count in rows}


def is_settled(store: Store) -> bool:
    """Whether nothing waits to be handled, sent or fetched."""
    waiting = (inbox.c.state == 0, outbox.c.state < State.SENT, errand.c.state < 2)
    with store.read() as tx:
        return not any(tx.connection.scalar(select(func.count()).where(rows)) for rows in waiting)
