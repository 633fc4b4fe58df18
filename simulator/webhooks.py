"""Delivers webhooks to the bot: in order within a chat, with retries after failures."""

import heapq
import itertools
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.events import Event

Deliver = Callable[["Delivery"], int | None]


@dataclass(frozen=True)
class Delivery:
    """One attempt to deliver a webhook. `tries`: number of attempts before this one."""

    chat: str
    event: Event
    tries: int = 0
    result: queue.SimpleQueue[int | None] = field(default_factory=queue.SimpleQueue)

    def status(self, seconds: float) -> int | None:
        """Wait for the HTTP status of this attempt; None without an answer in `seconds`."""
        try:
            return self.result.get(timeout=seconds)
        except queue.Empty:
            return None


class DeliveryQueues:
    """Threads that deliver webhooks: those of one chat in order, those of different chats in parallel."""

    def __init__(
        self,
        deliver: Deliver,
        threads: int,
        delays: tuple[float, ...],
        may_retry: Callable[[], bool],
    ) -> None:
        """Start the threads.

        `deliver`: sends one webhook and returns the HTTP status, None without an answer. `delays`: seconds before
        each further attempt. `may_retry`: whether failed deliveries are repeated.
        """
        self._deliver = deliver
        self._delays = delays
        self._may_retry = may_retry
        self._guard = threading.Condition()
        self._queues: dict[str, deque[Delivery]] = {}
        self._ready: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._retries: list[tuple[float, int, Delivery]] = []
        self._count = itertools.count()
        self._open = True
        self._threads = [
            threading.Thread(target=self._work, daemon=True, name=f"waiting-{n}")
            for n in range(threads)
        ]
        self._threads.append(threading.Thread(target=self._wake, daemon=True, name="waiting-later"))
        for thread in self._threads:
            thread.start()

    def put(self, delivery: Delivery) -> None:
        """Queue a delivery after those of its chat."""
        with self._guard:
            waiting = self._queues.setdefault(delivery.chat, deque())
            waiting.append(delivery)
            if len(waiting) == 1:
                self._ready.put(delivery.chat)

    def put_later(self, delivery: Delivery, seconds: float) -> None:
        """Queue a delivery after this many seconds."""
        with self._guard:
            heapq.heappush(self._retries, (time.monotonic() + seconds, next(self._count), delivery))
            self._guard.notify()

    def forget(self) -> None:
        """Drop the deliveries that wait for another attempt."""
        with self._guard:
            self._retries.clear()

    def close(self) -> None:
        """Stop when the current deliveries have ended; those that wait for another attempt are dropped."""
        with self._guard:
            self._open = False
            self._guard.notify_all()
        for _ in self._threads[:-1]:
            self._ready.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        while (chat := self._ready.get()) is not None:
            delivery = self._queues[chat][0]
            status = self._deliver(delivery)
            with self._guard:
                waiting = self._queues[chat]
                waiting.popleft()
                if waiting:
                    self._ready.put(chat)
                else:
                    del self._queues[chat]
            delivery.result.put(status)
            failed = status is None or not 200 <= status < 300
            if failed and self._may_retry() and delivery.tries < len(self._delays):
                self.put_later(
                    Delivery(delivery.chat, delivery.event, delivery.tries + 1),
                    self._delays[delivery.tries],
                )

    def _wake(self) -> None:
        with self._guard:
            while self._open:
                now = time.monotonic()
                while self._retries and self._retries[0][0] <= now:
                    self.put(heapq.heappop(self._retries)[2])
                pause = self._retries[0][0] - now if self._retries else None
                self._guard.wait(pause)
