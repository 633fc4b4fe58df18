"""Decides which figures may be told beside those of months, so that all of them together reveal no few people.

The people are the cells of a table. Each column is told as one number, such as a month. Each further figure is the
sum of some rows, such as a service. Whoever knows all of them can divide rows and columns in two parts and compute
the sum of the cells between the parts, and nothing else. Every cut of the table must therefore be of LEAST_SHOWN
people or more. A figure that would allow a smaller cut is not told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.anonymity import LEAST_SHOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Graph = dict[Hashable, Counter[Hashable]]
    """The number of people between two nodes, in both directions."""

RowT = TypeVar("RowT", bound=Hashable)


class ToldTable(Generic[RowT]):
    """Which rows are told apart from each other. `cells`: the number of people by row and column.

    At first all rows are one block. A figure is told if it is the sum of whole blocks.
    """

    def __init__(self, cells: Mapping[tuple[RowT, Hashable], int]) -> None:
        self._cells = {place: count for place, count in cells.items() if count}
        self._blocks: dict[RowT, Hashable] = dict.fromkeys(row for row, _ in self._cells)

    def tell(self, figure: Iterable[RowT], *, is_known: bool = False) -> None:
        """Tell the sum of these rows, unless that reveals few people. `is_known`: it was told before."""
        inside = frozenset(figure)
        sides: defaultdict[Hashable, set[bool]] = defaultdict(set)
        for row, block in self._blocks.items():
            sides[block].add(row in inside)
        apart: dict[RowT, Hashable] = {
            row: (block, row in inside) if len(sides[block]) > 1 else block
            for row, block in self._blocks.items()
        }
        if apart != self._blocks and (is_known or not self._reveals_few(apart)):
            self._blocks = apart

    def is_told(self, figure: Iterable[RowT]) -> bool:
        """Whether the sum of these rows is told. It is for rows without people."""
        inside = frozenset(figure)
        blocks = {block for row, block in self._blocks.items() if row in inside}
        return all(row in inside for row, block in self._blocks.items() if block in blocks)

    def _reveals_few(self, blocks: Mapping[RowT, Hashable]) -> bool:
        graph: Graph = defaultdict(Counter)
        for (row, column), count in self._cells.items():
            first, second = ("row", blocks[row]), ("column", column)
            graph[first][second] += count
            graph[second][first] += count
        return not _all_cuts_are_large(graph)


def _all_cuts_are_large(graph: Graph) -> bool:
    """Whether at least LEAST_SHOWN people are cut whenever connected nodes are divided in two parts.

    The smallest cut is found as Stoer and Wagner describe: of nodes in an order in which each is the one most
    connected to those before it, the last one alone is the smallest cut between it and the one before, which can
    then be merged. Nodes with LEAST_SHOWN people in common are merged at once.
    """
    while graph:
        pair = next(
            (
                (node, other)
                for node, edges in graph.items()
                for other, count in edges.items()
                if count >= LEAST_SHOWN
            ),
            None,
        )
        if pair is None:
            order = _order(graph)
            if len(order) == 1:
                del graph[order[0]]
                continue
            if graph[order[-1]].total() < LEAST_SHOWN:
                return False
            pair = (order[-2], order[-1])
        _merge(graph, *pair)
    return True


def _order(graph: Graph) -> list[Hashable]:
    """The nodes of one connected part of the graph, each the one most connected to those before it."""
    start = next(iter(graph))
    order, waiting = [start], Counter(graph[start])
    while waiting:
        chosen, _ = waiting.most_common(1)[0]
        order.append(chosen)
        del waiting[chosen]
        for other, count in graph[chosen].items():
            if other not in order:
                waiting[other] += count
    return order


def _merge(graph: Graph, kept: Hashable, gone: Hashable) -> None:
    for other, count in graph.pop(gone).items():
        del graph[other][gone]
        if other != kept:
            graph[kept][other] += count
            graph[other][kept] += count
