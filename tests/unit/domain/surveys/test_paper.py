"""Which paper sheets are entered again, and what counts as an error."""

import pytest

from domain.surveys.paper import compare, keyed_again


@pytest.mark.parametrize(
    ("sheets", "again"),
    [
        (0, ()),
        (1, (1,)),
        (9, tuple(range(1, 10))),
        (12, (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)),
        (20, (1, 2, 3, 4, 5, 6, 7, 8, 10, 20)),
        (100, tuple(range(10, 101, 10))),
        (250, tuple(range(10, 251, 10))),
    ],
)
def test_every_tenth_sheet_and_at_least_ten_of_a_round(sheets, again):
    assert keyed_again(sheets) == again


class _Set:
    """Return two questions, as far as `compare` reads them."""

    answerable = tuple(type("Q", (), {"key": key}) for key in ("one", "many", "blank"))


def test_answers_are_compared_without_their_order_and_a_blank_one_counts():
    first = {"one": (1,), "many": (2, 3)}
    compared, differing = compare(_Set, first, {"one": (2,), "many": (3, 2), "blank": (1,)})
    assert compared == 3
    assert [(one.question, one.first, one.second) for one in differing] == [
        ("one", (1,), (2,)),
        ("blank", (), (1,)),
    ]
