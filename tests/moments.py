"""Moments that many tests use, and a clock that a test sets."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
"""Noon in Bangkok on a Tuesday that is no holiday."""
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Clock:
    """A clock that changes only when a test sets it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now
