"""Schema changes that a migration can make to tables while other processes use them."""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import text

from storage.migrate import LOCK_WAIT


def build_index(name: str, table: str, columns: Sequence[str], *, where: str | None = None) -> None:
    """Create an index on a table that is in use, or replace the one of this name by another.

    `where`: the SQL condition of a partial index.
    PostgreSQL allows writes meanwhile; SQLite does not, and takes about a second for a million rows.
    https://www.postgresql.org/docs/current/sql-createindex.html
    """
    condition = text(where) if where else None
    if op.get_context().dialect.name == "sqlite":
        op.execute(f"DROP INDEX IF EXISTS {name}")
        op.create_index(name, table, columns, sqlite_where=condition)
        return
    with op.get_context().autocommit_block():
        # CREATE INDEX CONCURRENTLY waits for all open transactions, but blocks none of them.
        op.execute("SET lock_timeout = 0")
        # It is to be replaced, or an interrupted CREATE INDEX CONCURRENTLY left it behind invalid.
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.create_index(
            name, table, columns, postgresql_concurrently=True, postgresql_where=condition
        )
        op.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
