"""Transactions: all or nothing, on both databases."""

import threading
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from domain.organisation.officers import Role
from tests.databases import on_postgres, on_sqlite
from tests.moments import NOON

PATIENCE = 5


def test_what_a_transaction_wrote_is_there_when_it_ends(store):
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
    with store.read() as tx:
        assert tx.people.find("U1").line_user_id == "U1"


def test_what_a_transaction_wrote_is_gone_when_it_fails(store):
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.people.ensure("U1", NOON)
        raise ZeroDivisionError
    with store.read() as tx:
        assert tx.people.find("U1") is None


def test_a_reader_does_not_see_what_is_not_committed(store):
    with store.begin() as writing:
        writing.people.ensure("U1", NOON)
        with store.read() as reading:
            assert reading.people.find("U1") is None


def test_a_bell_rings_only_for_what_was_committed(store):
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.outbox.enqueue("U1", "[]", NOON)
        raise ZeroDivisionError
    assert store.wakeup.count("outbox") == 0
    with store.begin() as tx:
        tx.outbox.enqueue("U1", "[]", NOON)
    assert store.wakeup.count("outbox") >= 1


@on_sqlite
def test_sqlite_keeps_every_commit_on_disk_before_it_returns(store):
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_reader_sees_one_moment_throughout(store):
    """The figures of a month are several counts, and must be of the same snapshot."""
    with store.read() as reading:
        assert reading.officers.all() == []
        with store.begin() as writing:
            added = writing.officers.add("ช่างเอก", Role.OFFICER, "engineering", NOON)
        assert reading.officers.all() == []
    with store.read() as reading:
        assert reading.officers.all() == [added]


@on_sqlite
def test_nobody_waits_to_write_while_the_log_is_shortened_beside_a_long_reader(store):
    shortening, written = threading.Thread(target=store.truncate_log), threading.Event()

    def write():
        with store.begin(hurry=True) as tx:
            tx.people.ensure("U2", NOON)
        written.set()

    with store.read() as reading:
        assert reading.people.find("U1") is None
        with store.begin() as tx:
            tx.people.ensure("U1", NOON)
        shortening.start()
        shortening.join(PATIENCE)
        writing = threading.Thread(target=write)
        writing.start()
        came_through = written.wait(PATIENCE)
    shortening.join()
    writing.join()
    assert came_through


@on_sqlite
def test_what_a_long_reader_kept_in_the_log_goes_the_next_time(store, database_url):
    log = Path(f"{make_url(database_url).database}-wal")
    with store.read() as reading:
        assert reading.people.find("U1") is None
        with store.begin() as tx:
            tx.people.ensure("U1", NOON)
        store.truncate_log()
        assert log.stat().st_size > 0
    store.truncate_log()
    assert log.stat().st_size == 0


@on_sqlite
def test_after_the_log_was_shortened_the_connection_waits_for_others_as_before(store):
    store.truncate_log()
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA busy_timeout")).scalar() == 30_000


@on_postgres
def test_a_connection_that_broke_while_it_lay_idle_is_replaced(store, database_url, monkeypatch):
    monkeypatch.setattr("storage.db.engines.POSTGRES_IDLE_SECONDS", 0.0)
    with store.begin() as tx:
        tx.people.ensure("U1", NOON)
    with psycopg.connect(database_url) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with store.begin() as tx:
        assert tx.people.find("U1").line_user_id == "U1"
