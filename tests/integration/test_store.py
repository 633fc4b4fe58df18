"""Transactions: all or nothing, on both databases."""

import pytest
from sqlalchemy import text

from tests.databases import on_sqlite
from tests.moments import NOON


def test_what_a_transaction_wrote_is_there_when_it_ends(store):
    with store.begin() as tx:
        tx.people.meet("U1", NOON)
    with store.read() as tx:
        assert tx.people.find("U1").line_user_id == "U1"


def test_what_a_transaction_wrote_is_gone_when_it_fails(store):
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.people.meet("U1", NOON)
        raise ZeroDivisionError
    with store.read() as tx:
        assert tx.people.find("U1") is None


def test_a_reader_does_not_see_what_is_not_committed(store):
    with store.begin() as writing:
        writing.people.meet("U1", NOON)
        with store.read() as reading:
            assert reading.people.find("U1") is None


def test_a_bell_rings_only_for_what_was_committed(store):
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        tx.outbox.owe("U1", "[]", NOON)
        raise ZeroDivisionError
    assert store.bell.count("outbox") == 0
    with store.begin() as tx:
        tx.outbox.owe("U1", "[]", NOON)
    assert store.bell.count("outbox") >= 1


@on_sqlite
def test_sqlite_keeps_every_commit_on_disk_before_it_returns(store):
    with store.engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_reader_sees_one_moment_throughout(store):
    """A month's figures are many counts, and must be of the same cases."""
    with store.read() as reading:
        assert reading.people.find("U1") is None
        with store.begin() as writing:
            writing.people.meet("U1", NOON)
        assert reading.people.find("U1") is None
    with store.read() as reading:
        assert reading.people.find("U1") is not None
