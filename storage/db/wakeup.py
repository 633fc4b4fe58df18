"""Wakes a loop the moment there is work for it, within this process or, on PostgreSQL, in every one.

A bell that is lost costs only a short wait: every loop also looks by itself now and then.
"""

import threading
from collections import Counter, defaultdict

from sqlalchemy import Connection


class Wakeup:
    """Rings by name (`inbox`, `outbox`, `task`) between the threads of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._changed: defaultdict[str, threading.Condition] = defaultdict(
            lambda: threading.Condition(self._lock)
        )
        self._rings: Counter[str] = Counter()

    def count(self, name: str) -> int:
        """How often it has rung: read before looking for work, and handed to `wait` after finding none."""
        with self._lock:
            return self._rings[name]

    def wait(self, name: str, since: int, seconds: float) -> None:
        with self._lock:
            self._changed[name].wait_for(lambda: self._rings[name] != since, timeout=seconds)

    def wake(self, name: str, times: int = 1) -> None:
        """Wake as many as there are pieces of work; whoever is awake looks again before it sleeps."""
        with self._lock:
            self._rings[name] += times
            self._changed[name].notify(times)

    def announce(self, connection: Connection, rings: Counter[str]) -> None:
        """Called inside the transaction, before it commits; other processes hear it when it has."""

    def close(self) -> None:
        """Nothing to end within one process."""
