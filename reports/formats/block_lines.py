"""The lines of a block of a document, for the tables of all file formats."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from reports.document import (
    Cell,
    Chart,
    DateCell,
    NumberCell,
    Series,
    ShareCell,
    Table,
    TableRow,
    TextCell,
)

Value = str | float | date
ROWS_MEASURED = 100
"""Rows from which the alignment and the width of the columns are chosen; a register has thousands."""


def lines_of(block: Table | Series | Chart) -> tuple[tuple[str, ...], Iterable[list[Value]]]:
    """Return the titles of the columns and the rows of a block, each a label and its values.

    The rows are generated lazily and can be iterated once.
    """
    match block:
        case Chart(parts=parts, rows=rows):
            return ("", *(part.label for part in parts)), [[row.label, *row.values] for row in rows]
        case Series(points=points):
            return (), [[point.label, point.value] for point in points]
        case Table(rows=rows, columns=columns):
            return columns, (line for row in rows for line in _table_lines(row))


def texts_of(block: Table | Series | Chart) -> list[list[str]]:
    """Return the rows of a block as formatted texts, each a label and its texts."""
    if isinstance(block, Table):
        return [line for row in block.rows for line in _text_lines(row)]
    return [
        [one if isinstance(one, str) else f"{one:g}" for one in line] for line in lines_of(block)[1]
    ]


def number_columns(block: Table | Series | Chart) -> frozenset[int]:
    """Return the columns with a number, counted from that of the labels, which is 0."""
    if isinstance(block, Table):
        rows = islice(block.rows, ROWS_MEASURED)
        cells = (pair for row in rows for pair in _cells(row))
        return frozenset(
            column for column, cell in cells if not isinstance(cell, TextCell | DateCell)
        )
    lines = lines_of(block)[1]
    return frozenset(column for line in lines for column in range(1, len(line)))


def _cells(row: TableRow) -> Iterator[tuple[int, Cell]]:
    yield from enumerate(row.cells, 1)
    for part in row.parts:
        yield from _cells(part)


def _text_lines(row: TableRow) -> Iterator[list[str]]:
    yield [row.label, *(cell.text for cell in row.cells)]
    for part in row.parts:
        for label, *texts in _text_lines(part):
            yield [f"– {label}", *texts]


def _table_lines(row: TableRow) -> Iterator[list[Value]]:
    yield [row.label, *(_value(cell) for cell in row.cells)]
    for part in row.parts:
        for label, *values in _table_lines(part):
            yield [f"– {label}", *values]


def _value(cell: Cell) -> Value:
    """Return the number or the day of a cell; for a share its text, which includes the whole."""
    match cell:
        case NumberCell(value=value) if value is not None:
            return value
        case ShareCell(part=part, whole=whole) if cell.text == str(part) or not whole:
            return part
        case DateCell(day=day) if day is not None:
            return day
    return cell.text
