"""Allows one writer at a time on SQLite, and gives priority to storing incoming events.

SQLite's busy handler polls and is unfair: beside a busy worker, webhooks would wait for seconds, and LINE gives up
after two. A lock within the process can give priority to them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MAX_URGENT_IN_A_ROW = 4
"""Urgent writers that may go in a row while others wait, so that a flood of events does not stop its handling."""


class WriteLock:
    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._holder: int | None = None
        self._urgent_waiting = 0
        self._normal_waiting = 0
        self._urgent_in_a_row = 0

    @contextmanager
    def hold(self, *, hurry: bool) -> Iterator[None]:
        """Hold the lock until the block ends. Writers with `hurry` go first, up to MAX_URGENT_IN_A_ROW in a row.

        Raises RuntimeError in a thread that already holds the lock, because it would wait for itself for ever.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a writing transaction within a writing transaction")
        with self._condition:
            self._urgent_waiting += hurry
            self._normal_waiting += not hurry
            try:
                self._condition.wait_for(lambda: self._holder is None and self._may_go(hurry=hurry))
            finally:
                self._urgent_waiting -= hurry
                self._normal_waiting -= not hurry
            self._holder = threading.get_ident()
            self._urgent_in_a_row = self._urgent_in_a_row + 1 if hurry else 0
        try:
            yield
        finally:
            with self._condition:
                self._holder = None
                self._condition.notify_all()

    def _may_go(self, *, hurry: bool) -> bool:
        limit_reached = self._urgent_in_a_row >= MAX_URGENT_IN_A_ROW
        if hurry:
            return not (self._normal_waiting and limit_reached)
        return not self._urgent_waiting or limit_reached
