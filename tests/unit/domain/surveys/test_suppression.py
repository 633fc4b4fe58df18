"""A program that knows everything published tries to compute a hidden group, by linear programming and by trying.

It knows the totals, the other groups, the other months, that a hidden group is somebody, and the rule itself.
"""

import random
from collections import defaultdict
from itertools import product

import pytest
from scipy.optimize import linprog

from domain.surveys.suppression import (
    FEWEST,
    TOTAL,
    hidden_cells,
    hidden_groups,
    hidden_in_families,
)


def line_total(counts, axis, name):
    """The sum of a row (axis 0), a column (axis 1) or, without a name, of all."""
    return sum(count for place, count in counts.items() if name is None or place[axis] == name)


def with_totals(counts):
    rows, columns = {row for row, _ in counts}, {column for _, column in counts}
    table = dict(counts)
    table |= {(row, TOTAL): line_total(counts, 0, row) for row in rows}
    table |= {(TOTAL, column): line_total(counts, 1, column) for column in columns}
    return table | {(TOTAL, TOTAL): sum(counts.values())}


def bounds_by_linear_programming(counts, hidden):
    """For each hidden cell, the least and the most people that all that is shown allows."""
    table = with_totals(counts)
    unknown = sorted(hidden)
    equations, sides = [], []
    for axis in (0, 1):
        for name in sorted({place[axis] for place in table}):
            row, side = [0.0] * len(unknown), 0
            for place, count in table.items():
                if place[axis] != name:
                    continue
                sign = -1 if place[1 - axis] == TOTAL else 1
                if place in hidden:
                    row[unknown.index(place)] += sign
                else:
                    side -= sign * count
            if any(row):
                equations.append(row)
                sides.append(side)
    found = {}
    for number, place in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            target = [0.0] * len(unknown)
            target[number] = sign
            answer = linprog(target, A_eq=equations, b_eq=sides, bounds=[(1, None)] * len(unknown))
            # Status 3: without a bound, so nothing is known on this side.
            ends.append(sign * answer.fun if answer.status == 0 else sign * -1e9)
        found[place] = (round(ends[0], 6), round(ends[1], 6))
    return found


def random_table(chance, rows, columns):
    sizes = [0, 0, 1, 1, 2, 3, 4, 5, 6, 9, 15, 40]
    return {
        (f"service {row}", f"month {column:02}"): chance.choice(sizes)
        for row in range(rows)
        for column in range(columns)
    }


@pytest.mark.parametrize("seed", range(25))
def test_no_hidden_group_of_a_year_of_months_is_computed(seed):
    chance = random.Random(seed)
    counts = random_table(chance, chance.randint(1, 5), chance.randint(1, 12))
    hidden, table = hidden_cells(counts), with_totals(counts)
    assert {place for place, count in table.items() if 0 < count < FEWEST} <= hidden
    bounds = bounds_by_linear_programming(counts, hidden)
    recovered = {
        place: ends
        for place, ends in bounds.items()
        if ends[0] == ends[1] and table[place] < FEWEST
    }
    assert recovered == {}


@pytest.mark.parametrize("seed", range(8))
def test_months_that_were_shown_one_after_the_other_protect_the_later_ones(seed):
    """What was shown stays shown; if then nothing else is left to hide, the year's total is not shown."""
    chance = random.Random(seed)
    counts = random_table(chance, 3, 8)
    shown = set()
    for month in range(1, 9):
        until_now = {place: n for place, n in counts.items() if place[1] < f"month {month:02}"}
        hidden = hidden_cells(until_now, shown)
        assert hidden & shown == set()
        # Totals of the year so far change with each month; those of a month do not.
        shown |= {place for place in until_now if place not in hidden}
        bounds = bounds_by_linear_programming(until_now, hidden)
        recovered = [place for place in until_now if place in hidden and until_now[place] < FEWEST]
        assert [p for p in recovered if bounds[p][0] == bounds[p][1]] == []


def test_no_hidden_group_of_one_breakdown_is_computed_from_its_total():
    """Every breakdown of up to four groups of up to nine people: what is shown fits several, or nobody small."""
    fitting = defaultdict(set)
    for counts in product(range(10), repeat=4):
        groups = {str(number): count for number, count in enumerate(counts)}
        hidden = hidden_groups(groups)
        shown = tuple(None if str(number) in hidden else n for number, n in enumerate(counts))
        fitting[shown, sum(counts)].add(counts)
    recovered = [
        (shown, total)
        for (shown, total), those in fitting.items()
        if total >= FEWEST
        for number, n in enumerate(shown)
        if n is None and len(known := {one[number] for one in those}) == 1 and known.pop() < FEWEST
    ]
    # Only a reader who also knows that the next smallest group was hidden learns a size, never an answer:
    # the hidden groups together have at least five people.
    assert [found for found in recovered if found[1] - sum(n or 0 for n in found[0]) < FEWEST] == []


def test_small_groups_are_hidden_with_the_next_smallest():
    assert hidden_groups({"a": 3, "b": 20, "c": 9}) == {"a", "c"}
    assert hidden_groups({"a": 3, "b": 4, "c": 9}) == {"a", "b"}
    assert hidden_groups({"a": 1, "b": 1, "c": 9, "d": 30}) == {"a", "b", "c"}
    assert hidden_groups({"a": 5, "b": 20, "c": 0}) == set()


def test_five_groups_of_one_person_each_would_be_known_so_one_more_is_hidden():
    counts = {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 12}
    assert hidden_groups(counts) == {*"abcdef"}


def test_with_fewer_than_five_people_in_all_everything_is_hidden():
    assert hidden_groups({"a": 3, "b": 1, "c": 0}) == {"a", "b"}
    assert hidden_cells({("a", "1"): 3, ("b", "1"): 0}) >= {("a", "1"), (TOTAL, TOTAL)}


def test_small_groups_of_a_row_are_not_told_together_by_its_total():
    # Each row hides two groups, which protect each other; but without a third one the total of the row would tell
    # that they are three people.
    counts = {
        (row, column): people
        for row in ("water", "tax")
        for column, people in (("may", 1), ("june", 2), ("july", 20), ("august", 30))
    }
    hidden = hidden_cells(counts)
    for row in ("water", "tax"):
        inside = [place for place in hidden if place[0] == row and place[1] != TOTAL]
        assert (row, TOTAL) in hidden or sum(counts[place] for place in inside) >= FEWEST


def test_a_table_without_small_groups_hides_nothing():
    assert hidden_cells({("a", "1"): 9, ("a", "2"): 5, ("b", "1"): 7, ("b", "2"): 0}) == frozenset()
    assert hidden_cells({}) == frozenset()


def test_without_hiding_more_the_attack_succeeds():
    """The attack is one: with only the small group hidden it finds the group."""
    counts = {("a", "1"): 3, ("a", "2"): 9, ("b", "1"): 7, ("b", "2"): 8}
    assert bounds_by_linear_programming(counts, {("a", "1")}) == {("a", "1"): (3, 3)}


@pytest.mark.parametrize("seed", range(20))
def test_what_a_head_and_an_executive_see_together_gives_no_hidden_service(seed):
    """They know the total of the office, of each department, and every service that is shown to one of them."""
    chance = random.Random(seed)
    sizes = [0, 1, 2, 3, 4, 5, 7, 12, 30]
    counts = {f"s{number}": chance.choice(sizes) for number in range(chance.randint(2, 14))}
    family_of = {key: chance.choice("abc") for key in counts}
    families = {
        name: {key: n for key, n in counts.items() if family_of[key] == name}
        for name in set(family_of.values())
    }
    executive = hidden_in_families(counts, family_of)
    for family in families.values():
        of_head = hidden_groups(family)
        assert {key for key, n in family.items() if 0 < n < FEWEST} <= of_head <= executive
        if sum(family.values()) < FEWEST:
            # Then the head sees nothing but this number.
            continue
        hidden = [family[key] for key in of_head]
        assert not hidden or (len(hidden) > 1 and sum(hidden) >= FEWEST)


def test_a_service_hidden_by_another_department_alone_would_be_computed():
    """The attack: of the office s1 and s3 are hidden, and the total of the department of s1 and s2 is known."""
    counts, family_of = {"s1": 3, "s2": 20, "s3": 7}, {"s1": "a", "s2": "a", "s3": "b"}
    assert hidden_groups(counts) == {"s1", "s3"}
    assert hidden_in_families(counts, family_of) == {"s1", "s2", "s3"}
