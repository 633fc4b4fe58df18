"""Rounds end and begin within months, and nothing that is told lets anybody compute the answers of few people.

A vector that combines all told figures, in whatever way, and contains only few people would tell their answers;
the test looks for such vectors. The attacker knows what the public, the executives and every head read together,
and which groups are empty.
"""

import random
from itertools import combinations

import numpy as np
import pytest

from storage.reporting.monthly_ratings import SCORE
from tests.databases import on_sqlite
from tests.integration.surveys.divided_year import ASPECT, DividedYear

FEW = 5


def revealed(people, told):
    """Return the sets of groups, of 1 to 4 people together, whose answers some combination of figures tells.

    `told`: names and groups of figures. A set is told if its rows of the space of all unseen differences are
    linearly dependent; sets that contain a smaller one that is told are not looked for.
    """
    groups = sorted((one for one in people if people[one]), key=repr)
    table = np.array([[one in inside for one in groups] for _, inside in told], dtype=float)
    _, sizes, base = np.linalg.svd(table)
    few = [place for place, one in enumerate(groups) if len(people[one]) < FEW]
    rows = base[int((sizes > 1e-9).sum()) :].T[few]
    weights = np.array([len(people[groups[place]]) for place in few])
    named = [groups[place] for place in few]
    found = []
    for many in (0, 1, 2):
        for fixed in combinations(range(len(few)), many):
            if weights[list(fixed)].sum() + (many > 0) < FEW:
                found += [[named[one] for one in places] for places in _told(rows, weights, fixed)]
    return found


def _told(rows, weights, fixed):
    """Yield single places, or places with the fixed ones, of few people, which depend on each other."""
    rest = rows
    if fixed:
        base, lengths, _ = np.linalg.svd(rows[list(fixed)].T, full_matrices=False)
        if lengths[-1] < 1e-7:
            return
        rest = rows - rows @ base @ base.T
    lengths = np.linalg.norm(rest, axis=1)
    used = weights[list(fixed)].sum()
    for one in np.flatnonzero(lengths < 1e-7):
        if one not in fixed and used + weights[one] < FEW:
            yield (*fixed, one)
    if len(fixed) == 1:
        return
    unit = rest / np.where(lengths > 1e-7, lengths, np.inf)[:, None]
    for one, other in np.argwhere(np.triu(np.abs(unit @ unit.T) > 1 - 1e-9, 1)):
        if used + weights[one] + weights[other] < FEW:
            yield (*fixed, one, other)


@on_sqlite
@pytest.mark.long
@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("question", "seed"),
    [*((SCORE, seed) for seed in range(7)), *((ASPECT, seed) for seed in range(4))],
)
def test_no_combination_of_all_that_is_told_is_of_few_people(office, seed, question):
    year = DividedYear(office, random.Random(seed))
    assert revealed(year.people[question], list(year.told(question))) == []
