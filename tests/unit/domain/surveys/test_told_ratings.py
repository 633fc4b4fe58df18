"""No cut through the table of months and rounds, both of whose sums are told, separates 1 to 4 people."""

import random
from collections import Counter
from itertools import product

import pytest

from domain.surveys.told_ratings import RoundToTell, ToldTogether, months_by_round, reveals_few

MONTHS = tuple("abcdef")
CASE, FIRST, SECOND = 1, 2, 3


def told(**parts):
    """Months by name with the ratings of the case survey, of a counter round, and of the one after it."""
    return [
        ToldTogether(frozenset({month}), dict(zip((CASE, FIRST, SECOND), counts, strict=False)))
        for month, counts in parts.items()
    ]


def both_over(columns):
    return months_by_round([RoundToTell(one, columns, is_over=True) for one in (FIRST, CASE)])


def test_a_round_that_ended_contains_months_in_which_another_one_has_few_if_they_are_many():
    columns = told(a=(3, 20), b=(2, 30), c=(0, 9))
    assert both_over(columns) == {FIRST: {"a", "b", "c"}, CASE: {"a", "b"}}


def test_it_does_not_if_these_are_few_in_all():
    assert both_over(told(a=(3, 20), b=(0, 30))) == {FIRST: {"b"}, CASE: set()}


def test_while_it_is_open_it_contains_only_months_in_which_every_round_has_enough():
    columns = told(a=(3, 20), b=(2, 30), c=(8, 9))
    found = months_by_round([RoundToTell(FIRST, columns, is_over=False)])
    assert found == {FIRST: {"c"}}


def test_what_an_earlier_round_tells_binds_the_later_one():
    """Months less the first round would tell two people of the second one."""
    columns = told(a=(0, 10, 0), b=(0, 9, 2), c=(0, 0, 3))
    rounds = [RoundToTell(one, columns, is_over=True) for one in (FIRST, SECOND)]
    assert months_by_round(rounds) == {FIRST: {"a"}, SECOND: set()}


def separated(columns, by_round):
    """Return the numbers of people that some combination of the told sums separates from all others."""
    rows = sorted({one for together in columns for one in together.parts})
    found = set()
    # A round in no figure has the side of nobody; one that is partly in its figures has its own there.
    for sides in product((0, 1), repeat=len(rows)):
        side_of = dict(zip(rows, sides, strict=True))
        sums = {0}
        for together in columns:
            parts = Counter()
            for one, count in together.parts.items():
                parts[side_of[one] if together.months <= by_round[one] else 0] += count
            sums = {total + parts[side] for total in sums for side in (0, 1)}
        found |= sums
    return found


@pytest.mark.parametrize("seed", range(150))
def test_no_combination_of_months_and_rounds_is_of_few_people(seed):
    chance = random.Random(seed)
    columns = []
    for month in MONTHS:
        parts = {one: chance.choice([0, 0, 1, 2, 3, 4, 6, 9, 30]) for one in (CASE, FIRST, SECOND)}
        if sum(parts.values()) >= 5:
            columns.append(ToldTogether(frozenset({month}), parts))
    last = chance.randrange(len(columns) + 1)
    rounds = [
        RoundToTell(FIRST, columns[:last], is_over=True),
        RoundToTell(CASE, columns, is_over=True),
        RoundToTell(SECOND, columns, is_over=chance.random() < 0.7),
    ]
    by_round = months_by_round(rounds)
    assert not {1, 2, 3, 4} & separated(columns, by_round)


def test_if_every_round_told_all_its_months_few_would_be_revealed():
    columns = told(a=(3, 20), b=(0, 30))
    everything = {one: frozenset("ab") for one in (CASE, FIRST)}
    assert 3 in separated(columns, everything)
    assert reveals_few(columns, everything)
