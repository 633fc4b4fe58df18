"""Double entry of paper sheets: which sheets are keyed again, and how often the two entries differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.surveys.question_set import QuestionSet

EVERY = 10
LEAST = 10
"""Every tenth sheet is keyed again, and at least ten sheets of a round."""


@dataclass(frozen=True)
class Difference:
    """A question whose two entries differ; an entry without codes was left blank."""

    question: str
    first: tuple[int, ...]
    second: tuple[int, ...]


def keyed_again(sheets: int) -> tuple[int, ...]:
    """The positions, from 1, of the sheets to key again. `sheets`: how many have been keyed once."""
    tenths = set(range(EVERY, sheets + 1, EVERY))
    lacking = min(LEAST, sheets) - len(tenths)
    others = (one for one in range(1, sheets + 1) if one not in tenths)
    first = [one for _, one in zip(range(max(lacking, 0)), others, strict=False)]
    return tuple(sorted({*tenths, *first}))


def compare(
    question_set: QuestionSet,
    first: Mapping[str, Sequence[int]],
    second: Mapping[str, Sequence[int]],
) -> tuple[int, list[Difference]]:
    """The number of compared answers and the differences; the order of several choices is ignored."""
    given = [one.key for one in question_set.answerable if one.key in first or one.key in second]
    pairs = [
        Difference(key, tuple(sorted(first.get(key, ()))), tuple(sorted(second.get(key, ()))))
        for key in given
    ]
    compared = [one for one in pairs if one.first or one.second]
    return len(compared), [one for one in compared if one.first != one.second]
