"""Rate limit of requests by network. Each process counts separately."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
MOST_KNOWN = 10_000
"""Maximum networks counted at once; the oldest are dropped."""


@dataclass
class RateLimit:
    """`most`: maximum requests of one network in WINDOW."""

    most: int
    _counts: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, network: str, now: datetime) -> int:
        """Count a request; return the seconds to wait before the next request, 0 if this one is allowed."""
        with self._lock:
            began, count = self._counts.get(network, (now, 0))
            if now - began >= WINDOW:
                began, count = now, 0
            self._counts[network] = (began, count + 1)
            while len(self._counts) > MOST_KNOWN:
                self._counts.popitem(last=False)
        if count < self.most:
            return 0
        return max(1, int((began + WINDOW - now).total_seconds()))
