"""Group commit: many webhooks, one transaction, and nobody is answered before it is on disk.

One fsync per webhook would be safe and too slow for LINE's two seconds on an ordinary disk; one for all
that wait is as safe and fast.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime

from sqlalchemy.exc import OperationalError

from storage.queues.inbox import NewEvent
from storage.store import Store

log = logging.getLogger(__name__)
MOST_AT_ONCE = 200
_Job = tuple[Sequence[NewEvent], "Future[None]"]


class EventWriter:
    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._committer = threading.Thread(target=self._run, name="intake", daemon=True)
        self._committer.start()

    def store(self, events: Sequence[NewEvent], *, seconds: float) -> None:
        """Returns once the events are committed. Raises what the database raised, or TimeoutError."""
        done: Future[None] = Future()
        self._waiting.put((events, done))
        done.result(timeout=seconds)

    def is_alive(self) -> bool:
        return self._committer.is_alive()

    def close(self) -> None:
        self._waiting.put(None)
        self._committer.join(timeout=5)

    def _run(self) -> None:
        while (first := self._waiting.get()) is not None:
            jobs = [first]
            last = False
            while len(jobs) < MOST_AT_ONCE and not last:
                try:
                    more = self._waiting.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                else:
                    jobs.append(more)
            self._commit(jobs)
            if last:
                return

    def _commit(self, jobs: Sequence[_Job]) -> None:
        try:
            with self._store.begin(hurry=True) as tx:
                tx.inbox.store([event for events, _ in jobs for event in events], self._now())
        except Exception as error:
            if len(jobs) > 1 and not isinstance(error, OperationalError):
                # One request's fault must not fail the others. A database that is away fails them all.
                for job in jobs:
                    self._commit([job])
                return
            log.exception("intake.failed", extra={"requests": len(jobs)})
            for _, done in jobs:
                done.set_exception(error)
            return
        for _, done in jobs:
            done.set_result(None)
