"""Opens the database and hands out transactions. SQLite and PostgreSQL behave alike from here on up."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url

from storage.attachments import Attachments
from storage.audit import Audit
from storage.bell import Bell, PostgresBell
from storage.complaints import Complaints
from storage.conversations import Conversations
from storage.errands import Errands
from storage.figures import Figures
from storage.gate import WriteGate
from storage.inbox import Inbox
from storage.jobs import Jobs
from storage.outbox import Outbox
from storage.people import Officers, People
from storage.ratings import Ratings

SQLITE_BUSY_SECONDS = 30


class Transaction:
    """One transaction and the repositories that read and write in it."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.bells: set[str] = set()

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self.connection, self.bells)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.connection, self.bells)

    @cached_property
    def errands(self) -> Errands:
        return Errands(self.connection, self.bells)

    @cached_property
    def people(self) -> People:
        return People(self.connection)

    @cached_property
    def officers(self) -> Officers:
        return Officers(self.connection)

    @cached_property
    def conversations(self) -> Conversations:
        return Conversations(self.connection)

    @cached_property
    def complaints(self) -> Complaints:
        return Complaints(self.connection)

    @cached_property
    def attachments(self) -> Attachments:
        return Attachments(self.connection)

    @cached_property
    def ratings(self) -> Ratings:
        return Ratings(self.connection)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection)

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.connection)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.connection)


class Store:
    """The database. `begin` for whatever writes, `read` for whatever only looks."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self.bell = Bell() if self.is_sqlite else PostgresBell(engine)
        self._gate = WriteGate() if self.is_sqlite else None

    @contextmanager
    def begin(self, *, hurry: bool = False) -> Iterator[Transaction]:
        """A writing transaction: committed when the block ends, undone when it raises.

        `hurry` is for the intake alone: on SQLite it passes everyone who waits to write.
        """
        with self._pen(hurry=hurry), self.engine.begin() as connection:
            tx = Transaction(connection)
            yield tx
            self.bell.announce(connection, tx.bells)
        for name in tx.bells:
            self.bell.ring(name)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A reading transaction; it waits for no writer."""
        with (
            self.engine.connect().execution_options(reading=True) as connection,
            connection.begin(),
        ):
            yield Transaction(connection)

    def close(self) -> None:
        self.bell.close()
        self.engine.dispose()

    def _pen(self, *, hurry: bool) -> AbstractContextManager[None]:
        return self._gate.hold(hurry=hurry) if self._gate else nullcontext()


def open_store(database_url: str) -> Store:
    """The store behind a URL: `sqlite:///path` or `postgresql://…`. Makes the folder of an SQLite file."""
    url = make_url(database_url)
    if url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
        return Store(create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True))
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"check_same_thread": False, "timeout": SQLITE_BUSY_SECONDS}
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine)


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a raw driver connection
    # The driver must not begin by itself: a deferred BEGIN that later writes meets SQLITE_BUSY at once.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
