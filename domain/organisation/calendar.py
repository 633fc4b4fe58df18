"""Working days, deadlines, fiscal years and months of a Thai government office.

Arguments that are times must be timezone-aware, in any zone; returned times are in Bangkok time unless stated
otherwise. Days are dates of the Bangkok calendar. Years shown to people are Buddhist (พ.ศ. = ค.ศ. + 543).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.organisation.organisation import Holiday

# Thailand has had one offset without daylight saving time since 1920, so no time zone data is needed.
BANGKOK = timezone(timedelta(hours=7), "Asia/Bangkok")
BUDDHIST_ERA = 543
BUDDHIST_FROM = 2400
"""A year that somebody typed is Buddhist from this one on, else Gregorian."""

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)
_FISCAL_YEAR_BEGINS = 10


class WorkCalendar:
    """The office's opening hours and holidays, and the deadlines computed from them."""

    def __init__(
        self,
        holidays: Iterable[Holiday],
        opens: time = time(8, 30),
        closes: time = time(16, 30),
    ) -> None:
        self._holidays = {holiday.day for holiday in holidays}
        self._years = {day.year for day in self._holidays}
        self._opens = opens
        self._closes = closes

    def knows(self, day: date) -> bool:
        """Whether holidays are known for that year; if not, only weekends count as days off."""
        return day.year in self._years

    def is_working_day(self, day: date) -> bool:
        """Whether the day is neither a weekend day nor a holiday."""
        return day.weekday() < _SATURDAY and day not in self._holidays

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open at this time."""
        local = bangkok(moment)
        return self.is_working_day(local.date()) and self._opens <= local.time() < self._closes

    def received(self, moment: datetime) -> datetime:
        """When a message counts as received: at once while the office is open, else at the next opening.

        Source: in government affairs a day means its working hours (ป.พ.พ. มาตรา 193/4). The electronic-service
        act of พ.ศ. 2565 is understood to say the same about requests sent after hours; we have not read its
        text.
        """
        local = bangkok(moment)
        if self.is_open(local):
            return local
        day = local.date()
        if local.time() >= self._closes or not self.is_working_day(day):
            day = self._next_working_day(day)
        return datetime.combine(day, self._opens, BANGKOK)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The close of office on the `days`-th working day after the day of receipt.

        The day of receipt is not counted. Source: พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. 2539
        มาตรา 64 วรรคหนึ่ง. `days` of 0 is the close of the day of receipt.
        """
        day = self.received(start).date()
        for _ in range(days):
            day = self._next_working_day(day)
        return datetime.combine(day, self._closes, BANGKOK)

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 when `end` is not later."""
        days = (end - start).days
        return sum(self.is_working_day(start + n * _ONE_DAY) for n in range(1, days + 1))

    @property
    def day_length(self) -> timedelta:
        """How long the office is open on a working day."""
        return timedelta(hours=self._closes.hour, minutes=self._closes.minute) - timedelta(
            hours=self._opens.hour, minutes=self._opens.minute
        )

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """Time between two moments in which the office is open; zero when `end` is not later."""
        start, end = bangkok(start), bangkok(end)
        total = timedelta()
        day = start.date()
        while day <= end.date():
            if self.is_working_day(day):
                opens = datetime.combine(day, self._opens, BANGKOK)
                closes = datetime.combine(day, self._closes, BANGKOK)
                total += max(timedelta(), min(end, closes) - max(start, opens))
            day += _ONE_DAY
        return total

    def answer_by(self, start: datetime, calendar_days: int) -> datetime:
        """The close of office on the `calendar_days`-th day after the day of receipt.

        It does not move when that day is a holiday: for a duty of an official the last day counts even then
        (พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง มาตรา 64 วรรคสอง).
        """
        day = self.received(start).date() + calendar_days * _ONE_DAY
        return datetime.combine(day, self._closes, BANGKOK)

    def _next_working_day(self, day: date) -> date:
        day += _ONE_DAY
        while not self.is_working_day(day):
            day += _ONE_DAY
        return day


def bangkok(moment: datetime) -> datetime:
    """The time converted to Bangkok time. Raises ValueError for a time without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(BANGKOK)


def fiscal_year(day: date) -> int:
    """The Buddhist fiscal year: 2570 runs from 1 October 2569 to 30 September 2570."""
    return day.year + BUDDHIST_ERA + (day.month >= _FISCAL_YEAR_BEGINS)


def month_key(day: date) -> str:
    """The Buddhist calendar month of a day: "2569-10" for any day of October 2026."""
    return f"{day.year + BUDDHIST_ERA}-{day.month:02}"


def month_shifted(key: str, months: int) -> str:
    """The key of the month `months` later, or earlier for a negative number. Raises ValueError for another key."""
    year, month = _year_and_month(key)
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return f"{year}-{month + 1:02}"


def month_before(key: str) -> str:
    """The key of the previous month."""
    return month_shifted(key, -1)


def month_after(key: str) -> str:
    """The key of the next month."""
    return month_shifted(key, 1)


def same_month_last_year(key: str) -> str:
    """The key of the same month one year earlier."""
    return month_shifted(key, -12)


def month_bounds(key: str) -> tuple[datetime, datetime]:
    """The start of a month in Bangkok time and the start of the next one, both in UTC.

    "2569-10" is October of พ.ศ. 2569. Raises ValueError for anything but a Buddhist year and month, also for a
    Gregorian year.
    """
    return _begins(key), _begins(month_after(key))


def gregorian_year(typed: int) -> int:
    """The Gregorian year of a year that somebody typed, Buddhist or Gregorian."""
    return typed - BUDDHIST_ERA if typed >= BUDDHIST_FROM else typed


def _begins(key: str) -> datetime:
    year, month = _year_and_month(key)
    return datetime(year - BUDDHIST_ERA, month, 1, tzinfo=BANGKOK).astimezone(UTC)


def _year_and_month(key: str) -> tuple[int, int]:
    year, dash, month = key.partition("-")
    shaped = dash and len(year) == 4 and len(month) == 2 and (year + month).isdecimal()
    if not shaped or not 1 <= int(month) <= 12 or int(year) < BUDDHIST_FROM:
        raise ValueError(f"{key!r} is not a month such as 2569-10")
    return int(year), int(month)
