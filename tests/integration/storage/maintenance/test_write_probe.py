"""A database that can be read but not written is not healthy."""

import asyncio
import sqlite3
import time

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.event_writer import EventWriter
from storage.db import engines
from storage.migrate import migrate
from storage.store import open_store
from tests.moments import NOON, SECOND
from web.health import blueprint, what_is_wrong


def test_the_probe_writes_one_row_however_often(store):
    for moment in (NOON, NOON + SECOND):
        assert what_is_wrong(store, moment) is None
    with store.read() as tx:
        rows = tx.connection.execute(
            text("SELECT count(*), max(claimed_at) FROM job_run WHERE job = 'health'")
        ).one()
    assert tuple(rows) == (1, int((NOON + SECOND).timestamp() * 1000))


@pytest.fixture
def file_store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'rongtuk.db'}")
    migrate(store.engine)
    yield store
    store.close()


def test_a_database_that_another_program_keeps_locked_is_reported(file_store, tmp_path):
    other = sqlite3.connect(tmp_path / "rongtuk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert what_is_wrong(file_store, NOON) == "database"
    assert what_is_wrong(file_store, NOON, is_tried=False) is None
    other.execute("ROLLBACK")
    other.close()
    assert what_is_wrong(file_store, NOON) is None


def test_a_full_disk_is_reported(file_store):
    with file_store.engine.connect() as connection:
        # The pool returns this connection again, and it refuses every write, as on a full disk.
        connection.execute(text("PRAGMA query_only = ON"))
    assert what_is_wrong(file_store, NOON) == "database"


@pytest.fixture
def ready(file_store):
    """Ask /health/ready at an instant that never moves, so that only the first request tries to write."""
    app = Flask(__name__)
    app.register_blueprint(blueprint(file_store, lambda: NOON))
    client = app.test_client()
    assert client.get("/health/ready").status_code == 200
    return lambda: client.get("/health/ready").status_code


def fill_the_disk(store):
    """Make both connections refuse every write, as on a full disk: the writer's and the one of the pool."""
    with store.begin() as tx:
        tx.connection.execute(text("PRAGMA query_only = ON"))
    with store.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))


def test_a_write_that_failed_is_told_by_the_next_request(file_store, ready):
    fill_the_disk(file_store)
    assert ready() == 200
    with pytest.raises(OperationalError), file_store.begin() as tx:
        tx.jobs.claim("test", "1", NOON)
    assert (ready(), ready()) == (503, 503)


def test_a_webhook_that_waits_too_long_for_a_lock_is_told_by_the_next_request(
    file_store, ready, tmp_path
):
    writer = EventWriter(file_store, lambda: NOON)
    other = sqlite3.connect(tmp_path / "rongtuk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(TimeoutError):
        asyncio.run(writer.store_async([], seconds=0.05))
    asked = time.monotonic()
    assert ready() == 503
    assert time.monotonic() - asked < 10, "it waited as long as the writer, half a minute"
    other.execute("ROLLBACK")
    other.close()
    writer.close()
    assert ready() == 200


def test_a_disk_with_no_room_for_a_message_is_reported_though_a_small_row_still_fits(
    file_store, ready, monkeypatch
):
    monkeypatch.setattr(engines, "free_bytes", lambda _folder: 100_000)
    file_store.failed_writes += 1
    assert [ready() for _ in range(3)] == [503, 503, 503]
    monkeypatch.undo()
    assert ready() == 200
