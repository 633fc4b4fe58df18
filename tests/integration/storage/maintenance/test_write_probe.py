"""A database that can be read but not written is not healthy."""

import sqlite3

import pytest
from sqlalchemy import text

from storage.migrate import migrate
from storage.store import open_store
from tests.moments import NOON, SECOND
from web.health import what_is_wrong


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
