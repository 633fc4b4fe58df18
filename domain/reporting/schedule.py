"""The schedule of automatic reports: at the end of a month, a quarter, a half-year and a fiscal year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.organisation.calendar import bangkok, fiscal_year, month_key, month_shifted
from domain.organisation.periods import Period, parse_period

if TYPE_CHECKING:
    from datetime import datetime

HOUR = timedelta(hours=8)
"""Time of day of the reports, after midnight in Bangkok."""
REMINDED_EVERY = timedelta(days=7)
ESCALATED_AFTER = timedelta(days=14)
"""After this time from the end of a half-year, unpublished statistics are escalated."""
REMINDED_UNTIL = timedelta(days=90)


@dataclass(frozen=True)
class Turn:
    """Reports that are made together. `months`: length of their period; `days`: delay after its end."""

    name: str
    months: int
    days: int
    reports: tuple[str, ...]

    def due(self, period: Period) -> datetime:
        """The time at which the reports of a period are due."""
        return period.bounds[1] + timedelta(days=self.days) + HOUR


TURNS = (
    Turn("month", 1, 0, ("M8", "M9")),
    Turn("quarter", 3, 0, ("M2", "M8")),
    Turn("half_year", 6, 0, ("M2", "M3", "M4", "M10")),
    Turn("year", 12, 0, ("M2",)),
    Turn("year_drafts", 12, 4, ("M5", "M7")),
)
"""The one-page monthly report is not listed, because the job of the monthly report makes it."""
PUBLISHED_BY_HALF = ("M2", "M3", "M4")
"""The reports of a half-year that an office must publish."""
KEPT_APART = frozenset({"M3"})
"""Reports about staff, which only those in charge of staff complaints receive."""
BACK = 13
"""How many past periods are checked for reports missed in an outage: a year of months."""


def due_periods(turn: Turn, now: datetime) -> list[Period]:
    """The periods whose reports are due at `now`, the earliest first, at most BACK."""
    found = []
    period = last_period(turn.months, now)
    for _ in range(BACK):
        if turn.due(period) <= now:
            found.append(period)
        period = _before(period)
    return found[::-1]


def last_period(months: int, now: datetime) -> Period:
    """The newest finished period of this length."""
    month = month_shifted(month_key(bangkok(now).date()), -1)
    period = _holding(months, month)
    return period if period.bounds[1] <= now else _before(period)


def _before(period: Period) -> Period:
    return _holding(len(period.months), month_shifted(period.months[0], -1))


def _holding(months: int, month: str) -> Period:
    """The period of this length that contains a month."""
    if months == 1:
        return parse_period(month)
    year = fiscal_year(bangkok(parse_period(month).bounds[0]).date())
    letter = {3: "-Q", 6: "-H", 12: ""}[months]
    for part in range(1, 12 // months + 1):
        found = parse_period(f"{year}{letter}{part if letter else ''}")
        if month in found.months:
            return found
    raise AssertionError(month)
