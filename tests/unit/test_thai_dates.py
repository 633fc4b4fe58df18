"""Dates and times as they stand on a Thai office's paper, and in English beside it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import month_key
from domain.thai_dates import (
    arabic_digits,
    clock,
    duration,
    long_date,
    month_name,
    short_date,
    short_moment,
    thai_digits,
)

NOON_IN_BANGKOK = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
EVENING_IN_LONDON = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


def test_a_date_carries_the_buddhist_year_in_thai_and_the_gregorian_in_english():
    day = date(2026, 11, 22)
    assert [short_date(day), long_date(day), short_date(day, "en"), long_date(day, "en")] == [
        "22 พ.ย. 2569",
        "22 พฤศจิกายน 2569",
        "22 Nov 2026",
        "22 November 2026",
    ]


def test_a_moment_is_dated_by_the_bangkok_clock():
    assert short_date(EVENING_IN_LONDON) == "22 พ.ย. 2569"


def test_the_time_is_written_with_a_dot_in_thai():
    assert [clock(EVENING_IN_LONDON), clock(EVENING_IN_LONDON, "en")] == ["01.05 น.", "01:05"]


def test_a_moment_is_a_date_and_a_time():
    assert [short_moment(NOON_IN_BANGKOK), short_moment(NOON_IN_BANGKOK, "en")] == [
        "22 พ.ย. 2569 เวลา 12.00 น.",
        "22 Nov 2026, 12:00",
    ]


def test_a_month_key_has_a_name():
    assert [month_name("2569-10"), month_name("2569-10", "en")] == ["ตุลาคม 2569", "October 2026"]


@given(st.dates(min_value=date(1900, 1, 1)))
def test_the_month_of_a_day_is_named_in_its_long_date(day):
    assert long_date(day).endswith(month_name(month_key(day)))


@pytest.mark.parametrize(
    ("span", "thai", "english"),
    [
        (timedelta(days=3, hours=4, minutes=59), "3 วัน 4 ชั่วโมง", "3 days 4 hours"),
        (timedelta(days=1), "1 วัน", "1 day"),
        (timedelta(days=2, minutes=5), "2 วัน", "2 days"),
        (timedelta(hours=1, minutes=1), "1 ชั่วโมง 1 นาที", "1 hour 1 minute"),
        (timedelta(minutes=45, seconds=59), "45 นาที", "45 minutes"),
        (timedelta(seconds=59), "ไม่ถึง 1 นาที", "less than a minute"),
        (timedelta(days=-1, hours=-2), "1 วัน 2 ชั่วโมง", "1 day 2 hours"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(span, thai, english):
    assert (duration(span), duration(span, "en")) == (thai, english)


def test_digits_turn_thai_and_leave_the_rest_alone():
    assert thai_digits("22 พ.ย. 2569 เวลา 08.30 น.") == "๒๒ พ.ย. ๒๕๖๙ เวลา ๐๘.๓๐ น."


@given(st.text(alphabet="0123456789 -/.กขค"))
def test_digits_turned_thai_and_back_are_the_same(text):
    assert arabic_digits(thai_digits(text)) == text
