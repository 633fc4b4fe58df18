"""Work in progress at the time of a backup, and its state in the restored office."""

import pytest
from sqlalchemy import select, update

from bot.line.outbound.sender import KEY_LIFE
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from storage.queues.inbox import NewEvent
from storage.queues.outbox import OutboxState
from storage.recovery.after_restore import resume
from storage.tables import outbox
from tests.fake_line import ACCEPTED_BEFORE
from tests.integration.owing import claim_one
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND

HELLO = encode_replies([Text("สวัสดี")])
AT_ONCE, NEXT_MORNING, DAYS_LATER = NOON + MINUTE, NOON + 20 * HOUR, NOON + 5 * DAY


def restored(store):
    """Set the state as if everything had been backed up at noon and restored."""
    with store.begin() as tx:
        resume(tx, NOON, AT_ONCE)


def outcomes(store):
    with store.read() as tx:
        rows = tx.connection.execute(select(outbox).order_by(outbox.c.id)).all()
    return [(OutboxState(row.state), row.last_error) for row in rows]


def key_of(store):
    with store.read() as tx:
        return tx.connection.execute(select(outbox.c.retry_key)).scalar_one()


@pytest.mark.parametrize("now", [AT_ONCE, NEXT_MORNING])
def test_a_push_goes_again_with_its_own_key_and_line_knows_it(worker, line, store, clock, now):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON)
    restored(store)
    clock.now, line.answers = now, [ACCEPTED_BEFORE]
    worker.deliver()
    assert [(call.how, call.retry_key) for call in line.calls] == [("push", key_of(store))]
    assert outcomes(store) == [(OutboxState.SENT, None)]


def test_a_push_line_never_saw_arrives_after_all(worker, line, store, clock):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON)
    restored(store)
    clock.now = NEXT_MORNING
    worker.deliver()
    assert line.calls[0].texts == ["สวัสดี"]


@pytest.mark.parametrize("now", [NOON + KEY_LIFE + SECOND, DAYS_LATER])
def test_a_push_whose_key_line_has_forgotten_is_offered_not_sent_as_if_new(
    worker, line, store, clock, office, now
):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON)
    restored(store)
    clock.now = now
    worker.deliver()
    assert [call.texts for call in line.calls] == [
        [office.translations.say("apology.perhaps_missed", "th")]
    ]
    assert outcomes(store)[0] == (OutboxState.GIVEN_UP, "older than the life of a retry key")


def test_the_days_of_a_key_are_counted_from_its_first_try(worker, line, store, clock):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON - DAY)
        tx.connection.execute(update(outbox).values(tried_at=NOON - DAY))
    restored(store)
    clock.now = AT_ONCE
    worker.deliver()
    assert outcomes(store)[0] == (OutboxState.GIVEN_UP, "older than the life of a retry key")


@pytest.mark.parametrize("now", [AT_ONCE, DAYS_LATER])
def test_an_answer_that_was_on_its_way_is_not_given_again(worker, line, store, clock, now):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON, reply_token="token", reply_until=NOON + MINUTE)
        claim_one(tx, NOON)
    restored(store)
    clock.now = now
    worker.deliver()
    assert (line.calls, outcomes(store)) == (
        [],
        [(OutboxState.GIVEN_UP, "a reply from before a restore")],
    )


def test_what_was_held_for_a_new_month_rides_with_the_next_answer_and_is_never_pushed(
    office, line, settings, store, clock
):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON, deferred_until=NOON + DAY)
    restored(store)
    with store.begin() as tx:
        assert tx.outbox.release_deferred(NOON + 400 * DAY) == 0
    with office.uow(DAYS_LATER) as uow:
        assert uow.with_deferred("U1", [Text("ครับ")]) == [Text("สวัสดี"), Text("ครับ")]


def test_work_that_somebody_held_is_free_at_once(store):
    with store.begin() as tx:
        tx.outbox.enqueue("U1", HELLO, NOON)
        assert claim_one(tx, NOON) is not None
    with store.begin() as tx:
        assert claim_one(tx, NOON + SECOND) is None
    restored(store)
    with store.begin() as tx:
        assert claim_one(tx, NOON + SECOND).doubtful is True


def test_what_residents_wrote_and_nobody_had_read_is_still_read(store):
    with store.begin() as tx:
        tx.inbox.store([NewEvent("E1", "U1", "{}")], NOON)
    restored(store)
    with store.begin() as tx:
        assert tx.inbox.next(DAYS_LATER).raw == "{}"
