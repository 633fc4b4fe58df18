"""The correction of what a case is about and where, by an officer who knows better than the form."""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.cases.complaint import Complaint, Place
from domain.errors import Refused
from domain.organisation.calendar import WorkCalendar, bangkok
from domain.organisation.organisation import Category


@dataclass(frozen=True)
class Correction:
    """What a case should say. `category`: the new one. `village`: None for an unknown one."""

    category: Category
    village: int | None
    words: str


def corrected(
    case: Complaint, wanted: Correction, before: Category, now: datetime, calendar: WorkCalendar
) -> Complaint:
    """The open case with the right category and place. `before`: its category until now.

    Another category moves the due date to where it would be if the case had been filed so, with the days that it
    stood still, but not before the next working day; a case that is late in both keeps its due date.
    The caller must check that the new one is not that of staff complaints. Raises Refused already_closed.
    """
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    place = _placed(case.place, wanted)
    if wanted.category.key == before.key:
        return replace(case, place=place)
    at_first = calendar.add_working_days(case.filed_at, before.working_days)
    stood = calendar.working_days_between(bangkok(at_first).date(), bangkok(case.due_at).date())
    due = calendar.add_working_days(case.filed_at, wanted.category.working_days + stood)
    if due <= now:
        # Nobody becomes late by a correction, and nobody who is late gets another day by one.
        due = case.due_at if case.due_at <= now else calendar.add_working_days(now, 1)
    return replace(case, category=wanted.category.key, place=place, due_at=due)


def _placed(place: Place, wanted: Correction) -> Place:
    """The place with the right village and words. A pin stays: where somebody stood is no matter of words."""
    return replace(place, village=wanted.village, words=wanted.words)
