"""Write rows of cells as CSV, which Excel decodes as UTF-8, or XLSX. No cell is interpreted as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import IO

from domain.organisation.calendar import bangkok
from domain.organisation.thai_dates import short_moment

Cell = str | int | float | datetime | None
RUNS_AS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""First characters with which a spreadsheet interprets a cell of a CSV file as a formula, in either width.
https://owasp.org/www-community/attacks/CSV_Injection"""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel does not decode the file as UTF-8."""
BUDDHIST_DATE = "[$-107041E]d mmm yyyy hh:mm"
"""Excel's number format of a Thai date: the cell is a date, and is shown with the Buddhist year."""


def csv_lines(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield the parts of the CSV file, one for each row."""
    out = io.StringIO()
    writer = csv.writer(out)
    yield BYTE_ORDER_MARK
    for row in chain((head,), rows):
        writer.writerow([_as_csv(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def write_xlsx(out: IO[bytes], head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Write the XLSX file. Texts are written as strings, so that none becomes a formula or a link."""
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    import xlsxwriter  # noqa: PLC0415 - few processes make a workbook

    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        dated = book.add_format({"num_format": BUDDHIST_DATE, "valign": "top"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(head) - 1, 18)
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    local = bangkok(cell).replace(tzinfo=None)
                    sheet.write_datetime(number, column, local, dated)
                elif isinstance(cell, int | float):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell or "", wrapped)


def harmless(cell: str) -> str:
    """Return a safe cell of a CSV file, with an apostrophe before a character that would begin a formula."""
    return f"'{cell}" if cell.startswith(RUNS_AS_FORMULA) else cell


def _as_csv(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return short_moment(cell)
    if isinstance(cell, int | float):
        return str(cell)
    return harmless(cell or "")
