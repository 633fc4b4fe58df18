"""Call a URL every minute while the bot is healthy, for a service that alerts if the calls stop.

An example is https://healthchecks.io, for offices without Prometheus.
"""

import logging
from collections.abc import Callable
from datetime import datetime

import urllib3
from urllib3.exceptions import HTTPError

from scheduler.repeating_thread import RepeatingThread
from storage.store import Store
from web.health import what_is_wrong

log = logging.getLogger(__name__)
EVERY_SECONDS = 60.0
PATIENCE_SECONDS = 10.0


class Heartbeat(RepeatingThread):
    """The thread that calls. An unhealthy bot does not call, so that the service alerts."""

    def __init__(
        self, store: Store, url: str, now: Callable[[], datetime], every: float = EVERY_SECONDS
    ) -> None:
        """`url`: contains the secret name of the check, and is never logged. `every`: in seconds."""
        super().__init__("heartbeat", self._beat_and_pause)
        self._store = store
        self._url = url
        self._now = now
        self._every = every
        self._pool = urllib3.PoolManager(retries=False, timeout=PATIENCE_SECONDS)

    def beat(self) -> bool:
        """Call once if the bot is healthy; return whether the call succeeded."""
        try:
            fault = what_is_wrong(self._store, self._now())
            if fault:
                log.warning("heartbeat.withheld", extra={"fault": fault})
                return False
            answer = self._pool.request("GET", self._url)
        except HTTPError as error:
            log.warning("heartbeat.failed", extra={"fault": type(error).__name__})
            return False
        if answer.status >= 400:
            log.warning("heartbeat.failed", extra={"status": answer.status})
        return answer.status < 400

    def _beat_and_pause(self) -> float:
        try:
            self.beat()
        except Exception:
            log.exception("heartbeat.failed")
        return self._every
