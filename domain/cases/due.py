"""The state of a case's due date: late and by how many days, due today, soon or later, paused, or case ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.organisation.calendar import WorkCalendar, bangkok

SOON_WORKING_DAYS = 2
"""Working days before the due date in which a case counts as due soon."""


class Clocked(Protocol):
    """What `due_of` needs of a case or of a row in a list of cases."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Standing(StrEnum):
    """The state of a due date.

    LATE: after the due date, also during a pause that began after it. SOON: due within SOON_WORKING_DAYS. PAUSED:
    the due date is suspended.
    """

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


@dataclass(frozen=True)
class Due:
    """`days`: LATE: calendar days since the due date, 0 on the day itself; SOON, RUNNING: working days left."""

    standing: Standing
    days: int = 0


def due_of(case: Clocked, now: datetime, calendar: WorkCalendar) -> Due:
    """The state of a case's due date at `now`. Days are days of the Bangkok calendar."""
    if case.ended_at is not None:
        return Due(Standing.OVER)
    today, due = bangkok(now).date(), bangkok(case.due_at).date()
    # Who was late before they asked or waited for something stays late.
    if (case.paused_at or now) > case.due_at:
        return Due(Standing.LATE, (today - due).days)
    if case.paused_at is not None:
        return Due(Standing.PAUSED)
    if today == due:
        return Due(Standing.TODAY)
    left = calendar.working_days_between(today, due)
    return Due(Standing.SOON if left <= SOON_WORKING_DAYS else Standing.RUNNING, left)


def soon_until(now: datetime, calendar: WorkCalendar) -> datetime:
    """The moment up to which a due date is today or soon: the close of office SOON_WORKING_DAYS later."""
    return calendar.add_working_days(now, SOON_WORKING_DAYS)
