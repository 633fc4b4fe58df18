"""Limits how often one network may ask a page in a minute. Each process counts for itself."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=1)
MOST_KNOWN = 10_000
"""Networks that are counted at once; of more, those that asked first are forgotten."""


@dataclass
class RateLimit:
    """`most`: requests of one network in WINDOW."""

    most: int
    _counts: OrderedDict[str, tuple[datetime, int]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, network: str, now: datetime) -> int:
        """Count a request; return the seconds after which the network may ask again, 0 if it may now."""
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
