"""A section as labelled values and lines of text: what a LINE card and a terminal show of it."""

from reports.document import Section, Series, Table, TableRow

PARTS_A_LINE = 3
"""More do not fit beside their labels on the narrowest phone."""
NOTHING = "-"


def labelled_values(section: Section) -> list[tuple[str, str]]:
    """Label and value of each measure and each series of a section; a value may have several lines."""
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
    """The section's list, one line for each of its rows under the title of the list."""
    table = section.listing
    lines = [f"• {' '.join((row.label, *_texts(row)))}" for row in table.rows]
    return "\n".join([table.title, *lines]) if lines else table.empty


def footnote(section: Section) -> str:
    """How the figures are counted, then the section's paragraphs."""
    tables = (block for block in section.figures if isinstance(block, Table))
    definitions = (row.definition for table in tables for row in table.rows if row.definition)
    return "\n".join((*definitions, *section.paragraphs))


def _value(row: TableRow, columns: tuple[str, ...]) -> str:
    """The newest figure and behind it the earlier ones; of a measure with parts each on its own line."""
    newest, earlier = _texts(row)[:1], _earlier(row, columns)
    if not row.parts:
        return f"{newest[0]} ({' '.join(earlier)})" if earlier else newest[0]
    for part in row.parts:
        earlier += _earlier(part, columns, part.label)
    return "\n".join([*newest, *_part_lines(row.parts), *earlier])


def _earlier(row: TableRow, columns: tuple[str, ...], label: str = "") -> list[str]:
    """Each figure but the newest behind the title of its column and, where given, its label."""
    cells = zip(columns[1:], _texts(row)[1:], strict=False)
    return [" ".join(filter(None, (column, label, text))) for column, text in cells]


def _part_lines(parts: tuple[TableRow, ...]) -> list[str]:
    """The newest figure of each part, on as few lines as they fit on, the lines evenly filled."""
    lines = -(-len(parts) // PARTS_A_LINE)
    width = -(-len(parts) // lines)
    texts = [f"{part.label} {_texts(part)[0]}" for part in parts]
    return [" ".join(texts[start : start + width]) for start in range(0, len(texts), width)]


def _texts(row: TableRow) -> list[str]:
    return [cell.text for cell in row.cells]
