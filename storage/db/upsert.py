"""Builds INSERT … ON CONFLICT, for which SQLAlchemy has a separate construct for each database.

https://docs.sqlalchemy.org/en/20/dialects/sqlite.html
https://docs.sqlalchemy.org/en/20/dialects/postgresql.html
"""

from collections.abc import Callable

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert
_INSERTS: dict[str, Callable[[Table], Insert]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_into(table: Table, connection: Connection) -> Insert:
    """Return an INSERT for the connection's database that accepts an ON CONFLICT clause."""
    return _INSERTS[connection.dialect.name](table)


def insert_by_dialect(
    table: Table, finish: Callable[[Insert], Executable]
) -> dict[str, Executable]:
    """Return a finished statement for each database, keyed by dialect name, so that it can be built once.

    `finish`: adds the ON CONFLICT clause to an INSERT.
    """
    return {dialect: finish(insert(table)) for dialect, insert in _INSERTS.items()}
