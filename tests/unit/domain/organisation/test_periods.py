"""Periods of the Thai fiscal year."""

from datetime import timedelta

import pytest

from domain.organisation.calendar import month_bounds
from domain.organisation.periods import last_finished, parse_period

NEW_YEAR, _ = month_bounds("2570-01")


@pytest.mark.parametrize(
    ("key", "first", "last", "count"),
    [
        ("2569-10", "2569-10", "2569-10", 1),
        ("2570-Q1", "2569-10", "2569-12", 3),
        ("2570-Q4", "2570-07", "2570-09", 3),
        ("2570-H2", "2570-04", "2570-09", 6),
        ("2570", "2569-10", "2570-09", 12),
    ],
)
def test_what_a_key_means(key, first, last, count):
    period = parse_period(key)
    assert (period.months[0], period.months[-1], len(period.months)) == (first, last, count)
    assert period.bounds == (month_bounds(first)[0], month_bounds(last)[1])


@pytest.mark.parametrize(
    "key", ["", "2026-10", "2570-Q5", "2570-H3", "2570-13", "2570-1", "๒๕๗๐", "2570 "]
)
def test_what_is_no_period_is_refused(key):
    with pytest.raises(ValueError, match="is no period such as"):
        parse_period(key)


@pytest.mark.parametrize(
    ("now", "months", "key"),
    [
        (NEW_YEAR, 3, "2570-Q1"),
        (NEW_YEAR - timedelta(milliseconds=1), 3, "2569-Q4"),
        (NEW_YEAR, 6, "2569-H2"),
        (NEW_YEAR, 12, "2569"),
        (month_bounds("2570-04")[0], 6, "2570-H1"),
    ],
)
def test_the_newest_that_is_over(now, months, key):
    assert last_finished(now, months).key == key
