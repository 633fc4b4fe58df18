"""For every response of LINE, a message ends as sent, waiting, held or given up, and never without a state."""

import json

import pytest
from sqlalchemy import select, update

from bot.line.outbound.sender import REPLY_LIFE
from domain.organisation.officers import Role
from handlers.notify import push_quota
from storage.queues.outbox import OutboxState
from storage.tables import outbox
from tests import fake_line
from tests.integration.owing import CARD, enqueue, only_row, pushes
from tests.moments import DAY, HOUR, NOON, SECOND


def test_a_fresh_token_is_replied_to_and_costs_no_push(worker, line, store):
    enqueue(store, token="token")
    worker.deliver()
    assert line.hows == ["reply"]
    assert line.calls[0].body["replyToken"] == "token"
    assert (only_row(store).state, only_row(store).sent_by, pushes(store)) == (2, "reply", 0)
    worker.deliver()
    assert line.hows == ["reply"]


def test_without_a_token_it_is_pushed_with_its_key_and_counted(worker, line, store):
    enqueue(store)
    worker.deliver()
    row = only_row(store)
    assert [(call.how, call.retry_key) for call in line.calls] == [("push", row.retry_key)]
    assert (row.state, row.sent_by, row.line_request_id, pushes(store)) == (
        2,
        "push",
        "request-1",
        1,
    )


def test_a_token_too_old_is_not_tried(worker, line, store, clock):
    enqueue(store, token="token")
    clock.now += REPLY_LIFE
    worker.deliver()
    assert line.hows == ["push"]


def test_a_dead_token_becomes_a_push_at_once(worker, line, store):
    enqueue(store, token="token")
    line.answers = [fake_line.DEAD_TOKEN]
    worker.deliver()
    assert line.hows == ["reply", "push"]
    assert (only_row(store).state, pushes(store)) == (OutboxState.SENT, 1)


@pytest.mark.parametrize(
    ("answer", "in_doubt"),
    [
        ((500, {"message": "Internal Server Error"}), True),
        (fake_line.NO_ANSWER, True),
        (fake_line.GIBBERISH, True),
        (fake_line.TOO_FAST, False),
        ((401, {"message": "Authentication failed"}), False),
        ((403, {}), False),
    ],
    ids=["500", "no answer", "gibberish", "too fast", "401", "403"],
)
def test_what_may_get_better_is_tried_again_a_little_later_each_time(
    worker, line, store, clock, answer, in_doubt
):
    enqueue(store)
    for wait in (1, 2, 4):
        line.answers = [answer]
        worker.deliver()
        row = only_row(store)
        assert (row.state, row.next_at, row.doubtful) == (0, clock.now + wait * SECOND, in_doubt)
        clock.now = row.next_at - SECOND / 10
        worker.deliver()
        assert only_row(store).attempts == row.attempts
        clock.now = row.next_at
    worker.deliver()
    assert only_row(store).state == OutboxState.SENT


def test_a_refused_card_is_said_in_plain_words(worker, line, store):
    enqueue(store, CARD, token="token")
    line.answers = [fake_line.REFUSED]
    worker.deliver()
    first, second = line.calls
    assert (first.how, first.texts) == ("reply", ["flex"])
    assert second.how == "reply"
    assert "รับแล้ว" in second.texts[0]
    assert only_row(store).state == OutboxState.SENT


def test_what_line_refuses_even_in_plain_words_is_given_up_with_line_s_reason(worker, line, store):
    enqueue(store, CARD)
    line.answers = [fake_line.REFUSED, fake_line.REFUSED]
    worker.deliver()
    row = only_row(store)
    assert row.state == OutboxState.GIVEN_UP
    assert row.last_error == (
        "400 A message (messages[0]) in the request body is invalid messages[0].altText"
    )


def test_somebody_unreachable_is_given_up_and_not_asked_twice(worker, line, store):
    enqueue(store)
    line.answers = [fake_line.UNREACHABLE]
    worker.deliver()
    assert (only_row(store).state, line.hows) == (OutboxState.GIVEN_UP, ["push"])


def test_when_the_month_is_gone_a_push_waits_for_the_next_and_is_then_sent(
    worker, line, store, clock
):
    enqueue(store)
    line.answers = [fake_line.MONTH_IS_GONE]
    worker.deliver()
    row = only_row(store)
    assert row.state == OutboxState.DEFERRED
    assert row.next_at.isoformat() == "2026-11-30T17:00:00+00:00"
    clock.now = row.next_at
    with store.begin() as tx:
        assert tx.outbox.release_deferred(clock.now) == 1
    worker.deliver()
    assert (only_row(store).state, pushes(store), pushes(store, "2569-12")) == (2, 0, 1)


def test_a_message_line_never_accepted_is_sent_however_late(worker, line, store, clock):
    enqueue(store)
    with store.begin() as tx:
        tx.connection.execute(update(outbox).values(attempts=60, tried_at=NOON - 3 * DAY))
    line.answers = [(401, {})]
    worker.deliver()
    assert only_row(store).next_at == NOON + HOUR
    clock.now += HOUR
    worker.deliver()
    assert only_row(store).state == OutboxState.SENT


@pytest.mark.parametrize("replies", ['[{"is": "Hologram"}]', "[", '[{"is": "Text"}]'])
def test_a_message_that_cannot_be_built_is_given_up_and_blocks_nobody(worker, line, store, replies):
    enqueue(store, replies)
    enqueue(store)
    worker.deliver()
    assert line.hows == ["push"]


def test_nobody_who_blocked_us_is_pushed_to(worker, line, store):
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
        tx.people.blocked("U1", NOON)
    enqueue(store)
    worker.deliver()
    row = only_row(store)
    assert (line.calls, row.state, row.last_error) == ([], OutboxState.GIVEN_UP, "blocked")


def test_no_transaction_is_open_while_line_is_called(worker, line, store):
    """Another transaction writes to the same database during the call and need not wait."""
    written = []

    def write_beside_it(_call):
        with store.begin() as tx:
            tx.people.ensure("U2", NOON)
        written.append(True)

    line.during = write_beside_it
    enqueue(store)
    worker.deliver()
    assert written == [True]
    assert only_row(store).state == OutboxState.SENT


@pytest.mark.parametrize(("to", "recipients"), [("U1", 1), ("C1", 20)])
def test_a_push_under_way_is_not_taken_for_one_that_was_sent_by_hand(
    worker, line, office, to, recipients
):
    with office.uow(NOON) as uow:
        clerk = uow.tx.officers.add("สารบรรณ", Role.ADMIN, None, NOON)
        uow.tx.groups.link("C1", "engineering", clerk.id, NOON)
        uow.tx.groups.count_members("C1", 20)

    def ask_meanwhile(_call):
        with office.uow(NOON) as uow:
            push_quota.store_quota(uow, "2569-11", 300, 7 + recipients)

    line.during = ask_meanwhile
    enqueue(office.store, to=to)
    worker.deliver()
    with office.read_only_uow(NOON) as uow:
        assert (line.hows, uow.budget.spent) == (["push"], 7 + recipients)


def test_messages_go_one_after_the_other_and_each_is_settled_with_the_claim_of_the_next(
    worker, line, store
):
    states = []

    def look(_call):
        with store.read() as tx:
            states.append(list(tx.connection.scalars(select(outbox.c.state).order_by(outbox.c.id))))

    line.during = look
    for person in ("U1", "U2", "U3"):
        enqueue(store, to=person)
    worker.deliver()
    assert states == [[1, 0, 0], [2, 1, 0], [2, 2, 1]]


def test_the_reason_kept_never_holds_what_was_said(worker, line, store):
    enqueue(store)
    secret = "เรื่องลับของสมศรี"
    details = [{"message": f"{secret} is too long", "property": "messages[0].text"}]
    line.answers = [(400, {"message": "invalid", "details": details})] * 2
    worker.deliver()
    assert secret not in json.dumps(only_row(store).last_error, ensure_ascii=False)
