"""Of a burst 300 events are handled, one notice is sent, and the rest stays in the inbox until it is scrubbed."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.line.inbound.rate_limit import MAX_EVENTS, Throttle
from bot.line.inbound.webhook import event_id, read_events
from scheduler.jobs import FAILED_RETENTION, scrub
from storage.queues.inbox import THROTTLED
from storage.tables import inbox, outbox
from tests.line_bodies import BOONMEE, SOMSRI, TEAM, body, says
from tests.moments import NOON
from tests.sealed import letter_of

BEYOND = 25


@pytest.fixture
def receive(store, clock):
    """Return events as the web part stores them."""
    throttle = Throttle(event_id)

    def keep(*sent):
        kept = throttle.judge(read_events(body(*sent)), clock.now.timestamp())
        with store.begin() as tx:
            tx.inbox.store(kept, clock.now)

    return keep


def messages(count, sender=SOMSRI, **facts):
    return [says(f"สวัสดีค่ะ {number}", sender=sender, **facts) for number in range(count)]


def hear_all(worker):
    while worker.handle_next_event():
        pass


def states(store):
    with store.read() as tx:
        found = tx.connection.scalars(select(inbox.c.state)).all()
    return {state: found.count(state) for state in set(found)}


def owed(store):
    with store.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [(row.reply_token, *letter_of(row)) for row in rows]


def test_a_burst_is_answered_so_far_then_told_once_and_kept_aside(worker, store, receive):
    flood = messages(MAX_EVENTS + BEYOND)
    receive(*flood)
    hear_all(worker)
    assert states(store) == {1: MAX_EVENTS + 1, THROTTLED: BEYOND}
    tokens = [token for token, _, _ in owed(store)]
    assert tokens == [one["replyToken"] for one in flood[: MAX_EVENTS + 1]]
    (*_, (_, recipient, said)) = owed(store)
    assert (recipient, len(said)) == (SOMSRI, 1)
    assert "รอ 1 นาทีแล้วส่งใหม่" in said[0]["text"]
    assert worker.handle_next_event() is False


def test_a_redelivery_of_the_burst_changes_nothing(worker, store, receive):
    flood = messages(MAX_EVENTS + BEYOND)
    receive(*flood)
    hear_all(worker)
    before = states(store), len(owed(store))
    receive(*flood)
    hear_all(worker)
    assert (states(store)[1], len(owed(store))) == (before[0][1], before[1])
    assert states(store)[THROTTLED] == BEYOND


def test_someone_else_in_the_middle_of_it_is_heard(worker, store, receive):
    receive(*messages(MAX_EVENTS + 5), *messages(1, BOONMEE), *messages(5))
    hear_all(worker)
    assert [to for _, to, _ in owed(store)].count(BOONMEE) == 1


def test_a_group_is_told_nothing(worker, store, receive):
    group = {"type": "group", "groupId": TEAM, "userId": SOMSRI}
    receive(*messages(MAX_EVENTS + 5, source=group))
    hear_all(worker)
    assert (states(store)[THROTTLED], owed(store)) == (5, [])


def test_who_speaks_english_is_told_in_both(worker, store, receive):
    with store.begin() as tx:
        tx.people.ensure(SOMSRI, NOON)
        tx.people.describe(SOMSRI, "John", "en")
    receive(*messages(MAX_EVENTS + 1))
    hear_all(worker)
    assert "Please wait a minute" in owed(store)[-1][2][0]["text"]


def test_what_was_set_aside_is_scrubbed_like_what_nobody_could_read(office, store, receive, clock):
    receive(*messages(MAX_EVENTS + 5))
    scrub(office, clock.now + FAILED_RETENTION + timedelta(hours=1))
    with store.read() as tx:
        rows = tx.connection.execute(select(inbox).where(inbox.c.state == THROTTLED)).all()
    assert [(row.sender, row.raw) for row in rows] == [("", b"")] * 5


def test_it_lies_sealed_until_then(store, receive):
    receive(*messages(MAX_EVENTS + 1))
    with store.read() as tx:
        rows = tx.connection.execute(select(inbox)).all()
    assert not any(SOMSRI.encode() in row.raw for row in rows)
    assert [row for row in rows if SOMSRI in row.sender] == []
    assert json.dumps(SOMSRI) not in str(rows)
