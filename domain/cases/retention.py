"""When personal data of ended cases must be deleted."""

from datetime import datetime

FEBRUARY, LEAP_DAY = 2, 29


def ended_before(now: datetime, keep_years: int) -> datetime:
    """The time `keep_years` years before `now`; cases that ended earlier have been kept long enough."""
    if (now.month, now.day) == (FEBRUARY, LEAP_DAY):
        return now.replace(year=now.year - keep_years, day=LEAP_DAY - 1)
    return now.replace(year=now.year - keep_years)
