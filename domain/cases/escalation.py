"""Deadlines of cases: which warnings are due, who receives them, and the lists of the morning digest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.cases.complaint import Complaint, Status
from domain.organisation.calendar import WorkCalendar, bangkok

SILENCE = timedelta(days=15)
"""After this long without a message the reporter is told why there is none."""
SOON = timedelta(days=3)
"""Cases that are due within this time are listed in the digest."""


class Clock(StrEnum):
    """The two deadlines of a case: for finishing it and for answering the reporter."""

    FINISH = "finish"
    ANSWER = "answer"


class Level(StrEnum):
    """The level of a warning: the share of the time used in percent, or the executive who is warned."""

    HALF = "50"
    MOST = "80"
    LATE = "100"
    PALAD = "palad"
    NAYOK = "nayok"


class Recipient(StrEnum):
    """Who is warned at a level of an ordinary case. ASSIGNEE: its assignee, else its department."""

    ASSIGNEE = "assignee"
    HEAD = "head"
    PALAD = "palad"
    NAYOK = "nayok"


QUIET = frozenset({Level.HALF, Level.MOST})
"""Levels that are only listed in the morning digest and never sent as a message of their own."""
RECIPIENTS = {
    Level.HALF: Recipient.ASSIGNEE,
    Level.MOST: Recipient.ASSIGNEE,
    Level.LATE: Recipient.HEAD,
    Level.PALAD: Recipient.PALAD,
    Level.NAYOK: Recipient.NAYOK,
}
SHARES = {Level.HALF: 0.5, Level.MOST: 0.8}
DAYS_LATE = {Level.PALAD: 1, Level.NAYOK: 3}
"""Working days after the deadline: the ปลัด is warned after one, the นายก after three."""


@dataclass(frozen=True)
class Warned:
    """A level that a case has reached; `due` is the deadline of its clock."""

    clock: Clock
    level: Level
    due: datetime

    def slot(self, case: Complaint) -> str:
        """A key under which the warning is sent only once; a deadline moved by a pause gives a new key.

        Both deadlines may be at the same time, so the key names the ANSWER clock. It does not name the FINISH
        clock, because keys without a clock are already stored.
        """
        clock = f":{self.clock}" if self.clock is Clock.ANSWER else ""
        return f"{case.id}:{int(self.due.timestamp())}{clock}:{self.level}"


def warnings(
    case: Complaint, now: datetime, calendar: WorkCalendar, working_days: int
) -> Sequence[Warned]:
    """Every level that the clocks of an open case have reached, the lowest first; none during a pause.

    `working_days`: the time its category allows. The used share is computed from the time that is left, so
    that the days of a pause do not count.
    """
    if not case.is_open or case.paused_at is not None:
        return ()
    found = _finishing(case, now, calendar, working_days)
    if case.answered_at is None:
        found += _answering(case, now, calendar)
    return found


def review_passed(case: Complaint, now: datetime) -> bool:
    """Whether a waiting case has reached its review date."""
    return case.status is Status.WAITING and case.review_at is not None and case.review_at <= now


def silent_too_long(last_contact: datetime, now: datetime) -> bool:
    """Whether the last message to the reporter is at least SILENCE ago."""
    return now - last_contact >= SILENCE


@dataclass(frozen=True)
class Day:
    """An officer's open cases on one morning, each in the first matching list, sorted by due date.

    `others`: how many cases are in no list.
    """

    late: tuple[Complaint, ...]
    today: tuple[Complaint, ...]
    review: tuple[Complaint, ...]
    soon: tuple[Complaint, ...]
    new: tuple[Complaint, ...]
    others: int

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.today or self.review or self.soon or self.new)


def day(cases: Sequence[Complaint], now: datetime, yesterday: datetime) -> Day:
    """Distribute open cases over the digest's lists.

    A case is new when it was filed since `yesterday` or when nobody has accepted it.
    """
    lists: dict[str, list[Complaint]] = {
        "late": [],
        "today": [],
        "review": [],
        "soon": [],
        "new": [],
        "others": [],
    }
    for case in sorted(cases, key=lambda case: (case.due_at, case.id)):
        lists[_list_of(case, now, yesterday)].append(case)
    others = len(lists.pop("others"))
    return Day(**{name: tuple(found) for name, found in lists.items()}, others=others)


def _list_of(case: Complaint, now: datetime, yesterday: datetime) -> str:
    today = bangkok(now).date()
    if case.paused_at is not None:
        reviewed = case.review_at is not None and bangkok(case.review_at).date() <= today
        return "review" if reviewed else "others"
    due = bangkok(case.due_at).date()
    if case.due_at <= now:
        return "late"
    if due == today:
        return "today"
    if case.filed_at >= yesterday or case.status is Status.NEW:
        return "new"
    return "soon" if due - today <= SOON else "others"


def _finishing(
    case: Complaint, now: datetime, calendar: WorkCalendar, working_days: int
) -> tuple[Warned, ...]:
    left = calendar.working_time(now, case.due_at)
    whole = working_days * calendar.day_length
    used = 1.0 if whole <= timedelta() else 1 - left / whole
    return _reached(Clock.FINISH, case.due_at, used, now, calendar)


def _answering(case: Complaint, now: datetime, calendar: WorkCalendar) -> tuple[Warned, ...]:
    """The deadline for an answer is in calendar days, so its clock also runs at night and on holidays."""
    used = (now - case.filed_at) / (case.answer_by - case.filed_at)
    return _reached(Clock.ANSWER, case.answer_by, used, now, calendar)


def _reached(
    clock: Clock, due: datetime, used: float, now: datetime, calendar: WorkCalendar
) -> tuple[Warned, ...]:
    found = [level for level, share in SHARES.items() if used >= share]
    if now >= due:
        overdue = calendar.working_time(due, now)
        found += [Level.LATE]
        found += [
            level for level, days in DAYS_LATE.items() if overdue >= days * calendar.day_length
        ]
    return tuple(Warned(clock, level, due) for level in found)
