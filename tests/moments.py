"""Moments that many tests stand in, and a clock that stands where they put it."""

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
    """Goes only when it is told to."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now
