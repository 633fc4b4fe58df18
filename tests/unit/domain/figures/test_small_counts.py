"""A small number of staff complaints is told of a half year only, and never where a reader is accused."""

import pytest

from domain.figures.small_counts import SUPPRESSED, StaffComplaints, half_year_of, published

FEW = {"2569-10": 1, "2569-11": 2, "2570-03": 1}


@pytest.mark.parametrize("month", ["2569-10", "2569-11", "2570-02"])
def test_a_month_with_few_tells_nothing(month):
    assert published(month, FEW, accuses_reader=False) == SUPPRESSED


def test_five_in_a_month_are_told():
    assert published("2569-10", {"2569-10": 5}, accuses_reader=False) == StaffComplaints(month=5)


def test_the_last_month_of_a_half_year_tells_the_half_year():
    assert half_year_of("2570-03") == tuple(
        f"{year}-{month:02}"
        for year, month in [(2569, 10), (2569, 11), (2569, 12), (2570, 1), (2570, 2), (2570, 3)]
    )
    assert published("2570-03", FEW, accuses_reader=False) == StaffComplaints(half_year=4)
    assert half_year_of("2570-04") == ()


@pytest.mark.parametrize("month", ["2569-10", "2570-03"])
def test_where_a_reader_is_accused_nobody_is_told(month):
    assert published(month, {month: 9}, accuses_reader=True) == SUPPRESSED
