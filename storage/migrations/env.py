"""Runs migrations on the connection that storage.migrate opened."""

from typing import Literal

from alembic import context

from storage import tables
from storage.db.column_types import Instant


def _plain_instant(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """A migration must not change when storage.tables does: instants are written as what they are."""
    return "sa.BigInteger()" if kind == "type" and isinstance(thing, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.inbox.metadata,
    render_as_batch=True,
    render_item=_plain_instant,
    # Each is committed by itself: a table is locked for one change, not for all that follow.
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
