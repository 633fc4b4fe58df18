"""The bell carried to other processes by LISTEN and NOTIFY. Loaded on PostgreSQL alone: its driver takes 9 MB."""

import contextlib
import logging
import secrets
import threading
from collections import Counter

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from storage.bell import Bell

log = logging.getLogger(__name__)
CHANNEL = "rongtuk"
RECONNECT_SECONDS = 2.0
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


class PostgresBell(Bell):
    """The same bell, carried to other processes by LISTEN and NOTIFY, which obey the transaction."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine
        self._dsn = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._origin = secrets.token_hex(4)
        self._stopping = threading.Event()
        self._listener = threading.Thread(target=self._listen, name="bell", daemon=True)
        self._listener.start()

    def announce(self, connection: Connection, rings: Counter[str]) -> None:
        for name, times in sorted(rings.items()):
            payload = f"{name} {times} {self._origin}"
            connection.execute(_NOTIFY, {"channel": CHANNEL, "payload": payload})

    def close(self) -> None:
        self._stopping.set()
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
                        for notice in connection.notifies(timeout=1.0, stop_after=1):
                            self._hear(notice.payload)
            except psycopg.Error as error:
                log.warning("bell.lost", extra={"error": type(error).__name__})
                with contextlib.suppress(RuntimeError):
                    self._stopping.wait(RECONNECT_SECONDS)

    def _hear(self, payload: str) -> None:
        name, times, origin = payload.split(" ")
        # Our own transactions have rung here already.
        if origin != self._origin:
            self.ring(name, int(times))
