"""An attacker cannot compute a hidden group from the total, the other groups or the rule."""

import random
from collections import defaultdict
from itertools import product

import pytest

from domain.anonymity import LEAST_SHOWN
from domain.surveys.suppression import hidden_groups, hidden_in_families


def test_no_hidden_group_of_one_breakdown_is_computed_from_its_total():
    """Every breakdown of up to four groups of up to nine people: the shown part fits several, or nobody small."""
    fitting = defaultdict(set)
    for counts in product(range(10), repeat=4):
        groups = {str(number): count for number, count in enumerate(counts)}
        hidden = hidden_groups(groups)
        shown = tuple(None if str(number) in hidden else n for number, n in enumerate(counts))
        fitting[shown, sum(counts)].add(counts)
    recovered = [
        (shown, total)
        for (shown, total), those in fitting.items()
        if total >= LEAST_SHOWN
        for number, n in enumerate(shown)
        if n is None
        and len(known := {one[number] for one in those}) == 1
        and known.pop() < LEAST_SHOWN
    ]
    # Only a reader who also knows that the next smallest group was hidden learns a size, never an answer:
    # the hidden groups together have at least five people.
    assert [
        found for found in recovered if found[1] - sum(n or 0 for n in found[0]) < LEAST_SHOWN
    ] == []


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


@pytest.mark.parametrize("seed", range(20))
def test_what_a_head_and_an_executive_see_together_gives_no_hidden_service(seed):
    """The attacker knows the office's total, each department's, and every service that is shown to one of them."""
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
        assert {key for key, n in family.items() if 0 < n < LEAST_SHOWN} <= of_head <= executive
        if sum(family.values()) < LEAST_SHOWN:
            # Then the head sees only this number.
            continue
        hidden = [family[key] for key in of_head]
        assert not hidden or (len(hidden) > 1 and sum(hidden) >= LEAST_SHOWN)


def test_a_service_hidden_by_another_department_alone_would_be_computed():
    """The attack: s1 and s3 of the office are hidden, and the total of the department of s1 and s2 is known."""
    counts, family_of = {"s1": 3, "s2": 20, "s3": 7}, {"s1": "a", "s2": "a", "s3": "b"}
    assert hidden_groups(counts) == {"s1", "s3"}
    assert hidden_in_families(counts, family_of) == {"s1", "s2", "s3"}
