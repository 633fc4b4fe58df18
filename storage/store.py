"""Opens the database and provides transactions. Callers need not know whether it is SQLite or PostgreSQL."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as DatabaseTimeoutError

from storage.db.engines import (
    PROBE_TURN_SECONDS,
    ensure_room,
    parse_address,
    postgres_engine,
    short_wait,
    sqlite_engine,
    truncate_log,
)
from storage.db.wakeup import Wakeup
from storage.db.write_lock import WriteLock
from storage.queues.inbox import NewEvent
from storage.queues.job_runs import Jobs
from storage.sealed.vault import UnreadableError, Vault, throwaway_vault
from storage.tables import audit_secret, conversation, identity, message_part
from storage.transaction import Transaction

log = logging.getLogger(__name__)
_ENCRYPTED_SAMPLES = (
    audit_secret.c.secret,
    conversation.c.position,
    identity.c.account,
    message_part.c.content,
)
"""Encrypted columns that are never blank. One value of each is read without a filter, so that large tables cost
no time."""


class WrongKeyError(UnreadableError):
    """SECRET_KEY cannot decrypt the values of this database."""


class Store:
    """The database. `begin` opens a writing transaction, `read` a reading one."""

    def __init__(self, engine: Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.wakeup = Wakeup() if self.is_sqlite else _postgres_wakeup(engine)
        self._write_lock = WriteLock() if self.is_sqlite else None
        self._writing: Connection | None = None
        self.failed_writes = 0
        """Writes that the database refused in this process for a reason of its own, such as a full disk."""

    @contextmanager
    def begin(self, *, hurry: bool = False) -> Iterator[Transaction]:
        """Open a writing transaction: committed when the block ends, rolled back when it raises.

        `hurry`: on SQLite, go before waiting writers; only for storing incoming events.
        """
        with (
            self._counting_failures(),
            self._hold_write_lock(hurry=hurry),
            self._begin() as connection,
        ):
            tx = Transaction(connection, self.vault)
            yield tx
            self.wakeup.announce(connection, tx.wakeups)
        for name, times in tx.wakeups.items():
            self.wakeup.wake(name, times)
        # After the commit, because a transaction that is rolled back changed no case.
        for number, action in tx.acts:
            log.info("case.changed", extra={"case": number, "action": action})

    def store_events(self, events: Sequence[NewEvent], received_at: datetime) -> None:
        """Store webhook events; they are on disk when this returns. Raises SQLAlchemyError."""
        if self.is_sqlite:
            with self.begin(hurry=True) as tx:
                tx.inbox.store(events, received_at)
            return
        from storage.queues import postgres_intake  # noqa: PLC0415 - SQLite needs no PostgreSQL driver

        with (
            self._counting_failures(),
            self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
        ):
            postgres_intake.store_events(
                connection,
                self.vault,
                events,
                received_at,
                is_announced=self.wakeup.is_announced("inbox"),
            )
        self.wakeup.wake("inbox")

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Open a reading transaction: one snapshot for all queries, without waiting for writers."""
        # SQLite gives one snapshot by default; PostgreSQL needs REPEATABLE READ.
        isolation = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with (
            self.engine.connect().execution_options(reading=True, **isolation) as connection,
            connection.begin(),
        ):
            yield Transaction(connection, self.vault, is_writing=False)

    def ensure_writable(self, now: datetime) -> None:
        """Write one row. Raises SQLAlchemyError if the disk is full or the database stays locked.

        A small row may still fit where a message does not, so a full disk counts as one that refuses it.
        """
        ensure_room(self.engine)
        try:
            with (
                self._hold_write_lock(hurry=True, seconds=PROBE_TURN_SECONDS),
                short_wait(self.engine) as connection,
            ):
                Jobs(connection).note_probe(now)
        except TimeoutError as error:
            raise DatabaseTimeoutError("no turn to write") from error

    def has_right_key(self) -> bool:
        """Return whether the vault has the key of the encrypted values found here; True if there are none."""
        with self.read() as tx:
            # The database may be of an older release, without some of the tables.
            tables = set(inspect(tx.connection).get_table_names())
            values = [
                tx.connection.scalar(select(column).limit(1))
                for column in _ENCRYPTED_SAMPLES
                if column.table.name in tables
            ]
        return all(self.vault.can_open(value) for value in values if value)

    def ensure_right_key(self) -> None:
        """Raise WrongKeyError unless the vault has the key of the encrypted values found here."""
        if not self.has_right_key():
            raise WrongKeyError

    def truncate_log(self) -> None:
        """Truncate SQLite's write-ahead log, which can contain older versions of scrubbed pages.

        Writers wait meanwhile. If a long read, such as a backup, needs the log, it stays until the next call.
        """
        if self.is_sqlite:
            with self._hold_write_lock(hurry=False):
                truncate_log(self.engine)

    def close(self) -> None:
        self.wakeup.close()
        if self._writing is not None and not self._writing.in_transaction():
            self._writing.close()
        self.engine.dispose()

    @contextmanager
    def _counting_failures(self) -> Iterator[None]:
        try:
            yield
        except OperationalError:
            self.failed_writes += 1
            raise

    @contextmanager
    def _begin(self) -> Iterator[Connection]:
        if not self.is_sqlite:
            with self.engine.begin() as connection:
                yield connection
            return
        # All writers, one at a time, use one connection: to take one from the pool and to give it back takes as
        # long as three statements.
        if self._writing is None:
            self._writing = self.engine.connect()
        with self._writing.begin():
            yield self._writing

    def _hold_write_lock(
        self, *, hurry: bool, seconds: float | None = None
    ) -> AbstractContextManager[None]:
        if self._write_lock is None:
            return nullcontext()
        return self._write_lock.hold(hurry=hurry, seconds=seconds)


def _postgres_wakeup(engine: Engine) -> Wakeup:
    from storage.db.postgres_wakeup import PostgresWakeup  # noqa: PLC0415 - SQLite needs no PostgreSQL driver

    return PostgresWakeup(engine)


def open_store(database_url: str, vault: Vault | None = None) -> Store:
    """Return the store of a URL: `sqlite:///path` or `postgresql://…`. Creates no SQLite file: a migration does.

    Without a vault the store can migrate and count, but cannot decrypt; values it encrypts cannot be read later.
    """
    url = parse_address(database_url)
    is_postgres = url.get_backend_name() == "postgresql"
    engine = postgres_engine(url) if is_postgres else sqlite_engine(url)
    return Store(engine, vault or throwaway_vault())
