"""Write all tables of a document as CSV, for programs and any spreadsheet."""

import csv
import io
from collections.abc import Iterable
from typing import Protocol

from domain.organisation.thai_dates import arabic_digits
from reports.document import Document, Table
from reports.formats.block_lines import Value, lines_of
from reports.formats.rows import RUNS_AS_FORMULA

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel does not decode the file as UTF-8."""


class CsvWriter(Protocol):
    """What `csv.writer` returns."""

    def writerow(self, row: Iterable[Value], /) -> object: ...


def comma_separated(document: Document) -> bytes:
    """Return the CSV file in UTF-8: period, section, block, row label, column title and value on each line.

    A document that is one list of cases, measures or items has a line for each of them, with the list's columns.
    """
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    if (only := _only_list(document)) is not None:
        columns, lines = lines_of(only)
        writer.writerow(map(_safe, ("period", *columns)))
        period = _period(document)
        writer.writerows(map(_safe, (period, *line)) for line in lines)
    else:
        _write_blocks(writer, document)
    return (BYTE_ORDER_MARK + content.getvalue()).encode()


def _only_list(document: Document) -> Table | None:
    """Return the list that the document consists of, None if it holds other figures."""
    if any(section.figures for section in document.sections):
        return None
    lists = [one.listing for one in document.sections if one.listing.rows]
    return lists[0] if len(lists) == 1 and lists[0].columns else None


def _write_blocks(writer: CsvWriter, document: Document) -> None:
    period = _period(document)
    writer.writerow(("period", "section", "table", "row", "column", "value"))
    for section in document.sections:
        for block in (*section.figures, section.listing):
            columns, lines = lines_of(block)
            for label, *values in lines:
                for number, value in enumerate(values, start=1):
                    column = columns[number] if number < len(columns) else ""
                    writer.writerow(
                        map(
                            _safe,
                            (period, section.heading, block.title, label, column, value),
                        )
                    )


def _period(document: Document) -> str:
    """Return the period; of a draft with the mark, so that no line of it is taken for the final figure."""
    return f"{document.period} {document.draft}" if document.draft else document.period


def _safe(value: Value) -> Value:
    """Return a text with Arabic digits that no spreadsheet program interprets as a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not isinstance(value, str):
        return value
    words = arabic_digits(value)
    return f"'{words}" if len(words) > 1 and words.startswith(RUNS_AS_FORMULA) else words
