"""Deletes the oldest finished rows of the inbox and the outbox."""

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select


def drop_oldest(
    connection: Connection, table: Table, is_finished: ColumnElement[bool], limit: int, spare: int
) -> int:
    """Delete up to `limit` rows that meet `is_finished`, the oldest first; return how many.

    The newest `spare` ids stay whatever their age: the clock may be wrong, and LINE may redeliver their events.
    """
    newest = select(func.max(table.c.id)).scalar_subquery()
    old = (
        select(table.c.id)
        .where(is_finished, table.c.id <= newest - spare)
        .order_by(table.c.id)
        .limit(limit)
    )
    return connection.execute(delete(table).where(table.c.id.in_(old))).rowcount
