"""Allows one writer at a time on SQLite, and gives priority to storing incoming events.

SQLite's busy handler polls and is unfair: beside a busy worker, webhooks would wait for seconds, and LINE gives up
after two. A lock within the process can give priority to them.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MAX_URGENT_IN_A_ROW = 4
"""Maximum urgent writers in a row while others wait, so that a flood of events does not block the worker."""


@dataclass(eq=False)
class _Writer:
    """A waiting writer. `turn`: locked until it holds the write lock."""

    thread: int
    hurry: bool
    turn: threading.Lock = field(default_factory=threading.Lock)


class WriteLock:
    """Each writer passes the lock on to the next one, so that no other thread is woken for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._urgent: deque[_Writer] = deque()
        # In the order of arrival: in a random order a web request could wait for seconds behind the worker.
        self._normal: deque[_Writer] = deque()
        self._urgent_in_a_row = 0

    @contextmanager
    def hold(self, *, hurry: bool, seconds: float | None = None) -> Iterator[None]:
        """Hold the lock until the block ends. Raises TimeoutError if it is not free within `seconds`.

        Writers with `hurry` go first, up to MAX_URGENT_IN_A_ROW in a row; the others go in the order of arrival.
        Raises RuntimeError in a thread that already holds the lock, because it would wait for itself for ever.
        """
        writer = _Writer(threading.get_ident(), hurry)
        if self._holder == writer.thread:
            raise RuntimeError("a writing transaction within a writing transaction")
        writer.turn.acquire()
        with self._lock:
            (self._urgent if hurry else self._normal).append(writer)
            if self._holder is None:
                self._pass_on()
        try:
            if not writer.turn.acquire(timeout=-1 if seconds is None else seconds):
                raise TimeoutError
            yield
        finally:
            with self._lock:
                if self._holder == writer.thread:
                    self._pass_on()
                else:
                    # It was interrupted while it waited, or has waited long enough.
                    (self._urgent if hurry else self._normal).remove(writer)

    def _pass_on(self) -> None:
        """Give the lock to the next writer, if any waits."""
        must_yield = bool(self._normal) and self._urgent_in_a_row >= MAX_URGENT_IN_A_ROW
        waiting = self._urgent if self._urgent and not must_yield else self._normal
        if not waiting:
            self._holder = None
            return
        writer = waiting.popleft()
        self._holder = writer.thread
        self._urgent_in_a_row = self._urgent_in_a_row + 1 if writer.hurry else 0
        writer.turn.release()
