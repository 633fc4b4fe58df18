"""The shipped data files: what an office may change in them, and what must remain true."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from domain.organisation.calendar import WorkCalendar
from domain.organisation.category_keys import CATEGORY_KEYS
from domain.text.graphemes import count_graphemes
from tests.shipped import shipped_catalog

SATURDAY, SUNDAY = 5, 6


@pytest.fixture
def catalog():
    return shipped_catalog()


def test_the_categories_stand_in_the_order_they_are_shown(catalog):
    assert tuple(one.key for one in catalog.categories) == CATEGORY_KEYS


def test_labels_fit_a_line_button(catalog):
    labels = [label for one in catalog.categories for label in (one.th, one.en)]
    assert [label for label in labels if count_graphemes(label) > 20] == []


def test_each_icon_is_one_character_on_the_screen(catalog):
    assert [one.key for one in catalog.categories if count_graphemes(one.icon) != 1] == []


def test_only_complaints_about_staff_are_restricted(catalog):
    assert [one.key for one in catalog.categories if one.restricted] == ["corruption"]
    assert catalog.staff_category.key == "corruption"


def test_no_clock_is_slower_than_the_answer_the_office_owes(catalog):
    slowest = max(one.working_days for one in catalog.categories)
    assert slowest <= catalog.organisation.answer_days


def test_there_are_at_least_twelve_services_and_each_section_has_one(catalog):
    assert len(catalog.services) >= 12
    assert {one.department for one in catalog.services} == {one.key for one in catalog.departments}


def test_no_service_claims_to_be_confirmed_by_the_office(catalog):
    assert [one.key for one in catalog.services if one.verified] == []


def test_sample_telephone_numbers_are_marked_as_unverified(catalog):
    holders = (catalog.organisation, *catalog.departments)
    samples = [one for one in holders if one.phone.startswith("0 3800 00")]
    assert [one for one in samples if "phone" not in one.unverified] == []


def test_the_holidays_cover_2569_and_2570(catalog):
    assert {one.day.year + 543 for one in catalog.holidays} == {2569, 2570}


def test_the_holidays_are_in_order(catalog):
    days = [one.day for one in catalog.holidays]
    assert [pair for pair in pairwise(days) if pair[0] >= pair[1]] == []


def test_each_year_has_the_yearly_holidays_of_the_cabinet(catalog):
    fixed = {(1, 1), (4, 6), (4, 13), (4, 14), (4, 15), (5, 4), (6, 3), (7, 28), (8, 12)}
    fixed |= {(10, 13), (10, 23), (12, 5), (12, 10), (12, 31)}
    days = {one.day for one in catalog.holidays}
    wanted = {date(year, month, day) for year in (2026, 2027) for month, day in fixed}
    assert wanted - days == set()


def test_labour_day_is_a_working_day_of_the_office(catalog):
    assert WorkCalendar(catalog.holidays).is_working_day(date(2026, 5, 1))


def test_every_weekend_holiday_has_its_substitution_on_the_next_working_day(catalog):
    """One day at most for a run of holidays: มติคณะรัฐมนตรี 3 กุมภาพันธ์ 2547."""
    given = {one.instead_of: one.day for one in catalog.holidays if one.instead_of}
    ordinary = [one.day for one in catalog.holidays if not one.instead_of]
    calendar = WorkCalendar([one for one in catalog.holidays if not one.instead_of])
    owed = {}
    for day in ordinary:
        if day.weekday() in {SATURDAY, SUNDAY} and day - timedelta(days=1) not in owed:
            next_working = day
            while not calendar.is_working_day(next_working):
                next_working += timedelta(days=1)
            owed[day] = next_working
    assert given == owed


def test_what_was_not_announced_is_not_entered_as_certain(catalog):
    computed = [one for one in catalog.holidays if "ยังไม่ได้เทียบ" in one.source]
    assert [one.day for one in computed if one.verified] == []
