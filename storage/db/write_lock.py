"""One writer at a time on SQLite, and incoming messages first.

SQLite's own busy handler polls and is unfair: with a busy worker it keeps webhooks waiting for seconds,
and LINE gives up after two. A queue in the process is fair and lets the intake pass.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MOST_IN_A_ROW = 4
"""Turns the intake takes before somebody else has one: a flood must not stop the work it brings."""


class WriteLock:
    def __init__(self) -> None:
        self._free = threading.Condition()
        self._holder: int | None = None
        self._hurried = 0
        self._patient = 0
        self._in_a_row = 0

    @contextmanager
    def hold(self, *, hurry: bool) -> Iterator[None]:
        """Hold the only pen. Whoever is in a `hurry` goes before those who are not, but not for ever.

        Raises RuntimeError in a thread that holds it already: waiting for oneself would never end.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a writing transaction within a writing transaction")
        with self._free:
            self._hurried += hurry
            self._patient += not hurry
            try:
                self._free.wait_for(lambda: self._holder is None and self._may_go(hurry=hurry))
            finally:
                self._hurried -= hurry
                self._patient -= not hurry
            self._holder = threading.get_ident()
            self._in_a_row = self._in_a_row + 1 if hurry else 0
        try:
            yield
        finally:
            with self._free:
                self._holder = None
                self._free.notify_all()

    def _may_go(self, *, hurry: bool) -> bool:
        their_turn = self._in_a_row >= MOST_IN_A_ROW
        return not (self._patient and their_turn) if hurry else not self._hurried or their_turn
