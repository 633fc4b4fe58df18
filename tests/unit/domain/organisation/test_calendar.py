"""Office days, deadlines and Buddhist months, on the real holidays around the new year 2570."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.organisation.calendar import (
    BANGKOK,
    WorkCalendar,
    bangkok,
    fiscal_year,
    month_after,
    month_before,
    month_bounds,
    month_key,
    month_shifted,
    same_month_last_year,
)
from domain.organisation.organisation import Holiday

CLOSED = [
    date(2026, 12, 7),
    date(2026, 12, 10),
    date(2026, 12, 31),
    date(2027, 1, 1),
]
CALENDAR = WorkCalendar(
    Holiday(day, "วันหยุด", "Holiday", None, "test", verified=True) for day in CLOSED
)

moments = st.builds(
    lambda minutes: datetime(2026, 1, 1, tzinfo=BANGKOK) + timedelta(minutes=minutes),
    st.integers(min_value=0, max_value=700 * 24 * 60),
)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2027, 12, 1))


def at(year, month, day, hour=9, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 12, 4), True),
        (date(2026, 12, 5), False),
        (date(2026, 12, 6), False),
        (date(2026, 12, 7), False),
        (date(2026, 12, 8), True),
    ],
)
def test_weekends_and_holidays_are_not_working_days(day, works):
    assert CALENDAR.is_working_day(day) is works


def test_it_says_for_which_years_it_has_holidays():
    assert [CALENDAR.knows(date(year, 6, 1)) for year in (2025, 2026, 2027, 2028)] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        (at(2026, 11, 23, 10, 15), at(2026, 11, 23, 10, 15)),
        (at(2026, 11, 23, 6, 0), at(2026, 11, 23, 8, 30)),
        (at(2026, 11, 23, 16, 30), at(2026, 11, 24, 8, 30)),
        (at(2026, 11, 22, 10, 0), at(2026, 11, 23, 8, 30)),
        (at(2026, 12, 4, 20, 0), at(2026, 12, 8, 8, 30)),
        (at(2026, 12, 31, 10, 0), at(2027, 1, 4, 8, 30)),
    ],
    ids=["open", "before opening", "at closing", "sunday", "friday night", "new year"],
)
def test_a_message_out_of_hours_is_received_at_the_next_opening(sent, received):
    assert CALENDAR.received(sent) == received


def test_a_moment_in_utc_is_judged_by_the_bangkok_clock():
    sent = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert CALENDAR.received(sent) == at(2026, 11, 23, 8, 30)


def test_the_office_is_open_until_but_not_at_closing_time():
    times = [at(2026, 11, 23, 8, 29), at(2026, 11, 23, 8, 30), at(2026, 11, 23, 16, 30)]
    assert [CALENDAR.is_open(one) for one in times] == [False, True, False]


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (at(2026, 11, 23), 0, at(2026, 11, 23, 16, 30)),
        (at(2026, 11, 23), 1, at(2026, 11, 24, 16, 30)),
        (at(2026, 11, 23, 18), 1, at(2026, 11, 25, 16, 30)),
        (at(2026, 12, 3), 3, at(2026, 12, 9, 16, 30)),
        (at(2026, 12, 30), 1, at(2027, 1, 4, 16, 30)),
    ],
    ids=["same day", "tomorrow", "sent in the evening", "over a long weekend", "over new year"],
)
def test_working_days_are_counted_from_the_day_after_receipt(start, count, due):
    assert CALENDAR.add_working_days(start, count) == due


def test_an_office_may_keep_other_hours():
    calendar = WorkCalendar([], opens=time(9, 0), closes=time(12, 0))
    assert calendar.add_working_days(at(2026, 11, 23, 13), 1) == at(2026, 11, 25, 12)


def test_fifteen_days_to_an_answer_do_not_slide_over_a_holiday():
    assert CALENDAR.answer_by(at(2026, 11, 25), 15) == at(2026, 12, 10, 16, 30)


def test_the_answer_clock_begins_at_the_next_opening_too():
    assert CALENDAR.answer_by(at(2026, 11, 20, 20), 15) == at(2026, 12, 8, 16, 30)


def test_working_days_between_leave_out_the_first_day_and_keep_the_last():
    assert CALENDAR.working_days_between(date(2026, 12, 3), date(2026, 12, 9)) == 3


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert CALENDAR.working_days_between(date(2026, 12, 9), date(2026, 12, 3)) == 0


@given(moments, st.integers(min_value=0, max_value=60))
def test_adding_and_counting_working_days_agree(start, count):
    due = CALENDAR.add_working_days(start, count)
    received = CALENDAR.received(start).date()
    assert CALENDAR.working_days_between(received, due.date()) == count
    assert CALENDAR.is_working_day(due.date())


@given(moments)
def test_receipt_is_never_earlier_and_always_within_office_hours(sent):
    received = CALENDAR.received(sent)
    assert received >= sent
    assert CALENDAR.is_open(received)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 6, 16), 2569),
        (date(2026, 9, 30), 2569),
        (date(2026, 10, 1), 2570),
        (date(2026, 12, 31), 2570),
        (date(2027, 1, 1), 2570),
    ],
)
def test_the_fiscal_year_begins_in_october(day, year):
    assert fiscal_year(day) == year


def test_a_month_of_a_buddhist_year_has_its_bounds_in_utc():
    assert month_bounds("2569-10") == (
        datetime(2026, 9, 30, 17, tzinfo=UTC),
        datetime(2026, 10, 31, 17, tzinfo=UTC),
    )


@given(moments)
def test_a_moment_lies_within_the_bounds_of_its_month(moment):
    begins, ends = month_bounds(month_key(bangkok(moment).date()))
    assert begins <= moment < ends


def test_months_go_on_over_the_new_year():
    assert (month_after("2569-12"), month_before("2570-01")) == ("2570-01", "2569-12")


def test_the_same_month_last_year():
    assert same_month_last_year("2570-02") == "2569-02"


@given(days, st.integers(min_value=-60, max_value=60))
def test_shifting_a_month_and_back_changes_nothing(day, months):
    assert month_shifted(month_shifted(month_key(day), months), -months) == month_key(day)


@pytest.mark.parametrize("key", ["2026-10", "2569-13", "2569-00", "2569-1", "2569/10", "ตุลาคม", ""])
def test_what_is_not_a_buddhist_month_is_refused(key):
    with pytest.raises(ValueError, match="is not a month"):
        month_bounds(key)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        bangkok(datetime(2026, 11, 22, 9, 0))  # noqa: DTZ001 - the fault under test


def test_bangkok_is_seven_hours_ahead_all_year():
    assert {
        bangkok(datetime(2026, month, 1, tzinfo=UTC)).utcoffset() for month in range(1, 13)
    } == {timedelta(hours=7)}
