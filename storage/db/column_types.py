"""Defines the column types and constraint names that all tables in storage.tables use.

Instants are stored as whole milliseconds since 1970-01-01 UTC: the same on SQLite and PostgreSQL, exact, and
fast to compare.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Index, Integer, MetaData, TypeDecorator, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored as milliseconds since 1970-01-01 UTC. Reads return UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401
        return None if value is None else instant(value)


def milliseconds(moment: datetime) -> int:
    """Convert an aware datetime to milliseconds since 1970-01-01 UTC."""
    return round(moment.timestamp() * 1000)


def instant(stamp: int) -> datetime:
    """Convert milliseconds since 1970-01-01 UTC to a datetime in UTC."""
    return datetime.fromtimestamp(stamp / 1000, tz=UTC)


def whole_day(moment: datetime) -> datetime:
    """Return the start of the day of `moment` in its own time zone.

    Retention needs the day only; an exact time would help to find the person a row belongs to.
    """
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def partial(name: str, *columns: str, where: str) -> Index:
    """Return a partial index for both databases; it stays small, because finished rows are not in it.

    https://sqlite.org/partialindex.html
    https://www.postgresql.org/docs/current/indexes-partial.html
    """
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
