"""Wakes the threads that wait for work: in this process, and with PostgreSQL in every process.

A lost wakeup only delays work, because every waiting loop also polls.
"""

import threading
from collections import Counter, defaultdict

from sqlalchemy import Connection


class Wakeup:
    """Wakeups by name (`inbox`, `outbox`, `task`) between the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: defaultdict[str, threading.Condition] = defaultdict(
            lambda: threading.Condition(self._lock)
        )
        self._counts: Counter[str] = Counter()

    def count(self, name: str) -> int:
        """Return the number of wakeups of `name` so far.

        Read it before looking for work and pass it to `wait` if there was none: a wakeup in between is not lost.
        """
        with self._lock:
            return self._counts[name]

    def wait(self, name: str, since: int, seconds: float) -> None:
        """Block until the count of `name` differs from `since`, at most `seconds`."""
        with self._lock:
            self._changed[name].wait_for(lambda: self._counts[name] != since, timeout=seconds)

    def wake(self, name: str, times: int = 1) -> None:
        """Wake up to `times` waiting threads, one for each piece of work.

        A thread that is awake reads the count again before it waits.
        """
        with self._lock:
            self._counts[name] += times
            self._changed[name].notify(times)

    def announce(self, connection: Connection, wakeups: Counter[str]) -> None:
        """Notify other processes when the transaction commits; with SQLite there are none to notify.

        `wakeups`: how many pieces of work the transaction adds, by name.
        """

    def is_announced(self, name: str) -> bool:  # noqa: ARG002 - PostgreSQL asks
        """Whether other processes must be notified of work of this name; with SQLite there are none."""
        return False

    def close(self) -> None:
        """Release resources; wakeups within one process have none."""
