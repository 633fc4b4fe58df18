"""Hides small groups in published tables so that nothing else that is published gives them back.

Fewer than FEWEST people are recognised by those around them. A hidden group could be computed from a total and the
other groups, or from a year and the other months; so further groups are hidden with it. Nobody outside the section
that runs the surveys sees a table that did not pass through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

FEWEST = 5
"""People in a group that is shown."""

TOTAL = ""
"""The row or column of the totals."""

Place = tuple[str, str]
"""Row and column."""


def hidden_groups(counts: Mapping[str, int]) -> frozenset[str]:
    """The groups of one breakdown to hide, when their total is published too.

    `counts`: people by group; the groups exclude each other and make up the total. Hidden are groups of 1 to 4,
    then the next smallest until at least two groups with at least FEWEST people are hidden and not each of them
    must be a single person. Groups of nobody are shown: there is nothing to recognise. When fewer people answered
    in all, every group is hidden and the total must be hidden by the caller.
    """
    sizes = sorted((count, key) for key, count in counts.items() if count)
    hidden = [(count, key) for count, key in sizes if count < FEWEST]
    rest = sizes[len(hidden) :]
    while hidden and rest and not _is_enough([count for count, _ in hidden]):
        hidden.append(rest.pop(0))
    return frozenset(key for _, key in hidden)


def hidden_in_families(counts: Mapping[str, int], family_of: Mapping[str, str]) -> frozenset[str]:
    """The groups to hide when the total of each family of groups is seen too, by whom else it may be.

    `family_of`: group to family, such as service to department: a head sees the total of the own department, an
    executive all services, and the two may talk. Groups without a family are one together. Nobody who knows every
    total of a family computes a hidden group.
    """
    families: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        families.setdefault(family_of.get(key, ""), {})[key] = count
    within = (hidden_groups(family) for family in families.values())
    return hidden_groups(counts).union(*within)


def _is_enough(counts: Collection[int]) -> bool:
    return len(counts) >= 2 and sum(counts) >= FEWEST and sum(counts) > len(counts)


def hidden_cells(
    counts: Mapping[Place, int], published: Collection[Place] = ()
) -> frozenset[Place]:
    """The cells to hide of a table whose totals are published too, such as services by months.

    `counts`: people by (row, column), without totals. `published`: cells that were shown before and cannot be
    taken back. Returns cells (row, column), totals of a row (row, TOTAL), of a column (TOTAL, column) and of all
    (TOTAL, TOTAL). For every hidden group of 1 to 4 there remain at least two tables of whole numbers that agree
    with everything shown; a total is hidden where no other cell is left for it. The totals of rows are those of
    the whole table: totals of a year so far, shown month by month, would tell each month.
    """
    table = _with_totals(counts)
    hidden = {place for place, count in table.items() if 0 < count < FEWEST} - set(published)
    while (cell := _next_to_hide(table, hidden, frozenset(published))) is not None:
        hidden.add(cell)
    return frozenset(hidden)


def _with_totals(counts: Mapping[Place, int]) -> dict[Place, int]:
    table = dict(counts)
    for (row, column), count in counts.items():
        for place in ((row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)):
            table[place] = table.get(place, 0) + count
    return table


def _next_to_hide(
    table: Mapping[Place, int], hidden: set[Place], published: frozenset[Place]
) -> Place | None:
    """One more cell to hide, None when the hidden ones protect each other or nothing is left to hide."""
    for line in _lines(table):
        inside = [place for place in line if place in hidden]
        parts = [table[place] for place in inside if not _is_total_of(place, line)]
        if inside and (len(inside) < 2 or (parts and not _covers(line, inside, parts))):
            found = _smallest(table, [p for p in line if p not in hidden | published])
            if found is not None:
                return found
    for place in sorted(hidden):
        if table[place] < FEWEST and not _can_differ(table, hidden, place):
            row, column = place
            around = [p for p in table if (p[0] == row or p[1] == column) and p not in hidden]
            found = _smallest(table, [p for p in around if p not in published])
            if found is not None:
                return found
    return None


def _covers(line: list[Place], inside: list[Place], parts: list[int]) -> bool:
    """Whether the hidden cells of a line, taken together, are no small group themselves."""
    total_is_shown = any(_is_total_of(place, line) and place not in inside for place in line)
    return not total_is_shown or sum(parts) >= FEWEST


def _lines(table: Mapping[Place, int]) -> Iterator[list[Place]]:
    """Every row and every column with its total, those of the totals included."""
    for axis in (0, 1):
        for name in sorted({place[axis] for place in table}):
            yield sorted(place for place in table if place[axis] == name)


def _is_total_of(place: Place, line: list[Place]) -> bool:
    axis = 1 if all(one[0] == line[0][0] for one in line) else 0
    return place[axis] == TOTAL


def _smallest(table: Mapping[Place, int], places: list[Place]) -> Place | None:
    """The smallest group of somebody; a total only when nothing else is left."""
    return min(
        (place for place in places if table[place]),
        key=lambda place: (TOTAL in place, table[place], place),
        default=None,
    )


def _can_differ(table: Mapping[Place, int], hidden: set[Place], place: Place) -> bool:
    """Whether another number could stand in a cell, all shown cells and all sums being equal.

    With the sign of every total turned, rows and columns sum to nothing, so a change of one person in this cell is
    carried round a closed path of hidden cells, up in one and down in the next. A cell that goes down keeps at
    least one person, because it would be shown if it had none.
    """
    return any(_path_exists(table, hidden, place, up=up) for up in (True, False))


def _path_exists(table: Mapping[Place, int], hidden: set[Place], start: Place, *, up: bool) -> bool:
    if not _may_move(table, start, up=up):
        return False
    # From the column of the start back to its row. Columns are left by cells that move the other way.
    sign = _sign(start) if up else -_sign(start)
    reached, waiting = {("column", start[1])}, [("column", start[1])]
    while waiting:
        side, name = waiting.pop()
        for cell in hidden:
            if cell == start or cell[1 if side == "column" else 0] != name:
                continue
            wanted = -sign if side == "column" else sign
            if not _may_move(table, cell, up=_sign(cell) == wanted):
                continue
            node = ("row", cell[0]) if side == "column" else ("column", cell[1])
            if node == ("row", start[0]):
                return True
            if node not in reached:
                reached.add(node)
                waiting.append(node)
    return False


def _may_move(table: Mapping[Place, int], place: Place, *, up: bool) -> bool:
    return up or table[place] > 1


def _sign(place: Place) -> int:
    """-1 for the total of a row or a column, 1 for every other cell and for the total of all."""
    return -1 if (place[0] == TOTAL) != (place[1] == TOTAL) else 1
