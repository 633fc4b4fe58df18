"""Which months of a round its figures contain, so that they and those of the months reveal no few people.

The monthly report tells the ratings of all rounds together, the figures of a round those of one of them. Months
and rounds are the columns and rows of a table. Whoever knows their sums can divide rows and columns in two parts
and compute the sum of the cells between the parts, if some of these are empty. No such sum may be of few people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_NO_ROUND = 0
"""In place of the id of a round: people whose round has no figures that contain them."""


@dataclass(frozen=True)
class ToldTogether:
    """Months whose ratings are told as one number. `parts`: the number of ratings by the id of their round."""

    months: frozenset[str]
    parts: Mapping[int, int]

    @property
    def is_clear(self) -> bool:
        """Whether every round has enough people here to be told by itself."""
        return all(count == 0 or count >= LEAST_SHOWN for count in self.parts.values())


@dataclass(frozen=True)
class RoundToTell:
    """A round. `told`: what was told of months up to its end. `is_over`: no more answers follow."""

    id: int
    told: Sequence[ToldTogether]
    is_over: bool


def months_by_round(rounds: Iterable[RoundToTell]) -> dict[int, frozenset[str]]:
    """The months that the figures of each round contain. `rounds`: the one that ended first is first.

    Months in which every round has enough people count at once, all others together when the round is over, if
    they reveal nothing; else never. What an earlier round tells does not depend on a later one.
    """
    found: dict[int, frozenset[str]] = {}
    for one in rounds:
        own = [together for together in one.told if together.parts.get(one.id)]
        clear = [together.months for together in own if together.is_clear]
        found[one.id] = frozenset().union(*clear)
        rest = [together for together in own if not together.is_clear]
        if one.is_over and sum(together.parts[one.id] for together in rest) >= LEAST_SHOWN:
            with_rest = found | {
                one.id: found[one.id].union(*(together.months for together in rest))
            }
            if not reveals_few(one.told, with_rest):
                found = with_rest
    return found


def reveals_few(told: Iterable[ToldTogether], by_round: Mapping[int, frozenset[str]]) -> bool:
    """Whether these months and rounds could reveal few people; also True in some cases in which they could not.

    `by_round`: the months that each round contains. What has LEAST_SHOWN people or more in common is merged until
    nothing can be merged any more; then nothing else may be connected.
    """
    cells: Counter[tuple[str, str]] = Counter()
    for place, together in enumerate(told):
        if together.is_clear:
            continue
        for round_id, count in together.parts.items():
            is_contained = together.months <= by_round.get(round_id, frozenset())
            cells[f"round {round_id if is_contained else _NO_ROUND}", f"month {place}"] += count
    while large := next((pair for pair, count in cells.items() if count >= LEAST_SHOWN), None):
        cells = _merged(cells, large)
    return any(cells.values())


def _merged(cells: Counter[tuple[str, str]], pair: tuple[str, str]) -> Counter[tuple[str, str]]:
    """The connections after both of a pair became one, without those between the two."""
    kept, gone = pair
    result: Counter[tuple[str, str]] = Counter()
    for (first, second), count in cells.items():
        ends = sorted(kept if one == gone else one for one in (first, second))
        if ends[0] != ends[1]:
            result[ends[0], ends[1]] += count
    return result
