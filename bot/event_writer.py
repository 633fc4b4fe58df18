"""Store webhook events with group commit: one transaction for all requests that are waiting.

A request is answered only after its events are on disk. One commit (one fsync) for each request would be
too slow for LINE's timeout of two seconds on an ordinary disk.
"""

import asyncio
import contextlib
import logging
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from datetime import datetime

from sqlalchemy.exc import OperationalError

from bot.processor import share_processor
from storage.queues.inbox import NewEvent
from storage.store import Store

log = logging.getLogger(__name__)
MAX_BATCH = 200
"""Maximum requests in one transaction."""
_Job = tuple[Sequence[NewEvent], "Future[None] | asyncio.Future[None]"]


class EventWriter:
    """A thread that commits the events of all waiting requests together."""

    def __init__(self, store: Store, now: Callable[[], datetime]) -> None:
        """Start the thread. `now` gives the time of receipt that is stored with the events."""
        self._store = store
        self._now = now
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._committer = threading.Thread(target=self._run, name="intake", daemon=True)
        self._committer.start()

    def store(self, events: Sequence[NewEvent], *, seconds: float) -> None:
        """Store events and return once they are committed.

        Raises the database's error, or TimeoutError after `seconds`; the events may then still be committed.
        """
        done: Future[None] = Future()
        self._waiting.put((events, done))
        done.result(timeout=seconds)

    async def store_async(self, events: Sequence[NewEvent], *, seconds: float) -> None:
        """Like `store`, for an event loop, without blocking it."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.put((events, done))
        try:
            async with asyncio.timeout(seconds):
                await done
        except TimeoutError:
            # A locked database answers only later; the health check is to try it now.
            self._store.failed_writes += 1
            raise

    def is_alive(self) -> bool:
        """Whether the thread is running."""
        return self._committer.is_alive()

    def close(self) -> None:
        """Commit the waiting events, then end the thread."""
        self._waiting.put(None)
        self._committer.join(timeout=5)

    def _run(self) -> None:
        if self._store.is_sqlite:
            share_processor()
        while (first := self._waiting.get()) is not None:
            jobs = [first]
            last = False
            while len(jobs) < MAX_BATCH and not last:
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
            events = [event for events, _ in jobs for event in events]
            self._store.store_events(events, self._now())
        except Exception as error:
            if len(jobs) > 1 and not isinstance(error, OperationalError):
                # Retry each request alone, so that invalid events of one do not fail the others. An
                # OperationalError means that the database is unavailable, so a retry would fail too.
                for job in jobs:
                    self._commit([job])
                return
            log.exception("intake.failed", extra={"requests": len(jobs)})
            _finish(jobs, error)
            return
        _finish(jobs, None)


def _finish(jobs: Sequence[_Job], error: Exception | None) -> None:
    """Pass the result of the commit to all waiting requests; an event loop is woken once for all."""
    on_loops: defaultdict[asyncio.AbstractEventLoop, list[asyncio.Future[None]]] = defaultdict(list)
    for _, done in jobs:
        if isinstance(done, asyncio.Future):
            on_loops[done.get_loop()].append(done)
        else:
            _settle([done], error)
    for loop, waiting in on_loops.items():
        # RuntimeError: the loop is closed, so nobody is waiting.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, waiting, error)


def _settle(
    waiting: Sequence["Future[None] | asyncio.Future[None]"], error: Exception | None
) -> None:
    for done in waiting:
        if done.done():  # it has waited too long
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
