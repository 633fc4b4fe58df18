"""The correction of a case: category, place, and the due date that another category has."""

from dataclasses import replace

import pytest

from domain.cases.complaint import Place, Status
from domain.cases.correction import Correction, corrected
from domain.errors import Refused
from domain.organisation.calendar import WorkCalendar
from tests.builders import a_case
from tests.moments import DAY, NOON
from tests.shipped import shipped_catalog

CATALOG = shipped_catalog()
CALENDAR = WorkCalendar(CATALOG.holidays)
LIGHT = replace(CATALOG.category("light"), working_days=5)
ROAD = replace(CATALOG.category("road"), working_days=15)
SHORT = replace(ROAD, working_days=2)
CASE = a_case(
    category="light",
    filed_at=NOON,
    due_at=CALENDAR.add_working_days(NOON, 5),
    place=Place(15.1, 104.1, 3, "หน้าวัด"),
)


def done(case=CASE, category=ROAD, *, village=3, words="หน้าวัด", now=NOON):
    return corrected(case, Correction(category, village, words), LIGHT, now, CALENDAR)


def test_another_category_is_due_as_if_the_case_had_been_filed_so():
    assert done(now=NOON + DAY).due_at == CALENDAR.add_working_days(NOON, 15)
    assert done(now=NOON + DAY).category == "road"
    assert done(now=NOON + DAY).answer_by == CASE.answer_by


def test_the_days_for_which_it_stood_still_are_added():
    stood = replace(CASE, due_at=CALENDAR.add_working_days(NOON, 5 + 3))
    assert done(stood).due_at == CALENDAR.add_working_days(NOON, 15 + 3)


def test_it_does_not_become_late_by_a_correction():
    soon = CALENDAR.add_working_days(NOON, 4)
    assert done(category=SHORT, now=soon).due_at == CALENDAR.add_working_days(soon, 1)


def test_a_case_that_is_late_in_both_categories_gets_no_day_more():
    assert done(category=SHORT, now=NOON + 30 * DAY).due_at == CASE.due_at
    assert done(category=ROAD, now=NOON + 60 * DAY).due_at == CASE.due_at


def test_the_same_category_moves_no_due_date_and_a_pin_stays():
    after = done(category=LIGHT, village=None, words="ซอย 5", now=NOON + 30 * DAY)
    assert after == replace(CASE, place=Place(15.1, 104.1, None, "ซอย 5"))


def test_an_ended_case_is_refused():
    with pytest.raises(Refused, match="already_closed"):
        done(replace(CASE, status=Status.CLOSED, ended_at=NOON))
