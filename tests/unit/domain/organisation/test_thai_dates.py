"""Dates and times in the format of Thai official letters, with English beside it."""

from datetime import UTC, date, datetime

import pytest

from domain.organisation.thai_dates import (
    arabic_digits,
    clock,
    month_name,
    short_date,
    short_moment,
    typed_day,
)

NOON_IN_BANGKOK = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
EVENING_IN_LONDON = datetime(2026, 11, 21, 18, 5, tzinfo=UTC)


def test_a_date_carries_the_buddhist_year_in_thai_and_the_gregorian_in_english():
    day = date(2026, 11, 22)
    assert [short_date(day), short_date(day, "en")] == ["22 พ.ย. 2569", "22 Nov 2026"]


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


def test_thai_digits_are_read_and_the_rest_is_left_alone():
    assert arabic_digits("๒๒ พ.ย. ๒๕๖๙ เวลา 08.30 น.") == "22 พ.ย. 2569 เวลา 08.30 น."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            (text, date(2027, 3, 31))
            for text in (
                "31/3/2570",
                "๓๑-๓-๒๕๗๐",
                " 31.3.70 ",
                "31 3 2570",
                "31 มี.ค. 2570",
                "31 มีนาคม พ.ศ. 2570",
                "31/3/2027",
                "31 Mar 2027",
                "2570-03-31",
                "2027-3-31",
            )
        ),
        ("2567-02-29", date(2024, 2, 29)),
        ("๒๕๖๙-๐๑-๐๒", date(2026, 1, 2)),
    ],
)
def test_a_typed_day_may_have_a_buddhist_or_a_gregorian_year(text, day):
    assert typed_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "31/3",
            "31 มี.ค.",
            "31/4/2570",
            "29/2/2570",
            "0/1/2570",
            "31/3/257",
            "1/2-2570",
            "พรุ่งนี้",
        ),
        *("2026-13-01", "2566-02-29", "0001-01-01", "9999-12-31", "20261231"),
    ],
)
def test_what_is_no_day_is_not_guessed(text):
    with pytest.raises(ValueError, match=r"is no day|lies in|out of range|must be"):
        typed_day(text)
