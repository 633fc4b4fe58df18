"""Injects faults: errors of LINE, network failures, lost, doubled and late webhooks."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from simulator.errors import LineError, NotPossibleError

API_PATHS = ("reply", "push", "multicast", "broadcast", "profile", "content", "*")
WEBHOOK_FAULTS = ("lost", "twice", "late")

# Answers that LINE gives before it does anything.
REFUSALS = {
    "429-rate": (429, "The API rate limit has been exceeded. Try again later."),
    "429-monthly": (429, "You have reached your monthly limit."),
    "400-tokens": (400, "Invalid reply token"),
    "500": (500, "Internal Server Error"),
}
# Without an answer: no answer at all, an answer that is lost after acceptance, a connection reset before it.
TIMEOUT = "timeout"
ACCEPT_THEN_DROP = "accept-then-drop"
RESET = "reset"
API_FAULTS = (*REFUSALS, TIMEOUT, ACCEPT_THEN_DROP, RESET)

TIMEOUT_SECONDS = 15.0


class Faults:
    """The waiting faults; each is applied `times` times, in the order in which they were set."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._api: list[dict[str, Any]] = []
        self._webhook: list[dict[str, Any]] = []

    def set(self, api: list[Mapping[str, Any]], webhook: list[Mapping[str, Any]]) -> None:
        """Replace all waiting faults.

        api: {path: one of API_PATHS, fault: one of API_FAULTS, times?: 1, seconds?: 15}.
        webhook: {fault: one of WEBHOOK_FAULTS, times?: 1, seconds?: 3}.
        """
        for entry in api:
            if entry.get("path") not in API_PATHS or entry.get("fault") not in API_FAULTS:
                raise NotPossibleError(f"no such fault: {dict(entry)}")
        for entry in webhook:
            if entry.get("fault") not in WEBHOOK_FAULTS:
                raise NotPossibleError(f"no such fault: {dict(entry)}")
        with self._lock:
            self._api = [{"times": 1, **entry} for entry in api]
            self._webhook = [{"times": 1, **entry} for entry in webhook]

    def waiting(self) -> dict[str, list[dict[str, Any]]]:
        """Copies of the faults that have not been applied yet."""
        with self._lock:
            return {
                "api": [dict(e) for e in self._api],
                "webhook": [dict(e) for e in self._webhook],
            }

    def next_api(self, path: str) -> dict[str, Any] | None:
        """Take the fault for this call of the API, or None."""
        with self._lock:
            return _take(self._api, lambda entry: entry["path"] in {path, "*"})

    def next_webhook(self) -> dict[str, Any] | None:
        """Take the fault for this webhook, or None."""
        with self._lock:
            return _take(self._webhook, lambda _: True)


def refuse(fault: Mapping[str, Any]) -> None:
    """Raise the LineError of a fault; TIMEOUT waits before that."""
    if fault["fault"] in REFUSALS:
        status, message = REFUSALS[fault["fault"]]
        raise LineError(status, message)
    if fault["fault"] == TIMEOUT:
        time.sleep(fault.get("seconds", TIMEOUT_SECONDS))
        raise LineError(500, "Internal Server Error")


def _take(
    waiting: list[dict[str, Any]], fits: Callable[[dict[str, Any]], bool]
) -> dict[str, Any] | None:
    for entry in waiting:
        if fits(entry):
            entry["times"] -= 1
            if entry["times"] <= 0:
                waiting.remove(entry)
            return entry
    return None
