"""The bell carried to other processes by LISTEN and NOTIFY. Loaded on PostgreSQL alone: its driver takes 9 MB."""

import contextlib
import logging
import threading
from collections import Counter

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.db.wakeup import Wakeup

log = logging.getLogger(__name__)
CHANNEL = "rongtuk"
RECONNECT_SECONDS = 2.0
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


class PostgresWakeup(Wakeup):
    """The same bell, carried to other processes by LISTEN and NOTIFY, which obey the transaction.

    What somebody in this process waits for is not carried: they hear of it here, and one is enough.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._dsn = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._engine = engine
        self._stopping = threading.Event()
        self._waited_for: frozenset[str] = frozenset()
        self._listener: threading.Thread | None = None

    def count(self, name: str) -> int:
        """As of any bell; whoever counts is going to wait, so from now on this process listens."""
        if name not in self._waited_for:
            with self._lock:
                self._waited_for |= {name}
                if self._listener is None:
                    self._listener = threading.Thread(target=self._listen, name="bell", daemon=True)
                    self._listener.start()
        return super().count(name)

    def announce(self, connection: Connection, rings: Counter[str]) -> None:
        for name, times in sorted(rings.items()):
            if name not in self._waited_for:
                payload = f"{name} {times}"
                connection.execute(_NOTIFY, {"channel": CHANNEL, "payload": payload})

    def close(self) -> None:
        self._stopping.set()
        if self._listener is None:
            return
        # The listener sleeps on its socket: a last ring wakes it. If the database is gone, so is its sleep.
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            self.announce(connection, Counter(closing=1))
        self._listener.join(timeout=3)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stopping.is_set():
                        for notice in connection.notifies(timeout=1.0):
                            name, times = notice.payload.split(" ")
                            self.wake(name, int(times))
                            if self._stopping.is_set():
                                return
            except psycopg.Error as error:
                log.warning("bell.lost", extra={"error": type(error).__name__})
                with contextlib.suppress(RuntimeError):
                    self._stopping.wait(RECONNECT_SECONDS)
