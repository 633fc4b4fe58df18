"""Sends wakeups to other processes with LISTEN and NOTIFY.

Imported only when the database is PostgreSQL, because the driver takes 9 MB of memory.
https://www.postgresql.org/docs/current/sql-notify.html
"""

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
    """Wakes threads of this process directly, and other processes with NOTIFY when the transaction commits.

    A name that a thread of this process waits for is not sent to other processes: that thread is woken after
    the commit, and one thread is enough.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._dsn = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._engine = engine
        self._stopping = threading.Event()
        self._waited_for: frozenset[str] = frozenset()
        self._listener: threading.Thread | None = None

    def count(self, name: str) -> int:
        """Return the number of wakeups of `name`, and start listening for that name.

        A caller that counts is going to wait.
        """
        if name not in self._waited_for:
            with self._lock:
                self._waited_for |= {name}
                if self._listener is None:
                    self._listener = threading.Thread(
                        target=self._listen, name="wakeup", daemon=True
                    )
                    self._listener.start()
        return super().count(name)

    def announce(self, connection: Connection, wakeups: Counter[str]) -> None:
        for name, times in sorted(wakeups.items()):
            if self.is_announced(name):
                payload = f"{name} {times}"
                connection.execute(_NOTIFY, {"channel": CHANNEL, "payload": payload})

    def is_announced(self, name: str) -> bool:
        return name not in self._waited_for

    def close(self) -> None:
        self._stopping.set()
        if self._listener is None:
            return
        # The listener blocks on its socket until a notification arrives. If the database is down, the listener
        # is not blocked.
        with contextlib.suppress(SQLAlchemyError), self._engine.begin() as connection:
            self.announce(connection, Counter(closing=1))
        self._listener.join(timeout=3)

    def _listen(self) -> None:
        while not self._stopping.is_set():
            try:
                with psycopg.connect(self._dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {CHANNEL}")
                    while not self._stopping.is_set():
                        for notification in connection.notifies(timeout=1.0):
                            name, times = notification.payload.split(" ")
                            self.wake(name, int(times))
                            if self._stopping.is_set():
                                return
            except psycopg.Error as error:
                log.warning("wakeup.lost", extra={"error": type(error).__name__})
                with contextlib.suppress(RuntimeError):
                    self._stopping.wait(RECONNECT_SECONDS)
