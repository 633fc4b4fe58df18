"""Download of a table as CSV or XLSX, see reports.formats.rows."""

import tempfile
from collections.abc import Iterable, Sequence

from flask import Response

from domain.organisation.calendar import BUDDHIST_ERA, bangkok
from reports.formats.rows import Cell, csv_lines, write_xlsx
from web.console.desk import Desk

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_csv(
    desk: Desk, head: Sequence[str], rows: Iterable[Sequence[Cell]], period: str = ""
) -> Response:
    """The table as CSV with a byte order mark, without which Excel decodes Thai wrongly."""
    answer = Response(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    return _file(answer, desk, "csv", period)


def as_xlsx(
    desk: Desk, head: Sequence[str], rows: Iterable[Sequence[Cell]], period: str = ""
) -> Response:
    """The table as XLSX. Texts are written as strings, so that none becomes a formula or a link."""
    with tempfile.TemporaryFile() as out:
        write_xlsx(out, head, rows)
        out.seek(0)
        return _file(Response(out.read(), content_type=XLSX_TYPE), desk, "xlsx", period)


def _file(answer: Response, desk: Desk, extension: str, period: str) -> Response:
    """Return the file, named after its period or after today."""
    day = bangkok(desk.now()).date()
    name = f"cases-{period or f'{day.year + BUDDHIST_ERA}-{day:%m-%d}'}.{extension}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
