"""The one connection of all writers is usable again after a transaction that could not begin or commit."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from storage.migrate import migrate
from storage.store import open_store
from tests.moments import NOON


@pytest.fixture
def file_store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'rongtuk.db'}")
    migrate(store.engine)
    yield store
    store.close()


def add(store, line_id):
    with store.begin() as tx:
        tx.people.ensure(line_id, NOON)


def test_writing_goes_on_after_another_program_had_locked_the_database(file_store, tmp_path):
    with file_store.begin() as tx:
        tx.connection.execute(text("PRAGMA busy_timeout = 10"))
    other = sqlite3.connect(tmp_path / "rongtuk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError):
        add(file_store, "U1")
    other.execute("ROLLBACK")
    other.close()
    add(file_store, "U1")


def test_writing_goes_on_after_the_disk_was_full(file_store):
    def limit(pages):
        with file_store.begin() as tx:
            tx.connection.execute(text(f"PRAGMA max_page_count = {pages}"))

    limit(1)
    with pytest.raises(OperationalError), file_store.begin() as tx:
        for number in range(1_000):
            tx.people.ensure(f"U{number}", NOON)
    limit(1_000_000)
    add(file_store, "U1")
    with file_store.read() as tx:
        assert tx.people.find("U0") is None
        assert tx.people.find("U1") is not None


def test_closing_ends_the_connection(file_store, tmp_path):
    add(file_store, "U1")
    file_store.close()
    assert not (tmp_path / "rongtuk.db-wal").exists()
