"""INSERT … ON CONFLICT: both databases know it, and SQLAlchemy has a statement of its own for each."""

from collections.abc import Callable

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[Table], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_into(table: Table, connection: Connection) -> Insert:
    """An INSERT that can say what becomes of a row which is there already."""
    return _INSERTS[connection.dialect.name](table)


def insert_by_dialect(
    table: Table, finish: Callable[[Insert], Executable]
) -> dict[str, Executable]:
    """The same made once for both: the finished statement by the name of the dialect."""
    return {dialect: finish(insert(table)) for dialect, insert in _INSERTS.items()}
