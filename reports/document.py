"""A report before it has a form: its title, period, sections, tables and series.

A document holds its texts in the language of its reader and beside each text the figures it was written
from. A LINE card and plain lines are drawn from the texts (`reports.text_form`); a spreadsheet or a chart
needs the figures.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class TextCell:
    text: str


@dataclass(frozen=True)
class NumberCell:
    """`value` as it is written in `text`; None where there was nothing to count. `n`: a mean of how many."""

    text: str
    value: float | None
    n: int | None = None


@dataclass(frozen=True)
class ShareCell:
    """`part` of `whole`, both counts."""

    text: str
    part: int
    whole: int


Cell = TextCell | NumberCell | ShareCell


@dataclass(frozen=True)
class TableRow:
    """One measure. `cells` stand under the table's columns, in their order; later ones may be missing.

    `parts`: what the measure is made of or goes with. `definition`: how it is counted, in a sentence.
    """

    label: str
    cells: tuple[Cell, ...] = ()
    parts: tuple["TableRow", ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Table:
    """`columns`: their titles, where they need any. `empty`: the sentence that stands for no rows."""

    rows: tuple[TableRow, ...]
    columns: tuple[str, ...] = ()
    title: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Point:
    """`text`: label and value as one line."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Series:
    """Values of one kind that a chart can show, in the order of the chart. `note`: of whom or what they are."""

    title: str
    points: tuple[Point, ...]
    note: str = ""


@dataclass(frozen=True)
class Section:
    """`summary`: the section in one sentence. `listing`: single cases or services, below the figures."""

    heading: str
    summary: str
    figures: tuple[Table | Series, ...]
    listing: Table
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """`period`: a month key such as 2569-10."""

    title: str
    period: str
    sections: tuple[Section, ...]
