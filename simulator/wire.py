"""The feed of changes for which the page waits, including the log of calls and webhooks."""

import threading
from collections import deque
from typing import Any

MASKED = frozenset({"replyToken", "markAsReadToken", "quoteToken"})
MAX_WAIT_SECONDS = 25.0
MAX_WAITERS = 12


def masked(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """A copy of a JSON value in which tokens show only their first six characters."""
    if isinstance(value, dict):
        return {
            key: f"{inner[:6]}…" if key in MASKED and isinstance(inner, str) else masked(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [masked(inner) for inner in value]
    return value


class Feed:
    """The last changes, numbered without gaps. Readers can wait for the next one."""

    def __init__(self, first: int, kept: int = 3000) -> None:
        self.seq = first
        self._oldest = first
        self._changes: deque[dict[str, Any]] = deque(maxlen=kept)
        self._news = threading.Condition()
        self._closed = False
        self._waiters = threading.BoundedSemaphore(MAX_WAITERS)

    def add(self, kind: str, chat: str | None, **facts: Any) -> int:  # noqa: ANN401 - JSON
        """Add a change and wake all readers; returns its number."""
        with self._news:
            self.seq += 1
            self._changes.append({"seq": self.seq, "kind": kind, "chat": chat, **facts})
            self._oldest = self._changes[0]["seq"] - 1
            self._news.notify_all()
            return self.seq

    def since(self, seq: int, wait: float) -> dict[str, Any]:
        """The changes after `seq`; when there are none, wait up to `wait` seconds for one.

        `reset` in the result means that changes were lost and the reader must read the whole state again.
        """
        # Every waiting reader occupies a server thread, so those above the limit do not wait.
        waiting = wait > 0 and self._waiters.acquire(blocking=False)
        try:
            with self._news:
                if waiting:
                    self._news.wait_for(
                        lambda: self._closed or self.seq != seq,
                        timeout=min(wait, MAX_WAIT_SECONDS),
                    )
                answer: dict[str, Any] = {
                    "seq": self.seq,
                    "changes": [c for c in self._changes if c["seq"] > seq],
                }
                if seq > self.seq or seq < self._oldest:
                    answer["reset"] = True
                return answer
        finally:
            if waiting:
                self._waiters.release()

    def forget(self) -> None:
        """Drop all changes; every reader will have to read the whole state again."""
        with self._news:
            self._changes.clear()
            self.seq += 1
            self._oldest = self.seq
            self._news.notify_all()

    def close(self) -> None:
        """Wake every waiting reader, at the end."""
        with self._news:
            self._closed = True
            self._news.notify_all()
