"""Months of few answers count in a longer period only together, so that none of them can be computed."""

import random

import pytest

from domain.surveys.counted_months import counted_months

MONTHS = ("01", "02", "03", "04", "05", "06")


@pytest.mark.parametrize(
    ("answers", "counted"),
    [
        ((9, 9, 9, 9, 9, 9), (0, 1, 2, 3, 4, 5)),
        ((9, 3, 9, 9, 9, 9), (0, 2, 3, 4, 5)),
        ((9, 3, 9, 1, 9, 9), (0, 2, 4, 5)),
        ((9, 3, 9, 2, 9, 9), (0, 1, 2, 3, 4, 5)),
        ((1, 1, 1, 1, 1, 9), (5,)),
        ((0, 0, 0, 0, 0, 4), (0, 1, 2, 3, 4)),
        ((4, 4, 4, 4, 4, 4), (0, 1, 2, 3, 4, 5)),
    ],
)
def test_a_month_of_few_counts_if_others_hide_it(answers, counted):
    found = counted_months(dict(zip(MONTHS, answers, strict=True)), is_over=True)
    assert sorted(found) == [MONTHS[place] for place in counted]


def test_until_the_half_year_is_over_no_month_of_few_counts():
    answers = dict(zip(MONTHS, (9, 3, 3, 3, 9, 9), strict=True))
    assert sorted(counted_months(answers, is_over=False)) == ["01", "05", "06"]


@pytest.mark.parametrize("seed", range(200))
def test_the_half_year_less_its_shown_months_is_nothing_or_several_months(seed):
    chance = random.Random(seed)
    answers = {month: chance.choice([0, 1, 2, 3, 4, 5, 30]) for month in MONTHS}
    counted = counted_months(answers, is_over=True)
    rest = [answers[month] for month in counted if 0 < answers[month] < 5]
    assert not rest or (len(rest) > 1 and sum(rest) >= 5 and sum(rest) > len(rest))
    assert all(month in counted for month, count in answers.items() if count >= 5)
