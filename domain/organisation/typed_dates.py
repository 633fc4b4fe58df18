"""Parse a day as people type it: 2570-09-30, 30/9/2570 or ๓๐-๙-๒๕๗๐, with a Buddhist or a Gregorian year."""

import re
from datetime import date

from domain.organisation.calendar import BUDDHIST_ERA
from domain.organisation.thai_dates import arabic_digits

_BUDDHIST_FROM = 2400
"""From this number on, a year is a Buddhist one."""
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4})")


def typed_day(text: str) -> date | None:
    """Return the day that a text consists of; None for any other text, and for a day that does not exist."""
    typed = arabic_digits(text.strip())
    found = _YEAR_FIRST.fullmatch(typed) or _DAY_FIRST.fullmatch(typed)
    if found is None:
        return None
    year = int(found["year"])
    if year >= _BUDDHIST_FROM:
        year -= BUDDHIST_ERA
    try:
        return date(year, int(found["month"]), int(found["day"])) if year < _BUDDHIST_FROM else None
    except ValueError:
        return None
