"""Several messages are sent at the same time, and LINE's response to each is stored."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.line.client import connect
from bot.line.outbound import dispatcher
from bot.line.outbound.sender import Outcome, Result
from bot.runtime.worker import Worker
from storage.queues.outbox import OutboxState
from storage.tables import officer, outbox
from tests.integration.owing import enqueue, only_row, pushes
from tests.moments import NOON


class Absent:
    """A database that cannot be reached while `is_away`."""

    def __init__(self, store):
        self._store = store
        self.is_away = False

    def __getattr__(self, name):
        return getattr(self._store, name)

    @contextmanager
    def begin(self):
        if self.is_away:
            raise OperationalError("BEGIN", {}, Exception("away"))
        with self._store.begin() as tx:
            yield tx


@pytest.fixture
def callers(office, settings, clock):
    """A worker with three callers, not started."""
    return Worker(office, connect(settings), clock, callers=3)


def states(store):
    with store.read() as tx:
        return list(tx.connection.scalars(select(outbox.c.state).order_by(outbox.c.id)))


def test_as_many_are_on_their_way_at_once_as_there_are_callers(callers, line, store):
    all_here = threading.Barrier(3, timeout=5)
    line.during = lambda _call: all_here.wait()
    for number in range(6):
        enqueue(store, to=f"U{number}")
    callers.deliver()
    assert (states(store), len(line.calls)) == ([OutboxState.SENT] * 6, 6)


def test_one_person_hears_one_thing_at_a_time_however_many_callers_are_free(callers, line, store):
    seen = []
    line.during = lambda _call: seen.append(states(store))
    for _ in range(3):
        enqueue(store)
    callers.deliver()
    assert seen == [[1, 0, 0], [2, 1, 0], [2, 2, 1]]


def test_what_may_go_meanwhile_goes_while_another_is_still_on_its_way(callers, line, store):
    second_is_there = threading.Event()

    def wait_for_the_second(call):
        if call.body["to"] == "U2":
            second_is_there.set()
        else:
            enqueue(store, to="U2")
            assert second_is_there.wait(5)

    line.during = wait_for_the_second
    enqueue(store, to="U1")
    callers.deliver()
    assert (states(store), line.hows) == ([OutboxState.SENT] * 2, ["push"] * 2)


def test_a_closing_relay_stores_the_results_of_messages_in_progress_and_takes_no_more(
    callers, line, store
):
    line.during = lambda _call: callers.stop_delivering()
    enqueue(store)
    enqueue(store)
    callers.deliver()
    assert states(store) == [OutboxState.SENT, OutboxState.WAITING]


def test_what_line_took_while_the_database_was_away_is_written_down_when_it_is_back(
    office, settings, clock, line, store
):
    absent = Absent(store)
    worker = Worker(replace(office, store=absent), connect(settings), clock)

    def take_it_away(_call):
        absent.is_away = True

    line.during = take_it_away
    enqueue(store)
    for _ in range(3):
        with pytest.raises(OperationalError):
            worker.deliver()
    assert only_row(store).state == OutboxState.SENDING
    absent.is_away = False
    worker.deliver()
    assert (only_row(store).state, only_row(store).doubtful) == (OutboxState.SENT, False)
    assert (line.hows, pushes(store)) == (["push"], 1)


def test_one_that_cannot_be_written_down_undoes_no_other(callers, line, store, monkeypatch):
    settle = dispatcher.settle

    def settle_all_but_one(uow, row, result):
        if row.recipient == "U2":
            raise ValueError
        settle(uow, row, result)

    monkeypatch.setattr(dispatcher, "settle", settle_all_but_one)
    all_here = threading.Barrier(3, timeout=5)
    line.during = lambda _call: all_here.wait()
    for number in (1, 2, 3):
        enqueue(store, to=f"U{number}")
    with pytest.raises(ValueError):
        callers.deliver()
    callers.deliver()
    assert states(store) == [OutboxState.SENT, OutboxState.SENDING, OutboxState.SENT]


def test_a_call_that_fails_as_none_should_takes_no_caller_with_it(
    worker, line, store, clock, monkeypatch
):
    monkeypatch.setattr(dispatcher.LineSender, "send", lambda *_: 1 / 0)
    enqueue(store, to="U1")
    worker.deliver()
    row = only_row(store)
    assert (row.state, row.last_error, row.doubtful) == (
        OutboxState.WAITING,
        "ZeroDivisionError",
        True,
    )
    monkeypatch.undo()
    clock.now = row.next_at
    worker.deliver()
    assert (only_row(store).state, line.hows) == (OutboxState.SENT, ["push"])


def test_trouble_while_it_stops_leaves_nothing_that_is_on_its_way_unsettled(
    callers, line, store, monkeypatch
):
    settle, close = dispatcher.settle, callers.stop_delivering
    is_closing, in_trouble = threading.Event(), threading.Event()
    ending = threading.Thread(target=callers.stop)

    def be_in_trouble_over_the_first(uow, row, result):
        if row.recipient != "U1":
            settle(uow, row, result)
            return
        if not in_trouble.is_set():
            ending.start()
            assert is_closing.wait(5)
            in_trouble.set()
        raise ValueError

    def close_and_tell():
        close()
        is_closing.set()

    def answer_the_second_late(call):
        assert call.body["to"] == "U1" or in_trouble.wait(5)

    monkeypatch.setattr(dispatcher, "settle", be_in_trouble_over_the_first)
    monkeypatch.setattr(callers, "stop_delivering", close_and_tell)
    line.during = answer_the_second_late
    enqueue(store, to="U1")
    enqueue(store, to="U2")
    callers.start()
    assert in_trouble.wait(5)
    ending.join()
    assert states(store) == [OutboxState.SENDING, OutboxState.SENT]


def test_next_ones_that_cannot_be_taken_undo_nothing_of_what_was_sent(
    worker, line, store, monkeypatch
):
    take = dispatcher.take

    def take_the_first(tx, now, most):
        if line.calls:
            raise ValueError
        return take(tx, now, most)

    monkeypatch.setattr(dispatcher, "take", take_the_first)
    enqueue(store, to="U1")
    enqueue(store, to="U2")
    with pytest.raises(ValueError):
        worker.deliver()
    assert (states(store), pushes(store)) == ([OutboxState.SENT, OutboxState.WAITING], 1)


def test_a_message_of_a_weight_only_a_newer_release_knows_keeps_nobody_waiting(worker, line, store):
    enqueue(store, to="U1")
    enqueue(store, to="U2")
    with store.begin() as tx:
        tx.connection.execute(update(outbox).where(outbox.c.id == 1).values(weight="unheard"))
    worker.deliver()
    assert states(store) == [OutboxState.SENT, OutboxState.SENT]


def test_an_officer_of_a_role_only_a_newer_release_knows_keeps_nobody_waiting(worker, line, store):
    appointed = {"name": "ช่างเอก", "role": "unheard", "active": True, "added_at": NOON}
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
        tx.connection.execute(officer.insert().values(line_user_id="U1", **appointed))
    enqueue(store, to="U1")
    enqueue(store, to="U2")
    worker.deliver()
    assert states(store) == [OutboxState.SENT, OutboxState.SENT]


def test_answers_of_one_round_are_written_down_in_one_order_whichever_came_first(
    office, clock, store, monkeypatch
):
    """Two workers that count a push and ask for the quota in different orders would deadlock."""
    wakeup, written, first = store.wakeup, [], threading.Event()

    def come_back(rings):
        while wakeup.count(dispatcher.WAKEUP) < rings:
            wakeup.wait(dispatcher.WAKEUP, wakeup.count(dispatcher.WAKEUP), 1.0)

    class Sender:
        def send(self, row, _now):
            if row.recipient != "U1":
                assert first.wait(5)
            if row.recipient == "U3":
                come_back(before + 2)
            return Result(Outcome.HOLD if row.recipient == "U3" else Outcome.PUSHED)

    def note(_desk, row, result):
        # The other two return while the first result is written, so that they share the next round.
        first.set()
        come_back(before + 3)
        written.append(result.outcome)

    for number in (1, 2, 3):
        enqueue(store, to=f"U{number}")
    before = wakeup.count(dispatcher.WAKEUP)
    monkeypatch.setattr(dispatcher, "settle", note)
    dispatcher.Dispatcher(office, Sender(), clock, callers=3).send_all(1.0)
    assert written == [Outcome.PUSHED, Outcome.HOLD, Outcome.PUSHED]
