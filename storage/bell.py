"""Wakes a loop the moment there is work for it, within this process or, on PostgreSQL, in every one.

A bell that is lost costs only a short wait: every loop also looks by itself now and then.
"""

import contextlib
import logging
import threading
from collections import Counter

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)
CHANNEL = "rongtuk"
RECONNECT_SECONDS = 2.0


class Bell:
    """Rings by name (`inbox`, `outbox`, `errand`) between the threads of one process."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._rings: Counter[str] = Counter()

    def count(self, name: str) -> int:
        """How often it has rung: read before looking for work, and handed to `wait` after finding none."""
        with self._changed:
            return self._rings[name]

    def wait(self, name: str, since: int, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._rings[name] != since, timeout=seconds)

    def ring(self, name: str) -> None:
        with self._changed:
            self._rings[name] += 1
            self._changed.notify_all()

    def announce(self, connection: Connection, names: set[str]) -> None:
        """Called inside the transaction, before it commits; other processes hear it when it has."""

    def close(self) -> None:
        """Nothing to end within one process."""


class PostgresBell(Bell):
    """The same bell, carried to other processes by LISTEN and NOTIFY, which obey the transaction."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._dsn = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._stopping = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="bell", daemon=True)
        self._listener.start()

    def announce(self, connection: Connection, names: set[str]) -> None:
        for name in sorted(names):
            connection.execute(
                text("SELECT pg_notify(:channel, :name)"), {"channel": CHANNEL, "name": name}
            )

    def close(self) -> None:
        self._stopping.set()
        # The listener sleeps on its socket: a last ring wakes it. If the database is gone, so is its sleep.
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            self.announce(connection, {"closing"})
        self._listener.join(timeout=3)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stopping.is_set():
                        for notice in connection.notifies(timeout=1.0, stop_after=1):
                            self.ring(notice.payload)
            except psycopg.Error as error:
                log.warning("bell.lost", extra={"error": type(error).__name__})
                with contextlib.suppress(RuntimeError):
                    self._stopping.wait(RECONNECT_SECONDS)
