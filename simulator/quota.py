"""The monthly quota of messages.

Replies are free; every other message is counted once for each person it reaches.
https://developers.line.biz/en/docs/messaging-api/pricing/
"""

from datetime import UTC, datetime, timedelta, timezone

from simulator.errors import LineError
from simulator.store import Store

# The month of the quota begins at midnight in Japan.
JAPAN = timezone(timedelta(hours=9))


def _month(now: int) -> str:
    return datetime.fromtimestamp(now / 1000, UTC).astimezone(JAPAN).strftime("%Y-%m")


class Quota:
    """The messages used in a month. The caller must hold the store's lock."""

    def __init__(self, store: Store, limit: int) -> None:
        self._ledger = store.table("quota")
        self._default = limit

    def read(self, now: int) -> dict[str, int]:
        """{limit, used} of the month of `now` (milliseconds)."""
        record = self._ledger.get("plan") or {"limit": self._default, "used": 0, "month": ""}
        used = record["used"] if record["month"] == _month(now) else 0
        return {"limit": record["limit"], "used": used}

    def set(self, now: int, *, limit: int | None = None, used: int | None = None) -> None:
        """Change the limit or the number of messages used."""
        plan = self.read(now)
        self._ledger["plan"] = {
            "limit": plan["limit"] if limit is None else limit,
            "used": plan["used"] if used is None else used,
            "month": _month(now),
        }

    def check(self, now: int, recipients: int) -> None:
        """Raise LineError 429 when this many messages more exceed the limit."""
        plan = self.read(now)
        if plan["used"] + recipients > plan["limit"]:
            raise LineError(429, "You have reached your monthly limit.")

    def count(self, now: int, recipients: int) -> None:
        """Count a message to this many recipients."""
        self.set(now, used=self.read(now)["used"] + recipients)
