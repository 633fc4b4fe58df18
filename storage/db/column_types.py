"""What every table is made of: instants, keys, names of constraints. The tables are in storage.tables.

Instants are whole milliseconds since 1970 UTC: one form on both databases, exact, quick to compare.
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
    """An aware datetime, kept as milliseconds since 1970 UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002, ANN401
        return None if value is None else instant(value)


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def instant(stamp: int) -> datetime:
    return datetime.fromtimestamp(stamp / 1000, tz=UTC)


def whole_day(moment: datetime) -> datetime:
    """The day alone, in the moment's own zone: enough to forget by, where the hour would tell whose row it is."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def partial(name: str, *columns: str, where: str) -> Index:
    """An index over the rows that are still of interest: it stays small however long the history."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))
