"""A report independent of its output format: title, period, sections, tables and series.

A document contains its texts in the language of its reader and, with each text, the figures from which it was
made. LINE cards and plain text are made from the texts (see `reports.text_form`); spreadsheets and charts need
the figures.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, overload


@dataclass(frozen=True)
class TextCell:
    text: str


@dataclass(frozen=True)
class NumberCell:
    """A number. `value`: the number in `text`, None without data. `n`: the sample size of a mean."""

    text: str
    value: float | None
    n: int | None = None


@dataclass(frozen=True)
class ShareCell:
    """A share. `part` and `whole`: counts; `text`: the formatted share."""

    text: str
    part: int
    whole: int


@dataclass(frozen=True)
class DateCell:
    """A day. `day`: None if there is none, which `text` then says."""

    text: str
    day: date | None


Cell = TextCell | NumberCell | ShareCell | DateCell


@dataclass(frozen=True)
class TableRow:
    """One measure. `cells`: one for each column of the table, in order; cells of the last columns may be missing.

    `parts`: the components of the measure, or related measures. `definition`: a sentence that says how it is
    counted.
    """

    label: str
    cells: tuple[Cell, ...] = ()
    parts: tuple["TableRow", ...] = ()
    definition: str = ""


class RowsOf(Sequence[TableRow]):
    """A lazy sequence of rows: each row is created when it is written, so that not all are in memory at once."""

    def __init__(self, records: Sequence[Any], made: Callable[[Any], TableRow]) -> None:
        """`made`: creates the row of a record; called each time the row is read."""
        self._records = records
        self._made = made

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, index: int) -> TableRow: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[TableRow]: ...

    def __getitem__(self, index: int | slice) -> TableRow | Sequence[TableRow]:
        if isinstance(index, slice):
            return [self._made(one) for one in self._records[index]]
        return self._made(self._records[index])

    def changed(self, change: Callable[[TableRow], TableRow]) -> "RowsOf":
        """Return the rows with this change, each made only when it is read."""
        return RowsOf(self._records, lambda record: change(self._made(record)))


@dataclass(frozen=True)
class Table:
    """`columns`: the titles of the columns, empty if they need none. `empty`: the sentence shown without rows.

    `widths`: relative widths of the column of labels and of the others; empty for widths that fit the content.
    """

    rows: Sequence[TableRow]
    columns: tuple[str, ...] = ()
    title: str = ""
    empty: str = ""
    widths: tuple[int, ...] = ()


NO_TABLE = Table(())
"""The listing of a section without one."""


@dataclass(frozen=True)
class Point:
    """A value of a series. `text`: label and value in one line."""

    label: str
    value: float
    text: str


@dataclass(frozen=True)
class Series:
    """Values of one kind for a chart, in the order shown. `note`: who or what was counted."""

    title: str
    points: tuple[Point, ...]
    note: str = ""


class Tone(StrEnum):
    """The meaning of a part of a chart; each format has one colour for each tone."""

    NOW = "now"
    PAST = "past"
    GOOD = "good"
    LATE = "late"
    WAITING = "waiting"


class ChartForm(StrEnum):
    """BARS: a horizontal bar for each row, its parts one after another. COLUMNS: the parts side by side.

    SHARES: like BARS, but with bars of equal length, which show the shares of their parts.
    """

    BARS = "bars"
    SHARES = "shares"
    COLUMNS = "columns"


@dataclass(frozen=True)
class ChartPart:
    label: str
    tone: Tone


@dataclass(frozen=True)
class ChartRow:
    """`values`: one for each part, 0 or more; empty without data. `text`: shown beside the bar."""

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

    `paragraphs`: sentences at the end. `level`: 1 to 3; a higher one is a part of the section before it.
    """

    heading: str
    summary: str
    figures: tuple[Table | Series | Chart, ...]
    listing: Table
    paragraphs: tuple[str, ...] = ()
    level: int = 1


@dataclass(frozen=True)
class Signature:
    """A place to sign. `role`: who signs; `lines`: labels above the signature, each followed by dots.

    `sign`: the label before the dots of the signature; `dated`: before those of the date, "" for no such line.
    """

    role: str
    lines: tuple[str, ...] = ()
    sign: str = ""
    dated: str = ""


class Layout(StrEnum):
    """The page layout of a document.

    PAGE: everything on one sheet of A4. REPORT: as many sheets as needed. BOOK: with a cover and a table of
    contents, each section of level 1 on a new sheet. WIDE: landscape. LETTER: a memorandum. POSTER: one sheet in
    large type.
    """

    PAGE = "page"
    REPORT = "report"
    BOOK = "book"
    WIDE = "wide"
    LETTER = "letter"
    POSTER = "poster"


class Numerals(StrEnum):
    """The kind of digits of a document, the same for all of them."""

    ARABIC = "arabic"
    THAI = "thai"


@dataclass(frozen=True)
class Field:
    """A line of a memorandum's head. `value`: "" for dots. `is_beside`: on the line of the previous one."""

    label: str
    value: str
    is_beside: bool = False


@dataclass(frozen=True)
class Document:
    """`period`: the key of a period such as 2569-10 or 2570-H1.

    `office`: the name of the office. `headline`: the result in one sentence. `notes`: definitions and sources, at
    the end of the last page. `footer`: of every page, "" for office and title. `head`: the lines below the title
    of a memorandum; `appendix`: the sections after its signatures, on a new sheet. `link`: the URL in the QR code
    of a poster. `contents`: the title of a book's table of contents. `draft`: what a table for programs says in
    each line of a period that still goes on; titles and footers have it already.
    """

    title: str
    period: str
    sections: tuple[Section, ...]
    office: str = ""
    headline: str = ""
    highlights: tuple[Highlight, ...] = ()
    signatures: tuple[Signature, ...] = ()
    notes: tuple[str, ...] = ()
    footer: str = ""
    head: tuple[Field, ...] = ()
    appendix: tuple[Section, ...] = ()
    link: str = ""
    contents: str = ""
    numerals: Numerals = Numerals.ARABIC
    draft: str = ""
