"""A report independent of its output format: title, period, sections, tables and series.

A document contains its texts in the language of its reader and, with each text, the figures from which it was
made. LINE cards and plain text are made from the texts (see `reports.text_form`); spreadsheets and charts need
the figures.
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class TextCell:
    text: str


@dataclass(frozen=True)
class NumberCell:
    """A number. `value`: the number in `text`, None if nothing was counted. `n`: the sample size of a mean."""

    text: str
    value: float | None
    n: int | None = None


@dataclass(frozen=True)
class ShareCell:
    """A share. `part` and `whole`: counts; `text`: the share as the reader sees it."""

    text: str
    part: int
    whole: int


Cell = TextCell | NumberCell | ShareCell


@dataclass(frozen=True)
class TableRow:
    """One measure. `cells`: one for each column of the table, in order; cells of the last columns may be missing.

    `parts`: the components of the measure, or related measures. `definition`: a sentence on how it is counted.
    """

    label: str
    cells: tuple[Cell, ...] = ()
    parts: tuple["TableRow", ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class Table:
    """`columns`: the titles of the columns, empty if they need none. `empty`: the sentence shown without rows."""

    rows: tuple[TableRow, ...]
    columns: tuple[str, ...] = ()
    title: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Point:
    """A value of a series. `text`: label and value in one line."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Series:
    """Values of one kind for a chart, in the order in which it shows them. `note`: who or what was counted."""

    title: str
    points: tuple[Point, ...]
    note: str = ""


class Tone(StrEnum):
    """What a part of a chart means; each format has one colour for each tone."""

    NOW = "now"
    PAST = "past"
    GOOD = "good"
    LATE = "late"
    WAITING = "waiting"


class ChartForm(StrEnum):
    """BARS: a horizontal bar for each row, its parts one after another. COLUMNS: the parts side by side."""

    BARS = "bars"
    COLUMNS = "columns"


@dataclass(frozen=True)
class ChartPart:
    label: str
    tone: Tone


@dataclass(frozen=True)
class ChartRow:
    """`values`: one for each part, 0 or more. `text`: what stands beside the bar."""

    label: str
    values: tuple[float, ...]
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart of counts. `note`: who or what was counted. `empty`: the sentence shown without rows."""

    title: str
    form: ChartForm
    parts: tuple[ChartPart, ...]
    rows: tuple[ChartRow, ...]
    note: str = ""
    empty: str = ""


@dataclass(frozen=True)
class Highlight:
    """One of the large figures at the top of a page. `note`: the comparison, the margin or the sample size."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """`summary`: the section in one sentence. `listing`: a list of cases or services, shown below the figures.

    `paragraphs`: sentences at the end.
    """

    heading: str
    summary: str
    figures: tuple[Table | Series | Chart, ...]
    listing: Table
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Signature:
    """A place to sign. `role`: who signs; `lines`: what is written above the signature, each with dots behind."""

    role: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """`period`: a month key such as 2569-10.

    `office`: the name of the office. `headline`: what the report says, in one sentence. `notes`: definitions and
    sources, at the end of the last page.
    """

    title: str
    period: str
    sections: tuple[Section, ...]
    office: str = ""
    headline: str = ""
    highlights: tuple[Highlight, ...] = ()
    signatures: tuple[Signature, ...] = ()
    notes: tuple[str, ...] = ()
