"""The connections to each database, set up so that nothing is lost and nobody waits for long."""

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE_BUSY_SECONDS = 30
SHORTEN_BUSY_SECONDS = 0.2
"""Longer than a look at the figures; far below the two seconds that LINE waits for its webhook."""
WAL_TRIES = 100
WAL_PAUSE_SECONDS = 0.05
POSTGRES_CONNECT_SECONDS = 5
POSTGRES_IDLE_SECONDS = 1.0
"""What lay unused for longer is tried before it is used: the server may have been started anew meanwhile."""


def postgres_engine(url: URL) -> Engine:
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        connect_args={"connect_timeout": POSTGRES_CONNECT_SECONDS},
    )
    _try_after_idling(engine)
    return engine


def sqlite_engine(url: URL) -> Engine:
    """Makes the folder of the file."""
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def empty_log(engine: Engine) -> None:
    """Empty SQLite's write-ahead log, unless somebody has been reading for long: then it stays as it is."""
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        _be_patient(cursor, SHORTEN_BUSY_SECONDS)
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            _be_patient(cursor, SQLITE_BUSY_SECONDS)


def _try_after_idling(engine: Engine) -> None:
    """As `pool_pre_ping` does, but not with every transaction: that is a question and an answer more for each."""

    def note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def ping(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        idle_since = record.info.get("idle_since")
        if idle_since is None or time.monotonic() - idle_since < POSTGRES_IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ping)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw driver connection
    # The driver must not begin by itself: a deferred BEGIN that later writes meets SQLITE_BUSY at once.
    connection.isolation_level = None
    # What is deleted or scrubbed is overwritten, not only forgotten.
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _write_ahead(connection)


def _be_patient(cursor: Any, seconds: float) -> None:  # noqa: ANN401 - a raw driver cursor
    cursor.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _write_ahead(connection: Any) -> None:  # noqa: ANN401 - a raw driver connection
    """Keep a write-ahead log; the first process to open a new file switches it on for good.

    SQLite does not wait for another that switches at the same moment, so we do.
    """
    for _ in range(WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            time.sleep(WAL_PAUSE_SECONDS)
        else:
            return
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    try:
        # Straight to the driver: it comes with every transaction, and by way of SQLAlchemy costs half of one.
        connection.connection.cursor().execute("BEGIN" if reading else "BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error
