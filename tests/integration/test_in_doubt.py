"""A message that LINE may have accepted is neither lost nor sent twice."""

import pytest

from bot.line.client import connect
from bot.line.outbound.sender import KEY_LIFE, REPLY_LIFE
from bot.runtime.worker import Worker
from domain.figures.push_budget import Weight
from storage.queues.outbox import OutboxState
from storage.queues.outbox_delivery import LEASE
from tests import fake_line
from tests.fake_line import settings_for
from tests.integration.owing import claim_one, enqueue, only_row, pushes
from tests.moments import DAY, MINUTE, NOON, SECOND


def test_a_reply_never_answered_is_tried_on_the_same_token_and_not_pushed_beside_it(
    worker, line, store, clock
):
    enqueue(store, token="token")
    line.answers = [fake_line.NO_ANSWER, fake_line.DEAD_TOKEN]
    worker.deliver()
    assert (only_row(store).state, only_row(store).doubtful) == (OutboxState.WAITING, True)
    clock.now += SECOND
    worker.deliver()
    assert line.hows == ["reply", "reply"]
    assert (only_row(store).state, only_row(store).sent_by, pushes(store)) == (2, "reply", 0)


def test_an_invalid_token_that_may_be_dead_by_lines_clock_is_no_proof_of_an_answer(
    worker, line, store, clock
):
    """Our clock was set back meanwhile, so by our clock the token is still young."""
    enqueue(store, token="token")
    line.answers = [fake_line.NO_ANSWER, fake_line.DEAD_TOKEN]
    worker.deliver()
    clock.now += SECOND
    line.now += 2 * MINUTE
    worker.deliver()
    assert line.hows == ["reply", "reply", "push"]
    assert line.calls[-1].texts[0].startswith("ขออภัยค่ะ ระบบขัดข้องไปช่วงหนึ่ง")


def test_a_push_accepted_before_counts_as_sent_and_once(worker, line, store, clock):
    enqueue(store)
    line.answers = [(500, {}), fake_line.ACCEPTED_BEFORE]
    worker.deliver()
    clock.now += SECOND
    worker.deliver()
    assert len({call.retry_key for call in line.calls}) == 1
    assert (only_row(store).state, pushes(store)) == (OutboxState.SENT, 1)


@pytest.mark.parametrize("weight", [Weight.PROMPT, Weight.NEWS])
def test_what_may_have_arrived_before_the_month_was_gone_does_not_ride_on_an_answer(
    worker, line, store, clock, weight
):
    enqueue(store, weight=weight)
    line.answers = [fake_line.NO_ANSWER, fake_line.MONTH_IS_GONE]
    worker.deliver()
    clock.now += SECOND
    worker.deliver()
    row = only_row(store)
    assert (row.state, row.next_at.isoformat()) == (
        OutboxState.DEFERRED,
        "2026-11-30T17:00:00+00:00",
    )
    with store.begin() as tx:
        assert tx.outbox.deferred_for("U1", 5) == []


def test_a_message_in_doubt_is_offered_not_sent_again_when_line_has_forgotten_its_key(
    worker, line, store, clock, office
):
    enqueue(store)
    line.answers = [fake_line.NO_ANSWER]
    worker.deliver()
    clock.now += KEY_LIFE + MINUTE
    worker.deliver()
    assert len(line.calls) == 2
    assert line.calls[-1].texts == [office.translations.say("apology.perhaps_missed", "th")]


def test_a_group_is_offered_nothing_it_could_not_press(worker, line, store, clock):
    enqueue(store, to="C1", weight=Weight.GROUP)
    line.answers = [fake_line.NO_ANSWER]
    worker.deliver()
    clock.now += KEY_LIFE + MINUTE
    worker.deliver()
    assert (only_row(store).state, len(line.calls)) == (OutboxState.GIVEN_UP, 1)


def test_an_answer_in_a_group_that_may_have_arrived_does_not_ride_on_the_next_one(
    worker, line, store, clock
):
    enqueue(store, to="C1", token="token")
    line.answers = [fake_line.NO_ANSWER]
    worker.deliver()
    clock.now += REPLY_LIFE + SECOND
    worker.deliver()
    assert (only_row(store).state, len(line.calls)) == (OutboxState.GIVEN_UP, 1)


def test_an_old_message_has_a_young_key(worker, line, store, clock):
    """The bot was down for two days: the message is old, but LINE receives its retry key for the first time."""
    enqueue(store, now=NOON - 2 * DAY)
    line.answers = [fake_line.NO_ANSWER]
    worker.deliver()
    clock.now += SECOND
    worker.deliver()
    assert only_row(store).state == OutboxState.SENT


def test_while_line_is_away_nothing_is_in_doubt(office, store, clock, tmp_path, database_url):
    nobody = settings_for("http://127.0.0.1:1", database_url, tmp_path)
    worker = Worker(office, connect(nobody), clock)
    enqueue(store)
    worker.deliver()
    assert (only_row(store).state, only_row(store).doubtful) == (OutboxState.WAITING, False)


def test_a_sender_overtaken_during_its_call_neither_settles_nor_counts(
    worker, line, store, clock, settings, office
):
    successor = Worker(office, connect(settings), clock)

    def be_slow(call):
        if len(line.calls) == 1:
            clock.now += LEASE
            line.answers = [fake_line.ACCEPTED_BEFORE]
            successor.deliver()

    line.during = be_slow
    enqueue(store)
    worker.deliver()
    assert len({call.retry_key for call in line.calls}) == 1
    assert (only_row(store).state, only_row(store).attempts, pushes(store)) == (
        OutboxState.SENT,
        2,
        1,
    )


def test_a_message_stuck_in_the_hands_of_the_dead_is_sent_with_its_old_key(
    worker, line, store, clock
):
    enqueue(store)
    with store.begin() as tx:
        dead = claim_one(tx, NOON)
    clock.now += LEASE
    worker.deliver()
    assert [call.retry_key for call in line.calls] == [dead.retry_key]
    assert only_row(store).state == OutboxState.SENT
