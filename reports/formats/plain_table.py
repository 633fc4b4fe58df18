"""Write all tables of a document as CSV, for programs and any spreadsheet."""

import csv
import io

from domain.organisation.thai_dates import arabic_digits
from reports.document import Document
from reports.formats.block_lines import Value, lines_of

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel does not decode the file as UTF-8."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def comma_separated(document: Document) -> bytes:
    """Return the CSV file in UTF-8: period, section, block, row label, column title and value on each line."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
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
                            (document.period, section.heading, block.title, label, column, value),
                        )
                    )
    return (BYTE_ORDER_MARK + content.getvalue()).encode()


def _safe(value: Value) -> Value:
    """Return a text with Arabic digits that no spreadsheet program interprets as a formula.

    https://owasp.org/www-community/attacks/CSV_Injection
    """
    if not isinstance(value, str):
        return value
    words = arabic_digits(value)
    return f"'{words}" if len(words) > 1 and words.startswith(FORMULA_STARTS) else words
