"""Write a document as a workbook: a sheet for each section with typed cells and native charts, and definitions.

Equal documents give equal bytes. https://xlsxwriter.readthedocs.io/
"""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.organisation.thai_dates import arabic_digits
from domain.text.graphemes import count_graphemes
from reports.document import (
    Chart,
    ChartForm,
    Document,
    RowsOf,
    Section,
    Series,
    Table,
    Tone,
)
from reports.formats.block_lines import Value, lines_of

FONT = "TH SarabunPSK"
SIZE = 16
ROW_HEIGHT = 24
"""Points. In a lower row Excel clips Thai letters of 16 points."""
LABEL_WIDTH = 46
CELL_WIDTH = 20
SHEET_NAME_LIMIT = 31
BUDDHIST_DATE = "[$-107041E]d mmm yyyy"
"""Excel's number format of a Thai date: the cell is a date and is shown with its Buddhist year."""
MOST_IN_MEMORY = 5_000
"""Maximum rows of a table for building the workbook in memory."""
TOTAL_WIDTH = 170
"""Total width, in characters, of a table with its own column widths."""
SENTENCE_COLUMNS = 4
SENTENCE_WIDTH = 100
MOST_HEIGHT = 409
"""Points. The maximum row height of Excel."""
LETTERS_A_WIDTH = 0.8
"""Letters of 16 points in one unit of column width, which is one digit of 11 points. Measured."""
COLOURS = {
    Tone.NOW: "#0A6A5B",
    Tone.PAST: "#9AA5B1",
    Tone.GOOD: "#1B7A3D",
    Tone.LATE: "#B3261E",
    Tone.WAITING: "#C08A2B",
}


def workbook(document: Document, definitions: str, dated: datetime) -> bytes:
    """Return the XLSX file. `definitions`: the name of the last sheet. `dated`: the date in its metadata."""
    content = io.BytesIO()
    is_long = _is_long(document)
    # A text that begins with "=" must stay a text, because anybody can write complaints and names.
    book = xlsxwriter.Workbook(
        content,
        {
            "constant_memory": is_long,
            "in_memory": not is_long,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    book.set_properties(
        {"title": document.title, "company": document.office, "created": dated.replace(tzinfo=None)}
    )
    sheets = _Sheets(book)
    sheets.overview(document)
    for section in (*document.sections, *document.appendix):
        sheets.section(document, section)
    sheets.definitions(document, definitions)
    book.close()
    return content.getvalue()


def _is_long(document: Document) -> bool:
    """Whether the rows are written one by one; the file then contains no cached chart values."""
    tables = (
        one
        for section in (*document.sections, *document.appendix)
        for one in (*section.figures, section.listing)
        if isinstance(one, Table)
    )
    return any(len(one.rows) > MOST_IN_MEMORY for one in tables)


class _Sheets:
    """The sheets of one workbook and its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._names: set[str] = set()
        self._frozen: set[str] = set()
        base = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
        self._text = book.add_format({**base, "text_wrap": True})
        head = {**base, "bold": True, "bg_color": "#F1F4F7", "bottom": 1, "text_wrap": True}
        self._head = book.add_format(head)
        self._title = book.add_format({**base, "bold": True, "font_size": 20})
        self._whole = book.add_format({**base, "num_format": "#,##0"})
        self._fraction = book.add_format({**base, "num_format": "#,##0.00"})
        self._day = book.add_format({**base, "num_format": BUDDHIST_DATE})
        self._widths: dict[str, dict[int, float]] = {}

    def overview(self, document: Document) -> None:
        """Add the first sheet: title, headline and the large figures."""
        sheet = self._sheet(document.title)
        if document.headline:
            self._sentence(sheet, 1, document.headline)
        for row, field in enumerate(document.head, start=2):
            self._line(sheet, row, [field.label, field.value])
        for row, one in enumerate(document.highlights, start=3 + len(document.head)):
            self._line(sheet, row, [one.label, one.value, one.note])

    def section(self, document: Document, section: Section) -> None:
        """Add the sheet of a section: its blocks one below the other."""
        sheet = self._sheet(f"{section.heading} {document.title}", section.heading)
        if document.footer:
            sheet.set_footer(f"{document.footer.replace('&', '&&')}&R&P / &N")
        if any(isinstance(one, Chart) for one in section.figures):
            # A chart is not torn apart between two pages.
            sheet.fit_to_pages(1, 1)
        self._set_widths(sheet, section)
        row = 1
        if section.summary:
            self._sentence(sheet, row, section.summary)
            row += 1
        for block in (*section.figures, section.listing):
            row = self._block(sheet, block, row)
        for words in section.paragraphs:
            self._sentence(sheet, row, words)
            row += 1

    def definitions(self, document: Document, name: str) -> None:
        """Add the last sheet: how each figure is counted."""
        sheet = self._sheet(name)
        sheet.set_column(1, 1, SENTENCE_WIDTH, self._text)
        self._widths[sheet.name] = {1: SENTENCE_WIDTH}
        tables = (one for part in document.sections for one in (*part.figures, part.listing))
        defined = [
            (row.label, row.definition)
            for table in tables
            # The rows of a list are cases, not measures, and would all be made once more.
            if isinstance(table, Table) and not isinstance(table.rows, RowsOf)
            for row in table.rows
            if row.definition
        ]
        for row, (label, words) in enumerate(
            [*defined, *(("", note) for note in document.notes)], 1
        ):
            self._line(sheet, row, [label, words])

    def _block(self, sheet: Worksheet, block: Table | Series | Chart, row: int) -> int:
        """Write a block from this row on; return the row for the next one."""
        columns, lines = lines_of(block)
        if not (block.points if isinstance(block, Series) else block.rows):
            if isinstance(block, Table | Chart) and block.empty:
                self._sentence(sheet, row, block.empty)
                return row + 2
            return row
        if block.title:
            self._sentence(sheet, row, block.title)
            row += 1
        if any(columns):
            self._line(sheet, row, columns, self._head)
            row += 1
            if sheet.name not in self._frozen:
                # Only the head of the first table is frozen; a second one would freeze the whole screen.
                sheet.freeze_panes(row, 1)
                # In print the head stands on every page.
                sheet.repeat_rows(row - 1)
                self._frozen.add(sheet.name)
        first = row
        for line in lines:
            self._line(sheet, row, line)
            row += 1
        if isinstance(block, Chart):
            row = self._chart(sheet, block, first, row)
        return row + 1

    def _sheet(self, title: str, name: str = "") -> Worksheet:
        sheet = self._book.add_worksheet(self._free_name(name or title))
        sheet.set_column(0, 0, LABEL_WIDTH, self._text)
        sheet.set_column(1, 8, CELL_WIDTH, self._text)
        sheet.set_row(0, ROW_HEIGHT * 1.4)
        sheet.write_string(0, 0, arabic_digits(title), self._title)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&P / &N")
        return sheet

    def _free_name(self, wanted: str) -> str:
        base = re.sub(r"[\[\]:*?/\\']", " ", wanted)[:SHEET_NAME_LIMIT].strip() or "1"
        name, number = base, 2
        while name.lower() in self._names:
            name = f"{base[: SHEET_NAME_LIMIT - 4]} {number}"
            number += 1
        self._names.add(name.lower())
        return name

    def _set_widths(self, sheet: Worksheet, section: Section) -> None:
        """Set the column widths that a table of the section defines."""
        for block in (*section.figures, section.listing):
            if isinstance(block, Table) and block.widths:
                for column, part in enumerate(block.widths):
                    width = TOTAL_WIDTH * part / sum(block.widths)
                    self._widths.setdefault(sheet.name, {})[column] = width
                    sheet.set_column(column, column, width, self._text)

    def _width(self, sheet: Worksheet, column: int) -> float:
        usual = CELL_WIDTH if column else LABEL_WIDTH
        return self._widths.get(sheet.name, {}).get(column, usual)

    def _sentence(self, sheet: Worksheet, row: int, words: str) -> None:
        """Write a sentence across the first columns, in a row of sufficient height."""
        across = range(SENTENCE_COLUMNS)
        width = sum(self._width(sheet, column) for column in across)
        sheet.set_row(row, ROW_HEIGHT * lines_needed(words, width))
        sheet.merge_range(row, 0, row, SENTENCE_COLUMNS - 1, "", self._text)
        sheet.write_string(row, 0, arabic_digits(words), self._text)

    def _line(
        self, sheet: Worksheet, row: int, values: Sequence[Value], form: Format | None = None
    ) -> None:
        """Write a row with the height of its longest text, because Excel does not adjust heights on opening."""
        texts = ((column, one) for column, one in enumerate(values) if isinstance(one, str))
        height = max(
            (lines_needed(words, self._width(sheet, column)) for column, words in texts), default=1
        )
        # Set the height first: with `constant_memory` a row is flushed when the next one begins.
        sheet.set_row(row, min(MOST_HEIGHT, ROW_HEIGHT * height))
        for column, value in enumerate(values):
            if isinstance(value, str):
                # Typed cells show Arabic digits, so the texts in the same sheet do too.
                sheet.write_string(row, column, arabic_digits(value), form or self._text)
            else:
                self._write(sheet, row, column, value)

    def _write(self, sheet: Worksheet, row: int, column: int, value: float | date) -> None:
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self._day)
        else:
            sheet.write_number(row, column, value, self._number(value))

    def _number(self, value: float) -> Format:
        return self._whole if float(value).is_integer() else self._fraction

    def _chart(self, sheet: Worksheet, chart: Chart, first: int, after: int) -> int:
        """Draw the chart from the rows `first` to `after - 1`; return the first row below it."""
        kind = "column" if chart.form is ChartForm.COLUMNS else "bar"
        options = {"type": kind}
        if chart.form is ChartForm.SHARES:
            options["subtype"] = "percent_stacked"
        elif kind == "bar" and len(chart.parts) > 1:
            options["subtype"] = "stacked"
        drawn = self._book.add_chart(options)
        for column, part in enumerate(chart.parts, start=1):
            drawn.add_series(
                {
                    "name": part.label,
                    "categories": [sheet.name, first, 0, after - 1, 0],
                    "values": [sheet.name, first, column, after - 1, column],
                    "fill": {"color": COLOURS[part.tone]},
                    "data_labels": {"value": True},
                    "gap": 60,
                }
            )
        drawn.set_y_axis({"reverse": kind == "bar", "min": None if kind == "bar" else 0})
        drawn.set_legend({"position": "bottom"} if len(chart.parts) > 1 else {"none": True})
        drawn.set_size({"width": 900, "height": 320})
        sheet.insert_chart(after, 0, drawn, {"description": chart.title or chart.parts[0].label})
        return after + 11


@lru_cache(maxsize=4096)
def lines_needed(words: str, width: float) -> int:
    """Return how many lines a text takes in a column of this width, in Excel's units."""
    room = max(1.0, width * LETTERS_A_WIDTH)
    if len(words) <= room and "\n" not in words:
        return 1
    return sum(max(1, ceil(count_graphemes(line) / room)) for line in words.split("\n"))
