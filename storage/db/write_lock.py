"""Allows one writer at a time on SQLite, and gives priority to storing incoming events.

SQLite's busy handler polls and is unfair: beside a busy worker, webhooks would wait for seconds, and LINE gives up
after two. A lock within the process can give priority to them.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

MAX_URGENT_IN_A_ROW = 4
"""Maximum urgent writers in a row while others wait, so that a flood of events does not block the worker."""


class WriteLock:
    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._holder: int | None = None
        self._urgent_waiting = 0
        # In the order of arrival: in a random order a web request could wait for seconds behind the worker.
        self._normal_waiting: deque[object] = deque()
        self._urgent_in_a_row = 0

    @contextmanager
    def hold(self, *, hurry: bool) -> Iterator[None]:
        """Hold the lock until the block ends.

        Writers with `hurry` go first, up to MAX_URGENT_IN_A_ROW in a row; the others go in the order of arrival.
        Raises RuntimeError in a thread that already holds the lock, because it would wait for itself for ever.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a writing transaction within a writing transaction")
        ticket = None if hurry else object()
        with self._condition:
            self._urgent_waiting += hurry
            if ticket is not None:
                self._normal_waiting.append(ticket)
            try:
                self._condition.wait_for(lambda: self._holder is None and self._may_go(ticket))
            finally:
                self._urgent_waiting -= hurry
                if ticket is not None:
                    self._normal_waiting.remove(ticket)
            self._holder = threading.get_ident()
            self._urgent_in_a_row = self._urgent_in_a_row + 1 if hurry else 0
        try:
            yield
        finally:
            with self._condition:
                self._holder = None
                self._condition.notify_all()

    def _may_go(self, ticket: object | None) -> bool:
        """Whether it is a waiting writer's turn. `ticket`: its position among the normal ones, None for urgent."""
        limit_reached = self._urgent_in_a_row >= MAX_URGENT_IN_A_ROW
        if ticket is None:
            return not (self._normal_waiting and limit_reached)
        is_first = self._normal_waiting[0] is ticket
        return is_first and (not self._urgent_waiting or limit_reached)
