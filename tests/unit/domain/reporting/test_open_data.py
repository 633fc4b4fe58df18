"""Small counts cannot be computed from the published data."""

from random import Random

import pytest

from domain.anonymity import LEAST_SHOWN
from domain.reporting.open_data import OTHERS, together


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([], ()),
        ([("a", 9)], (("a", 9),)),
        ([("a", 9), ("b", 0)], (("a", 9),)),
        ([("a", 9), ("b", 7)], (("a", 9), ("b", 7))),
        # A single small count could be computed from the total.
        ([("a", 9), ("b", 7), ("c", 4)], (("a", 9), (OTHERS, 11))),
        ([("a", 9), ("b", 2), ("c", 4)], (("a", 9), (OTHERS, 6))),
        ([("a", 9), ("b", 1), ("c", 1)], ((OTHERS, 11),)),
        ([("a", 2), ("b", 1)], ()),
    ],
)
def test_small_counts_are_added_up(counts, shown):
    assert together(counts) == shown


def test_whatever_the_counts_nobody_learns_a_small_one():
    chance = Random(2570)
    for _ in range(2000):
        counts = [(f"{key}", chance.choice([0, 1, 2, 3, 5, 8, 30])) for key in range(8)]
        shown = dict(together(counts))
        others = shown.pop(OTHERS, None)
        hidden = [count for key, count in counts if count and key not in shown]
        assert all(count >= LEAST_SHOWN for count in shown.values())
        if others is not None:
            assert others == sum(hidden) >= LEAST_SHOWN
            assert len(hidden) >= 2
