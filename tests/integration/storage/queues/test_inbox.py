"""Each event is handled once, in order per sender, and a failure of one sender delays no other."""

import threading
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from storage.queues.inbox import MAX_ATTEMPTS, NewEvent
from storage.store import open_store
from storage.tables import inbox
from tests.databases import VAULT, on_postgres
from tests.moments import DAY, NOON, SECOND


def keep(store, *names, at=NOON):
    """Return events named `sender-number`."""
    with store.begin() as tx:
        tx.inbox.store([NewEvent(name, name.split("-")[0], f'"{name}"') for name in names], at)


def take(store, now=NOON, *, done=True):
    with store.begin() as tx:
        row = tx.inbox.next(now)
        if row is not None and done:
            tx.inbox.done(row.id)
    return row


def take_all(store, now=NOON):
    return [row.raw for row in iter(lambda: take(store, now), None)]


def fail(store, row, now=NOON):
    with store.begin() as tx:
        return tx.inbox.failed(row, "ValueError", now)


def states(store):
    with store.read() as tx:
        return {
            row.webhook_event_id: (row.state, row.attempts)
            for row in tx.connection.execute(select(inbox))
        }


def test_a_redelivered_event_is_kept_once(store):
    keep(store, "a-1", "a-1")
    keep(store, "a-1", "a-2")
    assert take_all(store) == ['"a-1"', '"a-2"']


def test_a_redelivery_of_a_handled_event_is_not_handled_again(store):
    keep(store, "a-1")
    take(store)
    keep(store, "a-1")
    assert take(store) is None


def test_nothing_is_kept_for_no_events(store):
    keep(store)
    assert states(store) == {}


def test_events_come_in_the_order_of_arrival(store):
    keep(store, "a-1", "b-1", "a-2")
    keep(store, "b-2", "a-3")
    assert take_all(store) == ['"a-1"', '"b-1"', '"a-2"', '"b-2"', '"a-3"']


def test_an_event_whose_handling_failed_is_still_there(store):
    keep(store, "a-1")
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        row = tx.inbox.next(NOON)
        tx.inbox.done(row.id)
        raise ZeroDivisionError
    assert take(store).raw == '"a-1"'


def test_a_failed_event_waits_longer_each_time_and_is_then_set_aside(store):
    keep(store, "a-1")
    now, waits = NOON, []
    for attempt in range(1, MAX_ATTEMPTS + 1):
        row = take(store, now, done=False)
        assert row.attempts == attempt - 1
        assert fail(store, row, now) is (attempt == MAX_ATTEMPTS)
        began = now
        while attempt < MAX_ATTEMPTS and take(store, now, done=False) is None:
            now += SECOND
        waits.append((now - began) / SECOND)
    assert waits == [2, 4, 8, 16, 0]
    assert states(store) == {"a-1": (2, MAX_ATTEMPTS)}
    assert take(store, NOON + timedelta(days=365)) is None


def test_a_failing_event_keeps_back_its_sender_and_nobody_else(store):
    keep(store, "a-1", "a-2", "b-1")
    fail(store, take(store, done=False))
    assert take_all(store) == ['"b-1"']
    assert take_all(store, NOON + 2 * SECOND) == ['"a-1"', '"a-2"']


def test_after_a_set_aside_event_its_sender_goes_on(store):
    keep(store, "a-1", "a-2")
    now = NOON
    for _ in range(MAX_ATTEMPTS):
        fail(store, take(store, now, done=False), now)
        now += 60 * SECOND
    assert take_all(store, now) == ['"a-2"']


def test_a_failure_after_another_worker_has_handled_it_changes_nothing(store):
    keep(store, "a-1")
    now = NOON
    for _ in range(MAX_ATTEMPTS - 1):
        fail(store, take(store, now, done=False), now)
        now += 60 * SECOND
    slow = take(store, now, done=False)
    take(store, now)
    assert fail(store, slow, now) is False
    assert states(store) == {"a-1": (1, MAX_ATTEMPTS - 1)}


def test_the_oldest_waiting_event_is_reported(store):
    with store.read() as tx:
        assert tx.inbox.oldest_waiting() is None
    keep(store, "a-1")
    keep(store, "b-1", at=NOON + SECOND)
    take(store)
    with store.read() as tx:
        assert tx.inbox.oldest_waiting() == NOON + SECOND


@on_postgres
def test_nobody_is_given_a_second_event_of_a_sender_whose_first_is_in_hand(store):
    keep(store, "a-1", "a-2", "b-1")
    with store.begin() as first, store.begin() as second, store.begin() as third:
        assert first.inbox.next(NOON).raw == '"a-1"'
        assert second.inbox.next(NOON).raw == '"b-1"'
        assert third.inbox.next(NOON) is None


@on_postgres
def test_an_event_never_appears_behind_a_later_one_of_its_sender(store):
    """Two web processes: the one with the first number commits last."""
    with store.begin() as slow:
        slow.inbox.store([NewEvent("a-1", "a", "1")], NOON)
        quick = threading.Thread(target=keep, args=(store, "a-2"), daemon=True)
        quick.start()
        quick.join(0.3)
        assert take(store) is None
    quick.join(5)
    assert take_all(store) == ["1", '"a-2"']


@on_postgres
def test_two_web_processes_with_the_same_events_in_another_order_do_not_stop_each_other(store):
    faults = []

    def keep_often(names):
        try:
            for turn in range(20):
                keep(store, *(f"{name}-{turn}" for name in names))
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    names = [f"s{number}" for number in range(40)]
    threads = [threading.Thread(target=keep_often, args=(order,)) for order in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(states(store)) == 800


class CrashedError(Exception):
    pass


def work_until_idle(store, handled, chance):
    """A worker that fails at random in the middle of an event."""
    idle = 0
    while idle < 20:
        with suppress(CrashedError), store.begin() as tx:
            row = tx.inbox.next(NOON)
            idle = 0 if row else idle + 1
            if row is None:
                continue
            tx.inbox.done(row.id)
            maybe_crash(chance)
            handled.append(row.raw)


def maybe_crash(chance):
    if chance.random() < 0.1:
        raise CrashedError


def test_many_workers_handle_everything_once_and_in_order(database_url, store):
    """Also when some of them fail, and LINE delivers twice."""
    senders, each = 8, 15
    names = [f"s{sender}-{number}" for number in range(each) for sender in range(senders)]
    for start in range(0, len(names), 10):
        keep(store, *names[start : start + 10], *names[max(0, start - 5) : start])
    handled = []
    stores = [store] if store.is_sqlite else [store, open_store(database_url, VAULT)]
    threads = [
        threading.Thread(
            target=work_until_idle, args=(stores[seed % len(stores)], handled, Random(seed))
        )
        for seed in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for own in stores[1:]:
        own.close()
    assert sorted(handled) == sorted(f'"{name}"' for name in names)
    for sender in range(senders):
        own = [raw for raw in handled if raw.startswith(f'"s{sender}-')]
        assert own == [f'"s{sender}-{number}"' for number in range(each)]


@pytest.mark.parametrize("look", ["inbox.next", "inbox.oldest_waiting"])
def test_looking_for_work_reads_an_index_of_what_is_open_and_not_the_history(store, look):
    box, act = look.split(".")
    asked = []
    with store.begin() as tx:
        if not store.is_sqlite:
            # The plan that a prepared statement finally uses, on a table too small for an index.
            for setting in ("plan_cache_mode = force_generic_plan", "enable_seqscan = off"):
                tx.connection.exec_driver_sql(f"SET LOCAL {setting}")

        def note(_connection, _cursor, statement, parameters, *_rest):
            asked.append((statement, parameters))

        sqlalchemy_event.listen(tx.connection, "before_cursor_execute", note)
        getattr(getattr(tx, box), act)(*([NOON] if act == "next" else []))
        sqlalchemy_event.remove(tx.connection, "before_cursor_execute", note)
        (statement, parameters) = asked[0]
        plan = explain(tx.connection, statement, parameters, sqlite=store.is_sqlite)
    assert f"ix_{box}_oldest" in plan or f"ix_{box}_waiting" in plan


def explain(connection, statement, parameters, *, sqlite):
    if sqlite:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[3] for row in rows)
    rows = connection.exec_driver_sql(f"EXPLAIN (GENERIC_PLAN) {statement}", parameters)
    return "\n".join(row[0] for row in rows)


def test_what_was_handled_long_ago_is_dropped_oldest_first_and_what_waits_stays(store):
    keep(store, "a-1", "b-1", "c-1")
    take(store), take(store)
    keep(store, "d-1", at=NOON + SECOND)
    with store.begin() as tx:
        assert [tx.inbox.drop_old(NOON + SECOND, 1) for _ in range(3)] == [1, 1, 0]
    assert set(states(store)) == {"c-1", "d-1"}


def test_the_newest_events_are_known_again_however_far_the_clock_jumps(store):
    keep(store, "a-1", "a-2", "a-3")
    while take(store):
        pass
    with store.begin() as tx:
        assert tx.inbox.drop_old(NOON + 99 * DAY, 10, spare=2) == 1
    keep(store, "a-2", "a-3", at=NOON + 99 * DAY)
    assert take(store) is None
