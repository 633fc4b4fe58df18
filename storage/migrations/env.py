"""Runs Alembic migrations on the connection that storage.migrate opened."""

from typing import Literal

from alembic import context

from storage import tables
from storage.db.column_types import Instant


def _plain_instant(kind: str, value: object, _context: object) -> str | Literal[False]:
    """Render Instant as BigInteger in a generated migration, so that migrations do not depend on our types."""
    return "sa.BigInteger()" if kind == "type" and isinstance(value, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.inbox.metadata,
    render_as_batch=True,
    render_item=_plain_instant,
    # Each migration commits separately, so that a table is not locked during the migrations that follow.
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
