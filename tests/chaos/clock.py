"""The clock of the office's machine, which is put wrong while it runs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path

from bot import clock
from domain.organisation.calendar import BANGKOK, WorkCalendar, bangkok

A_BIT = timedelta(seconds=90)
A_FEW_DAYS = timedelta(days=6)
"""The longest way to the next working day."""
LEAD = timedelta(seconds=4)
"""As long as a process takes to start: its jobs run at their start and again when the hour strikes."""
MORNING, MONTH = time(8, 15), time(8)
FURTHEST = timedelta(days=29)
"""The phones' clocks stay right, and a draft older than 30 days by the bot's clock is forgotten."""


class WrongClock:
    """How far ahead it is stands in a file that every process of the office follows."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._ahead = timedelta(0)
        self.move(timedelta(0))

    def now(self) -> datetime:
        return clock.now() + self._ahead

    def move(self, by: timedelta) -> None:
        self._ahead += by
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(self._ahead.total_seconds()))
        fresh.replace(self.file)

    def move_to(self, moment: datetime) -> None:
        self.move(moment - self.now())

    def would_be_too_far(self, moment: datetime) -> bool:
        return moment - clock.now() > FURTHEST


def moves(wrong: WrongClock, calendar: WorkCalendar) -> Iterator[date | None]:
    """Each `next` moves the clock; answers the working day whose digest is due now, if one is.

    Over a night to the morning's hour, back a bit, over midnight, over a month's end to the hour of its report.
    """
    for move in cycle(("morning", "back", "month", "midnight")):
        today = bangkok(wrong.now()).date()
        if move == "back" or wrong.would_be_too_far(wrong.now() + A_FEW_DAYS):
            wrong.move(-A_BIT)
            yield None
        elif move == "midnight":
            wrong.move_to(_at(today + timedelta(days=1), time(0)) - timedelta(seconds=2))
            yield None
        elif move == "month" and not wrong.would_be_too_far(first := month_end(wrong.now())):
            wrong.move_to(first)
            yield None
        else:
            wrong.move_to(morning := _next_morning(wrong.now(), calendar))
            yield bangkok(morning).date()


def month_end(now: datetime) -> datetime:
    """A moment before the next month's report is due."""
    today = bangkok(now).date()
    return _at((today.replace(day=1) + timedelta(days=32)).replace(day=1), MONTH) - LEAD


def _next_morning(now: datetime, calendar: WorkCalendar) -> datetime:
    """A moment before the next working day's digest."""
    day = bangkok(now).date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return _at(day, MORNING) - LEAD


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BANGKOK)
