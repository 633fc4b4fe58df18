"""Periods of reports on the Thai fiscal calendar: a month, a quarter, a half-year or a fiscal year.

Keys: `2569-10` (October 2569), `2570-Q1` (October to December 2569), `2570-H1` (October 2569 to March 2570) and
`2570` (October 2569 to September 2570).
"""

import re
from dataclasses import dataclass
from datetime import datetime

from domain.organisation.calendar import bangkok, fiscal_year, month_bounds, month_shifted

_SHAPE = re.compile(
    r"(?P<year>2[4-9]\d\d)(?:-Q(?P<quarter>[1-4])|-H(?P<half>[12])|-(?P<month>0[1-9]|1[0-2]))?"
)


@dataclass(frozen=True)
class Period:
    """A period. `months`: the keys of its months, in order."""

    key: str
    months: tuple[str, ...]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The start of the first month and the end of the last one, in UTC."""
        return month_bounds(self.months[0])[0], month_bounds(self.months[-1])[1]


def parse_period(key: str) -> Period:
    """Parse the key of a period. Raises ValueError for any other text, also for a Gregorian year."""
    found = _SHAPE.fullmatch(key)
    if found is None:
        raise ValueError(f"{key!r} is no period such as 2569-10, 2570-Q1, 2570-H1 or 2570")
    if found["month"]:
        return Period(key, (key,))
    first = f"{int(found['year']) - 1}-10"
    if found["quarter"]:
        skipped, count = 3 * (int(found["quarter"]) - 1), 3
    elif found["half"]:
        skipped, count = 6 * (int(found["half"]) - 1), 6
    else:
        skipped, count = 0, 12
    return Period(key, tuple(month_shifted(first, skipped + month) for month in range(count)))


def halves(period: Period) -> tuple[Period, ...]:
    """Return the two half-years of a fiscal year, or the half-year that contains a shorter period."""
    year = fiscal_year(bangkok(period.bounds[0]).date())
    found = (parse_period(f"{year}-H{half}") for half in (1, 2))
    return tuple(one for one in found if set(one.months) & set(period.months))


def last_finished(now: datetime, months: int) -> Period:
    """Return the newest quarter (`months` = 3), half-year (6) or fiscal year (12) that was over at `now`."""
    letter = {3: "-Q", 6: "-H", 12: ""}[months]
    year = fiscal_year(bangkok(now).date())
    keys = [
        f"{candidate}{letter}{part if letter else ''}"
        for candidate in (year - 1, year)
        for part in range(1, 12 // months + 1)
    ]
    return max(
        (period for period in map(parse_period, keys) if period.bounds[1] <= now),
        key=lambda period: period.bounds[1],
    )


def begun(now: datetime, years: int = 2) -> list[Period]:
    """Return the periods of the latest fiscal years that have begun at `now`, the newest and longest first."""
    last = fiscal_year(bangkok(now).date())
    keys = [
        f"{year}{part}"
        for year in range(last - years + 1, last + 1)
        for part in ("", "-H1", "-H2", "-Q1", "-Q2", "-Q3", "-Q4")
    ]
    keys += [month for key in keys if key.isdecimal() for month in parse_period(key).months]
    found = [period for period in map(parse_period, keys) if period.bounds[0] <= now]
    return sorted(found, key=lambda one: (one.bounds[1], len(one.months)), reverse=True)
