"""One writer at a time on SQLite, and incoming messages first.

SQLite's own busy handler polls and is unfair: with a busy worker it keeps webhooks waiting for seconds,
and LINE gives up after two. A queue in the process is fair and lets the intake pass.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WriteGate:
    def __init__(self) -> None:
        self._free = threading.Condition()
        self._taken = False
        self._hurried = 0

    @contextmanager
    def hold(self, *, hurry: bool) -> Iterator[None]:
        """Hold the only pen. Whoever is in a `hurry` goes before everyone who is not."""
        with self._free:
            self._hurried += hurry
            self._free.wait_for(lambda: not self._taken and (hurry or not self._hurried))
            self._hurried -= hurry
            self._taken = True
        try:
            yield
        finally:
            with self._free:
                self._taken = False
                self._free.notify_all()
