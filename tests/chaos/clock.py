"""The simulated system clock of the bot's machine, which is moved while the bot runs."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path

from bot import clock
from domain.organisation.calendar import BANGKOK, WorkCalendar, bangkok

SMALL_STEP = timedelta(seconds=90)
SEVERAL_DAYS = timedelta(days=6)
"""The longest time until the next working day."""
LEAD = timedelta(seconds=4)
"""The time that a process needs to start: jobs run at the start and again at the scheduled time."""
MORNING, MONTH = time(8, 15), time(8)
MAX_AHEAD = timedelta(days=29)
"""The phones' clocks are not moved, and the bot deletes a draft that is 30 days old by its own clock."""


class WrongClock:
    """The clock's offset from the real time, stored in a file that every process of the bot reads."""

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
        return moment - clock.now() > MAX_AHEAD


def moves(wrong: WrongClock, calendar: WorkCalendar) -> Iterator[date | None]:
    """Move the clock at each `next`; yields the working day whose morning digest becomes due, or None.

    The moves are in turn: to the next morning's digest, back by a small step, to the next month's report, to
    midnight.
    """
    for move in cycle(("morning", "back", "month", "midnight")):
        today = bangkok(wrong.now()).date()
        if move == "back" or wrong.would_be_too_far(wrong.now() + SEVERAL_DAYS):
            wrong.move(-SMALL_STEP)
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
    """A time shortly before the next month's report is due."""
    today = bangkok(now).date()
    return _at((today.replace(day=1) + timedelta(days=32)).replace(day=1), MONTH) - LEAD


def _next_morning(now: datetime, calendar: WorkCalendar) -> datetime:
    """A time shortly before the digest of the next working day."""
    day = bangkok(now).date() + timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return _at(day, MORNING) - LEAD


def _at(day: date, time_of_day: time) -> datetime:
    return datetime.combine(day, time_of_day, BANGKOK)
