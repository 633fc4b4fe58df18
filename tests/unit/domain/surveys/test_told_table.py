"""No cut through a table, of which columns and some sums of rows are told, separates 1 to 4 people."""

import random
from collections import Counter
from itertools import product

import pytest

from domain.surveys.told_table import ToldTable


def table(**rows):
    """Rows by name with the people in each of their columns."""
    return {
        (row, place): count for row, counts in rows.items() for place, count in enumerate(counts)
    }


def test_a_service_is_told_if_neither_it_nor_the_rest_is_small():
    found = ToldTable(table(a=(6, 0), b=(3, 9), c=(2, 1)))
    for one in "abc":
        found.tell(one)
    assert [found.is_told(one) for one in "abc"] == [True, False, False]
    assert found.is_told("bc")


def test_a_service_of_many_is_not_told_if_less_a_month_it_is_of_few():
    """All but one person of `a` answered in the second month, as did two of the others."""
    found = ToldTable(table(a=(1, 8), b=(9, 2)))
    found.tell("a")
    assert not found.is_told("a")


def test_what_was_told_before_stays_told_and_binds_what_follows():
    found = ToldTable(table(a=(3, 3), b=(2, 4), c=(20, 20)))
    found.tell("a", is_known=True)
    found.tell("b")
    assert [found.is_told(one) for one in "abc"] == [True, True, True]
    found = ToldTable(table(a=(3, 3), b=(2, 1), c=(20, 20)))
    found.tell("ab", is_known=True)
    found.tell("a")
    assert not found.is_told("a")


def test_nobody_is_told_of_rows_without_people():
    found = ToldTable(table(a=(0, 0), b=(2, 9)))
    assert found.is_told("a")
    assert found.is_told("")


def test_nothing_is_told_if_a_column_is_of_few_people():
    found = ToldTable(table(a=(9, 2), b=(9, 0)))
    found.tell("a")
    assert not found.is_told("a")


def cuts(cells, blocks):
    """Return the number of people between the two parts, for every division of blocks and columns in two."""
    nodes = sorted({*blocks.values()}, key=repr), sorted({column for _, column in cells})
    for sides in product((0, 1), repeat=sum(map(len, nodes))):
        side_of = dict(zip((*nodes[0], *nodes[1]), sides, strict=True))
        yield sum(
            count
            for (row, column), count in cells.items()
            if side_of[blocks[row]] != side_of[column]
        )


@pytest.mark.parametrize("seed", range(60))
def test_every_cut_is_of_enough_people_and_a_figure_is_left_out_only_for_a_smaller_one(seed):
    chance = random.Random(seed)
    rows, columns = "abcde", range(3)
    cells = Counter(
        {place: chance.choice([0, 0, 1, 2, 3, 4, 6]) for place in product(rows, columns)}
    )
    for column in columns:
        cells["a", column] += max(0, 5 - sum(cells[row, column] for row in rows))
    cells = {place: count for place, count in cells.items() if count}
    found = ToldTable(cells)
    told = []
    for figure in (*rows, "ab", "cd"):
        found.tell(figure)
        told += [figure] if found.is_told(figure) else []
    for figure in (None, *({*rows, "ab", "cd"} - {*told})):
        blocks = {row: tuple(row in one for one in (*told, figure or "")) for row, _ in cells}
        assert any(0 < cut < 5 for cut in cuts(cells, blocks)) == (figure is not None)
