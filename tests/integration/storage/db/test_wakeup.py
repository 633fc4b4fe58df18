"""A process that waits for work is woken at once, also by another process."""

import time
from contextlib import contextmanager

from sqlalchemy import text

from storage.queues.tasks import TaskKind
from storage.store import open_store
from tests.databases import on_postgres
from tests.moments import NOON

LISTENERS = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


@contextmanager
def another_process(database_url):
    """A second store that shares only the database with the first."""
    store = open_store(database_url)
    try:
        yield store
    finally:
        store.close()


def seconds_until_heard(wakeup, name, *, since, patience=5.0):
    began = time.monotonic()
    wakeup.wait(name, since, patience)
    return time.monotonic() - began


def wait_for_a_listener(store, other_than=frozenset()):
    """Return the connections that listen, once there is a new one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with store.begin() as tx:
            pids = frozenset(tx.connection.scalars(text(f"SELECT pid {LISTENERS}")))
        if pids - other_than:
            return pids
        time.sleep(0.01)
    raise AssertionError("nobody listens")


def test_a_ring_before_the_wait_is_not_missed(store):
    since = store.wakeup.count("inbox")
    store.wakeup.wake("inbox")
    assert seconds_until_heard(store.wakeup, "inbox", since=since) < 0.5


def test_another_name_wakes_nobody(store):
    since = store.wakeup.count("inbox")
    store.wakeup.wake("outbox")
    assert seconds_until_heard(store.wakeup, "inbox", since=since, patience=0.1) >= 0.1


@on_postgres
def test_a_commit_wakes_a_waiter_of_another_process(database_url, store):
    since = store.wakeup.count("outbox")
    wait_for_a_listener(store)
    with another_process(database_url) as other:
        with other.begin() as tx:
            tx.outbox.enqueue("U1", "[]", NOON)
        assert seconds_until_heard(store.wakeup, "outbox", since=since) < 1


@on_postgres
def test_what_this_process_waits_for_itself_disturbs_no_other(database_url, store):
    with another_process(database_url) as other:
        since = store.wakeup.count("outbox")
        wait_for_a_listener(store)
        others = other.wakeup.count("outbox")
        with other.begin() as tx:
            tx.outbox.enqueue("U1", "[]", NOON)
            tx.tasks.ask(TaskKind.PROFILE, "U1", NOON)
        assert seconds_until_heard(other.wakeup, "outbox", since=others) < 1
        # The notification after it on the same connection has arrived, so this one would have too.
        assert seconds_until_heard(store.wakeup, "task", since=0) < 1
        assert store.wakeup.count("outbox") == since


@on_postgres
def test_a_process_that_waits_for_nothing_does_not_listen(database_url, store):
    with another_process(database_url) as other:
        with other.begin() as tx:
            tx.outbox.enqueue("U1", "[]", NOON)
        with store.begin() as tx:
            assert tx.connection.scalar(text(f"SELECT count(*) {LISTENERS}")) == 0


@on_postgres
def test_the_bell_listens_again_after_its_connection_was_cut(database_url, store, monkeypatch):
    monkeypatch.setattr("storage.db.postgres_wakeup.RECONNECT_SECONDS", 0.05)
    since = store.wakeup.count("outbox")
    cut = wait_for_a_listener(store)
    with store.begin() as tx:
        tx.connection.execute(text(f"SELECT pg_terminate_backend(pid) {LISTENERS}"))
    wait_for_a_listener(store, other_than=cut)
    with another_process(database_url) as other:
        with other.begin() as tx:
            tx.outbox.enqueue("U1", "[]", NOON)
        assert seconds_until_heard(store.wakeup, "outbox", since=since) < 2


def test_a_store_closes_quickly(database_url):
    store = open_store(database_url)
    with store.read() as tx:
        tx.people.find("U1")
    began = time.monotonic()
    store.close()
    assert time.monotonic() - began < 0.5
