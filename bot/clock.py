"""The only module that reads the system clock; every other function receives the time as `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, in UTC and aware of its time zone."""
    return datetime.now(UTC)  # noqa: TID251 - the one place allowed to read the clock
