"""What a migration does to tables that others are at work on."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import text

LOCK_WAIT = "2s"
"""How long a change may wait for its table, and everybody else behind it."""


def build_index(name: str, table: str, columns: Sequence[str], *, where: str | None = None) -> None:
    """An index on a table that is in use: PostgreSQL lets everyone write meanwhile.

    SQLite does not: there writers wait while it is built, about a second for a million rows.
    `where`: the condition of a partial index.
    """
    condition = text(where) if where else None
    if op.get_context().dialect.name == "sqlite":
        op.create_index(name, table, columns, sqlite_where=condition)
        return
    with op.get_context().autocommit_block():
        # It waits for every transaction that is open, and nobody waits for it.
        op.execute("SET lock_timeout = 0")
        # An earlier try that was broken off has left an index that nobody may use.
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.create_index(
            name, table, columns, postgresql_concurrently=True, postgresql_where=condition
        )
        op.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
