"""Edge cases: no answers, one answer, equal answers, a full survey; and the format of figures."""

from fractions import Fraction

import pytest

from domain.statistics.distributions import t_quantile
from domain.statistics.histogram import deviation, mean, median, merged, size
from domain.statistics.intervals import mean_margin, wilson
from domain.statistics.rank_test import RankTest, holm, mann_whitney
from domain.statistics.reliability import cronbach_alpha
from domain.statistics.rounding import half_up


def test_no_answers_have_no_figures():
    assert (size({}), mean({}), median({}), deviation({})) == (0, None, None, None)
    assert (mean_margin(None, 0), wilson(0, 0), mann_whitney({}, {1: 3})) == (None, None, None)


def test_one_answer_has_a_mean_and_neither_deviation_nor_margin():
    assert (mean({4: 1}), median({4: 1}), deviation({4: 1})) == (4, 4, None)
    assert mean_margin(deviation({4: 1}), 1) is None


def test_a_code_that_nobody_gave_changes_nothing():
    assert median({1: 0, 3: 2, 4: 2, 5: 0}) == Fraction(7, 2)
    assert merged([{1: 2}, {1: 1, 2: 4}, {}]) == {1: 3, 2: 4}


def test_when_everybody_has_answered_there_is_no_margin():
    assert mean_margin(1.0, 50, 50) == 0.0
    assert mean_margin(1.0, 50, 40) == 0.0
    assert mean_margin(1.0, 50, 51) < mean_margin(1.0, 50)


def test_the_interval_of_nothing_begins_at_nothing_and_of_all_ends_at_all():
    assert wilson(0, 10)[0] == 0.0
    assert wilson(10, 10)[1] == 1.0


def test_equal_answers_show_no_difference():
    assert mann_whitney({5: 30}, {5: 40}) == RankTest(600.0, 1200, 1.0)
    assert mann_whitney({5: 30}, {1: 30}).is_second_higher is False
    assert mann_whitney({1: 30}, {5: 30}).is_second_higher is True


def test_holm_of_nothing_is_nothing():
    assert holm([]) == []
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_alpha_needs_two_items_and_people_who_differ():
    assert cronbach_alpha([{1: 3, 2: 4}], {1: 3, 2: 4}) is None
    assert cronbach_alpha([{5: 9}, {5: 9}], {10: 9}) is None
    assert cronbach_alpha([{1: 1, 5: 1}, {1: 1, 5: 1}], {2: 1, 10: 1}) == 1.0


def test_a_quantile_outside_its_range_is_refused():
    for share, freedom in ((0.5, 10), (1.0, 10), (0.975, 0)):
        with pytest.raises(ValueError):
            t_quantile(share, freedom)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (2.675, 2, "2.68"),
        (4.505, 2, "4.51"),
        (0.125, 2, "0.13"),
        (Fraction(901, 200), 2, "4.51"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (-0.005, 2, "-0.01"),
        (-0.001, 2, "0.00"),
        (90.5, 0, "91"),
        (1e-30, 2, "0.00"),
        (123456789.0, 1, "123456789.0"),
    ],
)
def test_a_half_goes_up_in_print(value, digits, text):
    assert half_up(value, digits) == text
