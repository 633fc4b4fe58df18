"""Bringing webhooks to the bot: one lane per chat, in order, again later when it did not work."""

import heapq
import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.events import Event

Carry = Callable[["Parcel"], int | None]


@dataclass(frozen=True)
class Parcel:
    """One webhook on its way; `tries` counts the attempts before this one."""

    chat: str
    event: Event
    tries: int = 0
    arrived: queue.SimpleQueue[int | None] = field(default_factory=queue.SimpleQueue)

    def status(self, seconds: float) -> int | None:
        """The HTTP status of this attempt, waited for this long; None when there was none."""
        try:
            return self.arrived.get(timeout=seconds)
        except queue.Empty:
            return None


class Lanes:
    """Threads that carry parcels: those of one chat one after another, chats side by side.

    `carry` brings one parcel and answers the HTTP status, or None when nothing answered.
    `delays` are the seconds before each further attempt; `again` says whether to try at all.
    """

    def __init__(
        self,
        carry: Carry,
        threads: int,
        delays: tuple[float, ...],
        again: Callable[[], bool],
    ) -> None:
        self._carry = carry
        self._delays = delays
        self._again = again
        self._guard = threading.Condition()
        self._lanes: dict[str, deque[Parcel]] = {}
        self._ready: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._later: list[tuple[float, int, Parcel]] = []
        self._count = itertools.count()
        self._open = True
        self._threads = [
            threading.Thread(target=self._work, daemon=True, name=f"lane-{n}")
            for n in range(threads)
        ]
        self._threads.append(threading.Thread(target=self._wake, daemon=True, name="lane-later"))
        for thread in self._threads:
            thread.start()

    def put(self, parcel: Parcel) -> None:
        """Queue a parcel behind those of its chat."""
        with self._guard:
            lane = self._lanes.setdefault(parcel.chat, deque())
            lane.append(parcel)
            if len(lane) == 1:
                self._ready.put(parcel.chat)

    def put_later(self, parcel: Parcel, seconds: float) -> None:
        """Queue a parcel when this much time has passed."""
        with self._guard:
            heapq.heappush(self._later, (time.monotonic() + seconds, next(self._count), parcel))
            self._guard.notify()

    def forget(self) -> None:
        """Drop what waits for another attempt."""
        with self._guard:
            self._later.clear()

    def close(self) -> None:
        """Stop when the parcels on their way have arrived; those that wait are dropped."""
        with self._guard:
            self._open = False
            self._guard.notify_all()
        for _ in self._threads[:-1]:
            self._ready.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (chat := self._ready.get()) is not None:
            parcel = self._lanes[chat][0]
            status = self._carry(parcel)
            with self._guard:
                lane = self._lanes[chat]
                lane.popleft()
                if lane:
                    self._ready.put(chat)
                else:
                    del self._lanes[chat]
            parcel.arrived.put(status)
            failed = status is None or not 200 <= status < 300
            if failed and self._again() and parcel.tries < len(self._delays):
                self.put_later(
                    Parcel(parcel.chat, parcel.event, parcel.tries + 1), self._delays[parcel.tries]
                )

    def _wake(self) -> None:
        with self._guard:
            while self._open:
                now = time.monotonic()
                while self._later and self._later[0][0] <= now:
                    self.put(heapq.heappop(self._later)[2])
                pause = self._later[0][0] - now if self._later else None
                self._guard.wait(pause)
