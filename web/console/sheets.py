"""A table as a file: CSV that Excel reads as Thai, and XLSX. No cell of either is ever run as a formula."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from flask import Response

from domain.organisation.calendar import bangkok
from domain.organisation.thai_dates import short_moment
from web.console.desk import Desk

Cell = str | int | datetime | None
RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""First characters after which a spreadsheet reads a cell of a CSV file as a formula.
https://owasp.org/www-community/attacks/CSV_Injection"""
BUDDHIST_DATE = "[$-107041E]d mmm yyyy hh:mm"
"""Excel's number format of a Thai date: the cell is a date, and is shown with the Buddhist year."""
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(desk: Desk, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as CSV with a byte order mark, without which Excel shows Thai as nonsense."""

    def lines() -> Iterator[str]:
        out = io.StringIO()
        writer = csv.writer(out)
        yield "\ufeff"
        for row in (head, *rows):
            writer.writerow([harmless(_written(cell)) for cell in row])
            yield out.getvalue()
            out.seek(0)
            out.truncate()

    return _file(Response(lines(), content_type="text/csv; charset=utf-8"), desk, "csv")


def as_xlsx(desk: Desk, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The table as XLSX. Texts are written as texts, so that none is a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 - few processes make a workbook

    with tempfile.TemporaryFile() as out:
        options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
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
                    else:
                        sheet.write_string(number, column, _written(cell), wrapped)
        out.seek(0)
        return _file(Response(out.read(), content_type=XLSX_TYPE), desk, "xlsx")


def harmless(cell: str) -> str:
    """A cell of a CSV file that no spreadsheet runs: an apostrophe before what would begin a formula."""
    return f"'{cell}" if cell.startswith(RUNS_AS_FORMULA) else cell


def _written(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return short_moment(cell)
    return "" if cell is None else str(cell)


def _file(answer: Response, desk: Desk, extension: str) -> Response:
    day = bangkok(desk.now()).date()
    name = f"cases-{day.year + 543}-{day:%m-%d}.{extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
