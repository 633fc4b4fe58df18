"""A day typed in any of the usual ways is one day, and anything else is none."""

from datetime import date

import pytest

from domain.organisation.typed_dates import typed_day

DAY = date(2027, 9, 30)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2570-09-30", DAY),
        ("2027-09-30", DAY),
        (" 2570-9-30 ", DAY),
        ("30/9/2570", DAY),
        ("30.09.2027", DAY),
        ("๓๐-๙-๒๕๗๐", DAY),
        ("30 9 2570", DAY),
        ("2567-02-29", date(2024, 2, 29)),
        ("2568-02-29", None),
        ("31/9/2570", None),
        ("2570-13-01", None),
        ("9999-12-31", None),
        ("9/30/2570", None),
        ("70-09-30", None),
        ("25700930", None),
        ("พรุ่งนี้", None),
        ("", None),
        ("-" * 500, None),
    ],
)
def test_a_day_is_read_or_nothing_is(typed, day):
    assert typed_day(typed) == day
