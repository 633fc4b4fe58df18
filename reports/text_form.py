"""Render a section as labelled values and lines of text, for LINE cards and the terminal."""

from reports.document import Section, Series, Table, TableRow

NOTHING = "-"


def labelled_values(section: Section) -> list[tuple[str, str]]:
    """Return label and value of each measure and each series of a section; a value may have several lines."""
    labelled: list[tuple[str, str]] = []
    for block in section.figures:
        match block:
            case Table(rows, columns):
                labelled += [(row.label, _value(row, columns)) for row in rows]
            case Series(title, points, note):
                lines = [point.text for point in points] or [NOTHING]
                labelled.append((title, "\n".join([*lines, note] if note else lines)))
    return labelled


def listing(section: Section) -> str:
    """Return the title of the section's list and one line for each row; without rows the sentence `empty`."""
    table = section.listing
    lines = [f"• {' '.join((row.label, *_texts(row)))}" for row in table.rows]
    return "\n".join([table.title, *lines]) if lines else table.empty


def footnote(section: Section) -> str:
    """Return the definitions of the section's measures and then its paragraphs, one in each line."""
    tables = (block for block in section.figures if isinstance(block, Table))
    definitions = (row.definition for table in tables for row in table.rows if row.definition)
    return "\n".join((*definitions, *section.paragraphs))


def _value(row: TableRow, columns: tuple[str, ...]) -> str:
    """Return the newest figure followed by the earlier ones in brackets; with parts, one line each."""
    newest, earlier = _texts(row)[:1], _earlier(row, columns)
    if not row.parts:
        return f"{newest[0]} ({' '.join(earlier)})" if earlier else newest[0]
    for part in row.parts:
        earlier += _earlier(part, columns, part.label)
    parts = (f"{part.label} {_texts(part)[0]}" for part in row.parts)
    return "\n".join([*newest, *parts, *earlier])


def _earlier(row: TableRow, columns: tuple[str, ...], label: str = "") -> list[str]:
    """Return each figure except the newest, preceded by the title of its column and `label`."""
    cells = zip(columns[1:], _texts(row)[1:], strict=False)
    return [" ".join(filter(None, (column, label, text))) for column, text in cells]


def _texts(row: TableRow) -> list[str]:
    return [cell.text for cell in row.cells]
