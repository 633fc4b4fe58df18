"""A thread that repeats the same work with pauses."""

import threading
from collections.abc import Callable


class RepeatingThread:
    """Runs until `stop`. A daemon thread, so that it does not keep a process alive that must end at once."""

    def __init__(self, name: str, work: Callable[[], float], first_pause: float = 0.0) -> None:
        """`work`: returns the pause in seconds before its next call; an error in it ends the thread."""
        self._work = work
        self._first_pause = first_pause
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Stop calling the work; returns when a running call has ended."""
        self._stopping.set()
        self._thread.join()

    def _run(self) -> None:
        pause = self._first_pause
        while not self._stopping.wait(pause):
            pause = self._work()
