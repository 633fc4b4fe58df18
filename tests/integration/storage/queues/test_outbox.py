"""Messages are sent in order, once, and only by the holder of their lease."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.line.client import TIMEOUT
from domain.figures.push_budget import Weight
from storage.queues.outbox import OutboxState
from storage.queues.outbox_delivery import LEASE
from storage.store import open_store
from storage.tables import outbox
from tests.databases import VAULT, on_postgres
from tests.integration.owing import claim_one
from tests.moments import DAY, HOUR, MINUTE, NOON, SECOND


def enqueue(store, *names, token=None):
    """Return messages named `recipient-number`."""
    with store.begin() as tx:
        for name in names:
            tx.outbox.enqueue(
                name.split("-")[0],
                name,
                NOON,
                reply_token=token,
                reply_until=token and NOON + MINUTE,
            )


def claim(store, now=NOON):
    with store.begin() as tx:
        return claim_one(tx, now)


def name_of(row):
    return row and row.replies


def sent(store, row, now=NOON):
    with store.begin() as tx:
        return tx.delivery.sent(row, "push", now, "request-1")


def first_row(store):
    """Return the first waiting message as stored."""
    with store.read() as tx:
        return tx.connection.execute(select(outbox).order_by(outbox.c.id)).first()


def test_each_recipient_hears_one_thing_at_a_time_in_order(store):
    enqueue(store, "a-1", "a-2", "b-1")
    first, other = claim(store), claim(store)
    assert (name_of(first), name_of(other), claim(store)) == ("a-1", "b-1", None)
    sent(store, first)
    assert name_of(claim(store)) == "a-2"


def test_a_message_to_be_tried_again_keeps_back_the_next_to_the_same_person_alone(store):
    enqueue(store, "a-1", "a-2", "b-1")
    with store.begin() as tx:
        tx.delivery.again(claim_one(tx, NOON), "500", NOON + MINUTE)
    assert name_of(claim(store)) == "b-1"
    assert claim(store) is None
    assert name_of(claim(store, NOON + MINUTE)) == "a-1"


def test_a_reply_goes_before_pushes_that_came_earlier(store):
    enqueue(store, "a-1", "b-1")
    enqueue(store, "c-1", "a-2", token="token")
    assert [name_of(claim(store)) for _ in range(5)] == ["c-1", "a-2", "a-1", "b-1", None]


def test_one_claim_takes_no_more_than_asked_and_one_a_person(store):
    enqueue(store, "a-1", "a-2", "b-1", "c-1")
    with store.begin() as tx:
        taken = [{name_of(row) for row in tx.delivery.claim(NOON, most)} for most in (2, 0, 9)]
    assert taken == [{"a-1", "b-1"}, set(), {"c-1"}]


def test_an_answer_goes_beside_an_earlier_push_to_the_same_person(store):
    enqueue(store, "a-1")
    enqueue(store, "a-2", token="token")
    with store.begin() as tx:
        assert {name_of(row) for row in tx.delivery.claim(NOON, 9)} == {"a-1", "a-2"}


def test_a_reply_waits_for_an_earlier_reply_to_the_same_person(store):
    enqueue(store, "a-1", "a-2", token="token")
    first = claim(store)
    assert claim(store) is None
    sent(store, first)
    assert name_of(claim(store)) == "a-2"


def test_a_push_waits_for_an_earlier_reply(store):
    enqueue(store, "a-1", token="token")
    enqueue(store, "a-2")
    first = claim(store)
    assert claim(store) is None
    sent(store, first)
    assert name_of(claim(store)) == "a-2"


def test_a_given_up_message_keeps_back_nobody(store):
    enqueue(store, "a-1", "a-2")
    with store.begin() as tx:
        tx.delivery.give_up(claim_one(tx, NOON), "403")
    assert name_of(claim(store)) == "a-2"
    assert first_row(store).state == OutboxState.GIVEN_UP


def test_a_message_whose_sender_died_is_taken_over_when_its_lease_ends_and_is_in_doubt(store):
    enqueue(store, "a-1")
    first = claim(store)
    assert (first.attempts, first.doubtful) == (1, False)
    assert claim(store, NOON + LEASE - SECOND) is None
    second = claim(store, NOON + LEASE)
    assert (second.attempts, second.doubtful, second.retry_key) == (2, True, first.retry_key)


def test_a_lease_is_longer_than_a_card_and_its_plain_words_may_take():
    assert timedelta(seconds=2 * sum(TIMEOUT)) < LEASE


def test_a_sender_that_was_overtaken_changes_nothing(store):
    enqueue(store, "a-1")
    slow = claim(store)
    claim(store, NOON + LEASE)
    before = first_row(store)
    with store.begin() as tx:
        assert tx.delivery.sent(slow, "push", NOON, None) is False
        tx.delivery.again(slow, "500", NOON, doubtful=True, drop_token=True)
        tx.delivery.defer(slow, "429", NOON)
        tx.delivery.give_up(slow, "400")
    assert first_row(store) == before


def test_at_a_new_start_leases_of_the_dead_are_taken_over_at_once(store):
    enqueue(store, "a-1")
    claim(store)
    with store.begin() as tx:
        tx.delivery.release_leases()
    again = claim(store)
    assert (again.attempts, again.doubtful) == (2, True)


def test_doubt_once_raised_stays(store):
    enqueue(store, "a-1")
    for doubtful in (True, False):
        with store.begin() as tx:
            tx.delivery.again(claim_one(tx, NOON), "500", NOON, doubtful=doubtful)
    assert claim(store).doubtful is True


def test_the_hour_of_the_first_try_is_remembered(store):
    enqueue(store, "a-1")
    for now in (NOON + HOUR, NOON + DAY):
        with store.begin() as tx:
            row = claim_one(tx, now)
            assert row.tried_at == NOON + HOUR
            tx.delivery.again(row, "500", now)


def test_a_dropped_token_is_not_used_again(store):
    enqueue(store, "a-1", token="token")
    with store.begin() as tx:
        tx.delivery.again(claim_one(tx, NOON), "400", NOON, drop_token=True)
    assert claim(store).reply_token is None


def test_what_was_sent_says_when_and_how(store):
    enqueue(store, "a-1")
    assert sent(store, claim(store), NOON + SECOND) is True
    row = first_row(store)
    assert (row.state, row.sent_at, row.sent_by, row.line_request_id) == (
        OutboxState.SENT,
        NOON + SECOND,
        "push",
        "request-1",
    )


def test_held_messages_are_let_go_in_their_new_month_and_no_earlier(store):
    enqueue(store, "a-1")
    with store.begin() as tx:
        tx.delivery.defer(claim_one(tx, NOON), "429", NOON + DAY)
    assert claim(store, NOON + 2 * DAY) is None
    for now, freed in ((NOON + DAY - SECOND, 0), (NOON + DAY, 1), (NOON + DAY, 0)):
        with store.begin() as tx:
            assert tx.outbox.release_deferred(now) == freed
    assert name_of(claim(store, NOON + DAY)) == "a-1"


def test_the_ledger_adds_up_by_month(store):
    with store.begin() as tx:
        assert tx.push_ledger.pushes_in("2569-11") == 0
        tx.push_ledger.count_pushes("2569-11", 1)
        tx.push_ledger.count_pushes("2569-11", 3)
        tx.push_ledger.count_pushes("2569-12", 1)
        assert [tx.push_ledger.pushes_in(f"2569-{month}") for month in (11, 12)] == [4, 1]


@on_postgres
def test_two_processes_never_hold_the_same_message_or_the_same_person(database_url, store):
    enqueue(store, "a-1", "a-2", "b-1")
    other = open_store(database_url, VAULT)
    try:
        with store.begin() as mine, other.begin() as theirs:
            assert name_of(claim_one(mine, NOON)) == "a-1"
            assert name_of(claim_one(theirs, NOON)) == "b-1"
            assert claim_one(theirs, NOON) is None
    finally:
        other.close()


@on_postgres
def test_what_one_process_is_about_to_take_another_leaves_with_all_that_waits_for_it(
    database_url, store
):
    enqueue(store, "a-1", "b-1", "a-2", "b-2", "c-1", "c-2")
    other = open_store(database_url, VAULT)
    try:
        with store.begin() as mine, other.begin() as theirs:
            assert {name_of(row) for row in mine.delivery.claim(NOON, 2)} == {"a-1", "b-1"}
            assert {name_of(row) for row in theirs.delivery.claim(NOON, 16)} == {"c-1"}
    finally:
        other.close()


def test_a_request_id_of_any_length_can_be_noted(store):
    enqueue(store, "a-1")
    with store.begin() as tx:
        assert tx.delivery.sent(claim_one(tx), "push", NOON, "x" * 500)
    assert first_row(store).line_request_id == "x" * 80


@pytest.mark.parametrize("error", ["x" * 500])
def test_an_error_of_any_length_can_be_noted(store, error):
    enqueue(store, "a-1")
    with store.begin() as tx:
        tx.delivery.again(claim_one(tx, NOON), error, NOON)
    assert first_row(store).last_error == "x" * 200


def test_what_was_sent_long_ago_is_dropped_and_what_is_still_owed_stays(store):
    enqueue(store, "a-1", "b-1", "c-1")
    sent(store, claim(store))
    with store.begin() as tx:
        tx.delivery.give_up(claim_one(tx, NOON), "400")
        assert tx.outbox.drop_old(NOON, 10) == 0
        assert tx.outbox.drop_old(NOON + SECOND, 10, spare=2) == 1
        assert tx.outbox.drop_old(NOON + SECOND, 10) == 1
    assert name_of(claim(store)) == "c-1"


def test_what_one_account_is_owed_and_nobody_is_sending_goes_to_another_in_order(store):
    with store.begin() as tx:
        for name, to, weight, until in (
            ("1 held alert", "a", Weight.ALERT, NOON + DAY),
            ("2 their own case", "a", Weight.NEWS, NOON + DAY),
            ("3 waiting prompt", "a", Weight.PROMPT, None),
            ("4 somebody else's", "b", Weight.ALERT, NOON + DAY),
            ("5 held prompt", "a", Weight.PROMPT, NOON + DAY),
        ):
            tx.outbox.enqueue(to, name, NOON, weight=weight, deferred_until=until)
    tried = claim(store)
    with store.begin() as tx:
        tx.delivery.again(tried, "no answer", NOON, doubtful=True)
        tx.outbox.move_to_account("a", "new", (Weight.ALERT, Weight.PROMPT))
    with store.begin() as tx:
        held = {
            who: [name for _, name in tx.outbox.deferred_for(who, 5)] for who in ("a", "b", "new")
        }
    assert held == {
        "a": ["2 their own case"],
        "b": ["4 somebody else's"],
        "new": ["1 held alert", "5 held prompt"],
    }
    moved = claim(store)
    assert (moved.recipient, moved.replies) == ("new", "3 waiting prompt")
    assert (moved.doubtful, moved.attempts) == (False, 1)
    assert moved.retry_key != tried.retry_key
    assert claim(store) is None


def test_what_is_just_being_sent_is_not_readdressed(store):
    enqueue(store, "a-1")
    under_way = claim(store)
    with store.begin() as tx:
        tx.outbox.move_to_account("a", "new", (Weight.REPLY,))
        assert tx.delivery.sent(under_way, "push", NOON, "request-1")
    assert claim(store) is None
