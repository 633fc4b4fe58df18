"""Write a document as a Word file that the office edits and signs, in the format of Thai official documents.

Source of margins and font sizes: ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ, as offices apply it: TH SarabunPSK
16, left margin 3 cm, right margin 2 cm.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Emu
from docx.table import Table as WordTable
from docx.table import _Row as Row

from domain.text.graphemes import count_graphemes
from reports.document import Chart, Document, Layout, Section, Series, Signature, Table
from reports.formats.block_lines import ROWS_MEASURED, lines_of, number_columns, texts_of
from reports.formats.word_style import (
    TITLE_SIZE,
    element,
    set_bold,
    set_page,
    set_properties,
    set_size,
    set_styles,
    set_title,
)
from reports.numerals import in_its_numerals

WIDE_TABLE_SIZE = 14
"""The font size of a table across a landscape sheet, whose ten columns would break every date at 16."""
MEMO_TITLE_SIZE = 29
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The fixed time of the entries of the file, so that equal documents give equal bytes."""
DOTS = "." * 40
RIGHT_HALF = Cm(8)
NARROWEST, WIDEST = 7, 40
"""Letters of a column between which its width follows its texts."""
DOTS_IN_CELL = "." * 32
LETTER_INDENT = Cm(2.5)
"""The indent of the first line of a paragraph in a memorandum."""
SHORT_TABLE = 15
"""Rows of a table that is not divided between two sheets."""
KEPT_TOGETHER = 3
"""Paragraphs that are on the same sheet as the signatures below them."""


def word_file(document: Document, dated: datetime, layout: Layout = Layout.REPORT) -> bytes:
    """Return the DOCX file. `dated`: the date in its metadata."""
    document = in_its_numerals(document)
    word = docx.Document()
    set_styles(word)
    set_properties(word, document, dated)
    set_page(word, document, layout)
    if layout is Layout.LETTER:
        _memorandum_head(word, document)
    else:
        heading = word.add_paragraph(document.office)
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        word.add_heading(document.title, 1).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if document.headline and layout is not Layout.LETTER:
        word.add_paragraph(document.headline)
    write_sections(word, document, layout)
    write_notes(word, document)
    write_signatures(word, document, layout)
    write_appendix(word, document)
    content = io.BytesIO()
    word.save(content)
    return with_fixed_times(content.getvalue())


def write_sections(word: WordDocument, document: Document, layout: Layout) -> None:
    """Write the large figures and the sections at the end of the file."""
    if document.highlights:
        _table(
            word,
            Table((), ()),
            [[one.label, one.value, one.note] for one in document.highlights],
            layout,
        )
    for section in document.sections:
        if layout is Layout.BOOK and section.level == 1:
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _section(word, section, layout)


def write_notes(word: WordDocument, document: Document) -> None:
    """Write the definitions and sources at the end of the file."""
    for note in document.notes:
        word.add_paragraph(note)


def write_signatures(word: WordDocument, document: Document, layout: Layout) -> None:
    """Write the places to sign at the end of the file, side by side and on the sheet of the words before them.

    Who writes a memorandum signs on the right, above those it goes to.
    """
    if not document.signatures:
        return
    for paragraph in word.paragraphs[-KEPT_TOGETHER:]:
        paragraph.paragraph_format.keep_with_next = True
    if layout is Layout.LETTER:
        first, *others = document.signatures
        _signature_on_the_right(word, first)
        if others:
            _signature_row(word, others)
    else:
        _signature_row(word, document.signatures)


def write_appendix(word: WordDocument, document: Document) -> None:
    """Write the appendix, on a new sheet after the signatures."""
    if document.appendix:
        word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    for section in document.appendix:
        _section(word, section, Layout.REPORT)


def with_fixed_times(content: bytes) -> bytes:
    """Return an Office file whose ZIP entries have a fixed time, so that equal contents give equal bytes."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(fixed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return fixed.getvalue()


def _memorandum_head(word: WordDocument, document: Document) -> None:
    """Write the title and the head of a memorandum, each line with its label."""
    title = word.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_title(title.add_run(document.title), MEMO_TITLE_SIZE)
    line = title
    for field in document.head:
        if field.is_beside:
            line.add_run("    ")
        else:
            line = word.add_paragraph()
        set_title(line.add_run(field.label), TITLE_SIZE)
        line.add_run(f"  {field.value or DOTS}")
    word.add_paragraph()


def _section(word: WordDocument, section: Section, layout: Layout) -> None:
    if section.heading:
        word.add_heading(section.heading, section.level + 1)
    if section.summary:
        word.add_paragraph(section.summary)
    for block in (*section.figures, section.listing):
        lines = texts_of(block)
        if block.title:
            word.add_paragraph(block.title).paragraph_format.keep_with_next = bool(lines)
        if lines:
            _table(word, block, lines, layout)
        elif not isinstance(block, Series) and block.empty:
            word.add_paragraph(block.empty)
    for words in section.paragraphs:
        paragraph = word.add_paragraph(words)
        if layout is Layout.LETTER:
            paragraph.paragraph_format.first_line_indent = LETTER_INDENT


def _table(
    word: WordDocument, block: Table | Series | Chart, lines: list[list[str]], layout: Layout
) -> None:
    columns = lines_of(block)[0]
    rows = [list(columns), *lines] if any(columns) else lines
    width = max(map(len, rows))
    numbers = number_columns(block)
    table = word.add_table(len(rows), width, style="Table Grid")
    # Of any other table the head is on the sheet of the first row. On a landscape sheet a few rows fill it.
    is_kept_together = layout is not Layout.WIDE and len(rows) <= SHORT_TABLE
    for index, (row, line) in enumerate(zip(table.rows, rows, strict=True), 1):
        _keep_whole(row)
        cells = row.cells
        for column, (cell, words) in enumerate(zip(cells, line, strict=False)):
            cell.text = words
            if column in numbers:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if layout is Layout.WIDE:
                set_size(cell.paragraphs[0].runs, WIDE_TABLE_SIZE)
        if index < (len(rows) if is_kept_together else 2):
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    if any(columns):
        table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader", "true"))  # noqa: SLF001
        for cell in table.rows[0].cells:
            set_bold(cell.paragraphs[0].runs)
    asked = block.widths if isinstance(block, Table) else ()
    _set_widths(word, table, asked if len(asked) == width else _widths_of(rows))
    word.add_paragraph()


def _dotted(words: str) -> str:
    """Return words with dots behind them to the end of a line in a place to sign."""
    room = max(NARROWEST, len(DOTS_IN_CELL) - count_graphemes(words))
    return f"{words} {DOTS_IN_CELL[:room]}".strip()


def _keep_whole(row: Row) -> None:
    """Keep a row on one sheet."""
    row._tr.get_or_add_trPr().append(element("w:cantSplit", "true"))  # noqa: SLF001


def _widths_of(rows: list[list[str]]) -> tuple[int, ...]:
    """Return relative widths of the columns that suit their longest texts."""
    longest: dict[int, int] = {}
    for row in rows[:ROWS_MEASURED]:
        for column, words in enumerate(row):
            lines = max(map(count_graphemes, words.split("\n")))
            longest[column] = max(longest.get(column, 0), lines)
    return tuple(
        min(WIDEST, max(NARROWEST, longest.get(one, 0))) for one in range(max(map(len, rows)))
    )


def _set_widths(word: WordDocument, table: WordTable, widths: tuple[int, ...]) -> None:
    """Divide the width of the page among the columns."""
    page = word.sections[0]
    whole = page.page_width - page.left_margin - page.right_margin  # type: ignore[operator]
    table.autofit = False
    shares = [Emu(whole * part // sum(widths)) for part in widths]
    # LibreOffice takes the widths of the columns, Word those of the cells.
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    for row in table.rows:
        for cell, share in zip(row.cells, shares, strict=True):
            cell.width = share


def _signature_on_the_right(word: WordDocument, signature: Signature) -> None:
    word.add_paragraph().paragraph_format.keep_with_next = True
    for words in _lines_to_sign(signature):
        paragraph = word.add_paragraph(words)
        paragraph.paragraph_format.left_indent = RIGHT_HALF
        paragraph.paragraph_format.keep_with_next = True
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _lines_to_sign(signature: Signature) -> list[str]:
    lines = [_dotted(words) for words in signature.lines]
    place = [_dotted(signature.sign), f"({DOTS_IN_CELL})", signature.role]
    return [*lines, *place, *([_dotted(signature.dated)] if signature.dated else [])]


def _signature_row(word: WordDocument, signatures: Sequence[Signature]) -> None:
    """Write places to sign beside each other, in a table without lines."""
    word.add_paragraph().paragraph_format.keep_with_next = True
    table = word.add_table(1, len(signatures))
    _keep_whole(table.rows[0])
    for cell, signature in zip(table.rows[0].cells, signatures, strict=True):
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        for number, words in enumerate(_lines_to_sign(signature)):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            paragraph.text = words
            paragraph.paragraph_format.keep_with_next = True
            if number >= len(signature.lines):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
