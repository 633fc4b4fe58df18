"""Creates SQLAlchemy engines for SQLite and PostgreSQL, with the settings for durability and lock waits."""

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DisconnectionError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.private_files import database_file

SQLITE_BUSY_SECONDS = 30
TRUNCATE_BUSY_SECONDS = 0.2
"""How long truncating the write-ahead log waits for readers: longer than a short read, and far below the two
seconds that LINE waits for the answer to a webhook, because writers wait meanwhile."""
WAL_TRIES = 100
WAL_PAUSE_SECONDS = 0.05
LEAST_FREE_BYTES = 4_000_000
"""A disk with less is full: a webhook has up to a megabyte, which is written to the log and then to the file."""
POSTGRES_CONNECT_SECONDS = 5
_IN_MEMORY = "in_memory"
"""Marks a connection to an empty database in memory."""
PROBE_SECONDS = 1.0
"""How long the health check waits for a lock of another program; its caller has a timeout of its own."""
PROBE_TURN_SECONDS = 3.0
"""How long it waits for a writer of this process, who holds the lock for SQLITE_BUSY_SECONDS if another program
has locked the database. LINE gives up after two."""
POSTGRES_IDLE_SECONDS = 1.0
"""A pooled connection idle for longer is tested before use, because the server may have restarted."""


class _SQLiteCompiler(SQLiteCompiler):
    """Writes the hint of `Select.with_hint`, such as INDEXED BY, behind its table; SQLAlchemy's own leaves it out.

    https://sqlite.org/lang_indexedby.html
    """

    def get_from_hint_text(self, table: object, text: str | None) -> str | None:  # noqa: ARG002 - of the base
        return text


def postgres_engine(url: URL) -> Engine:
    """Return an engine that uses psycopg; idle connections are tested before use."""
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=20,
        connect_args={"connect_timeout": POSTGRES_CONNECT_SECONDS},
    )
    _test_idle_connections(engine)
    return engine


def parse_address(database_url: str) -> URL:
    """Parse the setting DATABASE_URL. Raises sqlalchemy.exc.ArgumentError for an invalid URL.

    `postgres://`, which hosting providers write, means `postgresql://`.
    """
    try:
        url = make_url(database_url)
    except ValueError as fault:
        # A port that is no number. SQLAlchemy's sentence would quote the address, which may hold a password.
        raise ArgumentError("a port that is no number") from fault
    if url.drivername == "postgres":
        url = url.set(drivername="postgresql")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise ArgumentError("neither sqlite nor postgresql")
    return url


def sqlite_engine(url: URL) -> Engine:
    """Return an engine for an SQLite file. Only after `create_file` is a file created that does not exist."""
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_SECONDS}
    )
    engine.dialect.statement_compiler = _SQLiteCompiler
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    if file := database_file(url):
        event.listen(engine, "do_connect", partial(_connect_if_there, file))
        event.listen(engine, "checkout", partial(_leave_empty, file))
    return engine


def _connect_if_there(
    file: Path, _dialect: object, record: ConnectionPoolEntry, _words: object, named: dict[str, Any]
) -> sqlite3.Connection | None:
    """Connect to an empty database in memory if the file does not exist.

    Otherwise a command that only looks would leave an empty file, which stands in the way of a restore.
    """
    if file.exists():
        return None
    if file.parent.exists() and not file.parent.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(file.parent))
    empty: sqlite3.Connection = sqlite3.connect(":memory:", **named)
    record.info[_IN_MEMORY] = True
    return empty


def _leave_empty(
    file: Path, _connection: object, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Connect anew if the pool still holds the empty database in memory and the file exists by now.

    Another process may have created it; what was written to memory would be lost.
    https://docs.sqlalchemy.org/en/20/core/pooling.html#pool-disconnects
    """
    if record.info.get(_IN_MEMORY) and file.exists():
        record.info.pop(_IN_MEMORY)
        raise DisconnectionError


@contextmanager
def short_wait(engine: Engine) -> Iterator[Connection]:
    """Open a writing transaction that waits at most PROBE_SECONDS for a lock of another process."""
    milliseconds = int(PROBE_SECONDS * 1000)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
            yield connection
        return
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        _set_busy_timeout(cursor, PROBE_SECONDS)
        try:
            with connection.begin():
                yield connection
        finally:
            _set_busy_timeout(cursor, SQLITE_BUSY_SECONDS)


def ensure_room(engine: Engine) -> None:
    """Raise OperationalError, as SQLite does, if its disk has no room for the messages of a busy minute."""
    file = database_file(engine.url) if engine.dialect.name == "sqlite" else None
    if file is None or not file.exists():
        return
    if free_bytes(file.parent) < LEAST_FREE_BYTES:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("", None, error)


def free_bytes(folder: Path) -> int:
    """Return what is left for this user on the disk of a folder."""
    return shutil.disk_usage(folder).free


def truncate_log(engine: Engine) -> None:
    """Truncate SQLite's write-ahead log; leave it unchanged if a reader needs it for TRUNCATE_BUSY_SECONDS longer.

    https://sqlite.org/pragma.html#pragma_wal_checkpoint
    """
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        _set_busy_timeout(cursor, TRUNCATE_BUSY_SECONDS)
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            _set_busy_timeout(cursor, SQLITE_BUSY_SECONDS)


def _test_idle_connections(engine: Engine) -> None:
    """Test a connection on checkout as `pool_pre_ping` does, but only after an idle time.

    `pool_pre_ping` costs one more round trip to the server for every transaction.
    """

    def on_checkin(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def on_checkout(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
    ) -> None:
        idle_since = record.info.get("idle_since")
        if idle_since is None or time.monotonic() - idle_since < POSTGRES_IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", on_checkin)
    event.listen(engine, "checkout", on_checkout)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw driver connection
    # The driver must not begin transactions itself: a deferred BEGIN that writes later can fail with SQLITE_BUSY
    # without waiting. https://sqlite.org/lang_transaction.html
    connection.isolation_level = None
    # secure_delete overwrites deleted content with zeros: https://sqlite.org/pragma.html#pragma_secure_delete
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _enable_write_ahead_log(connection)


def _set_busy_timeout(cursor: Any, seconds: float) -> None:  # noqa: ANN401 - a raw driver cursor
    cursor.execute(f"PRAGMA busy_timeout={int(seconds * 1000)}")


def _enable_write_ahead_log(connection: Any) -> None:  # noqa: ANN401 - a raw driver connection
    """Switch the file to write-ahead logging, which is then stored in the file.

    SQLite does not apply its busy timeout when two processes switch at once, so this retries.
    https://sqlite.org/wal.html
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
        # Sent directly to the driver: through SQLAlchemy this statement costs half of a transaction.
        connection.connection.cursor().execute("BEGIN" if reading else "BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise OperationalError("BEGIN", None, error) from error
