"""Rows of the audit log: written, changed despite the triggers, and verified."""

import sqlite3
from contextlib import closing

from sqlalchemy import text

from storage.cases.audit import Entry
from storage.maintenance.audit_verify import verify
from tests.moments import NOON


def write(store, count, note="a note", case=None):
    """Write this number of rows and return their ids."""
    with store.begin() as tx:
        return [
            tx.audit.add(Entry(NOON, "officer:1", "note", None, None, f"{note} {n}"), case)
            for n in range(count)
        ]


def force(store, statement):
    """Run a statement as an attacker who controls the database and has removed its triggers."""
    if store.is_sqlite:
        with closing(sqlite3.connect(store.engine.url.database)) as other, other:
            triggers = (
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
            )
            for (name,) in other.execute(triggers).fetchall():
                other.execute(f"DROP TRIGGER {name}")
            other.execute(statement)
        return
    with store.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement))


def found(store, seals=()):
    return [(one.fault, one.row) for one in verify(store, seals).faults]
