"""Messages that become due together are sent together, each once and in order, except some kinds."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from domain.figures.push_budget import Weight
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from handlers.notify import push_batches
from scheduler.jobs import release_deferred_messages
from storage.queues.outbox import BUNDLED_ONLY, OutboxState
from storage.tables import outbox
from tests.moments import DAY, NOON
from tests.sealed import letter_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hold(store):
    def hold(*texts, to="U1", weight=Weight.PROMPT, until=NOON):
        with store.begin() as tx:
            for text in texts:
                tx.outbox.enqueue(
                    to, encode_replies([Text(text)]), NOON, weight=weight, deferred_until=until
                )

    return hold


@pytest.fixture
def calls(store):
    """Return recipient and texts of each push that waits to be sent."""

    def calls():
        with store.read() as tx:
            rows = tx.connection.execute(
                select(outbox).where(outbox.c.state == OutboxState.WAITING).order_by(outbox.c.id)
            )
            letters = [letter_of(row) for row in rows]
        return [(who, [reply["text"] for reply in replies]) for who, replies in letters]

    return calls


def send_due(office, now=NOON):
    with office.uow(now) as uow:
        return push_batches.send_due(uow)


def test_as_many_as_line_takes_in_a_call_go_in_one_push(office, hold, calls):
    hold(*"abc")
    hold("x", to="U2")
    hold(*"defg")
    assert send_due(office) == 3
    assert sorted(calls()) == [("U1", list("abcde")), ("U1", list("fg")), ("U2", ["x"])]
    assert send_due(office) == 0
    assert len(calls()) == 3


def test_what_only_rides_or_is_not_due_stays(office, hold, calls):
    hold("rides", to="U2", until=NOON + BUNDLED_ONLY)
    hold("tomorrow", until=NOON + DAY)
    assert send_due(office) == 0
    assert send_due(office, NOON + DAY) == 1
    assert calls() == [("U1", ["tomorrow"])]


def test_messages_of_another_weight_go_apart_and_in_order(office, hold, calls):
    hold("a", "b")
    hold("c", weight=Weight.ENDING)
    hold("d")
    assert send_due(office) == 3
    assert calls() == [("U1", ["a", "b"]), ("U1", ["c"]), ("U1", ["d"])]


def test_what_only_rides_rides_with_them(office, hold, calls):
    hold("rides", until=NOON + BUNDLED_ONLY)
    hold("a")
    assert send_due(office) == 1
    assert calls() == [("U1", ["rides", "a"])]
    assert send_due(office, NOON + BUNDLED_ONLY) == 0


def test_what_line_may_have_taken_before_goes_alone_with_its_own_key(office, store, hold, calls):
    hold("in doubt", "a", "b")
    with store.begin() as tx:
        first = tx.connection.scalar(select(outbox.c.id).order_by(outbox.c.id).limit(1))
        doubted = outbox.c.id == first
        tx.connection.execute(update(outbox).where(doubted).values(doubtful=True))
        key = tx.connection.scalar(select(outbox.c.retry_key).where(doubted))
    release_deferred_messages(office, NOON)
    assert calls() == [("U1", ["in doubt"]), ("U1", ["a", "b"])]
    with store.read() as tx:
        assert tx.connection.scalar(select(outbox.c.retry_key).where(doubted)) == key


def test_what_another_release_wrote_keeps_nobody_s_message(office, store, hold, calls):
    with store.begin() as tx:
        tx.outbox.enqueue(
            "U1", '[{"is": "Novel"}]', NOON, weight=Weight.PROMPT, deferred_until=NOON
        )
        tx.outbox.enqueue("U1", '[{"is": "Text"}]', NOON, weight=Weight.PROMPT, deferred_until=NOON)
    with office.uow(NOON) as uow:
        assert uow.with_deferred("U1", [Text("b")]) == [Text("b")]
    hold("a")
    assert send_due(office) == 1
    assert calls() == [("U1", ["a"])]
    with store.begin() as tx:
        assert tx.outbox.release_deferred(NOON) == 2


def test_what_cannot_be_opened_is_left_to_the_worker_that_gives_it_up(office, store, hold):
    hold("a")
    with store.begin() as tx:
        tx.connection.execute(update(outbox).values(payload=b"not ours"))
    assert send_due(office) == 0
    release_deferred_messages(office, NOON)
    with store.read() as tx:
        assert tx.connection.scalar(select(outbox.c.state)) == OutboxState.WAITING


def test_a_message_told_together_waits_for_the_tick_even_of_a_clock_that_went_back(office, calls):
    with office.uow(NOON) as uow:
        assert uow.notify("U1", [Text("late")], batched=True)
    assert calls() == []
    assert send_due(office, NOON - MINUTE) == 1
    assert calls() == [("U1", ["late"])]


def test_more_than_are_read_at_once(office, hold, calls):
    hold(*map(str, range(push_batches.READ_AT_ONCE + 1)))
    release_deferred_messages(office, NOON)
    said = [text for _, texts in calls() for text in texts]
    assert said == list(map(str, range(push_batches.READ_AT_ONCE + 1)))
    assert len(calls()) == push_batches.READ_AT_ONCE // 5 + 1
