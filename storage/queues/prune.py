"""What inbox and outbox have in common: rows that are over go after a while, the oldest first."""

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select


def drop_oldest(
    connection: Connection, box: Table, is_over: ColumnElement[bool], limit: int, spare: int
) -> int:
    """Delete up to `limit` rows that are over; returns how many.

    The newest `spare` stay whatever their age: a clock may be wrong, and LINE deliver them again.
    """
    newest = select(func.max(box.c.id)).scalar_subquery()
    old = (
        select(box.c.id).where(is_over, box.c.id <= newest - spare).order_by(box.c.id).limit(limit)
    )
    return connection.execute(delete(box).where(box.c.id.in_(old))).rowcount
