"""From when on a case that is over forgets its persons."""

from datetime import datetime

FEBRUARY, LEAP_DAY = 2, 29


def ended_before(now: datetime, keep_years: int) -> datetime:
    """Cases that ended before this moment have been kept for `keep_years` years and more."""
    if (now.month, now.day) == (FEBRUARY, LEAP_DAY):
        return now.replace(year=now.year - keep_years, day=LEAP_DAY - 1)
    return now.replace(year=now.year - keep_years)
