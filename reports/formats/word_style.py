"""The styles, font sizes, page and properties of a Word file, in the format of Thai official documents."""

from collections.abc import Sequence
from datetime import datetime

from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.run import Run

from reports.document import Document, Layout
from reports.formats.spreadsheet import FONT

TEXT_SIZE = 16
TITLE_SIZE = 20


def set_title(run: Run, size: int) -> None:
    """Make a run bold and set its font size."""
    set_bold([run])
    set_size([run], size)


def set_bold(runs: Sequence[Run]) -> None:
    for run in runs:
        run.bold = run.font.cs_bold = True


def set_size(runs: Sequence[Run], size: int) -> None:
    """Set the font size of runs, for Thai too."""
    for run in runs:
        run.font.size = Pt(size)
        properties = run._element.get_or_add_rPr()  # noqa: SLF001 - python-docx has no other way to it
        properties.append(element("w:szCs", str(size * 2)))


def set_properties(word: WordDocument, document: Document, dated: datetime) -> None:
    """Write title, office and date into the properties of the file."""
    properties = word.core_properties
    properties.title = document.title
    properties.author = properties.last_modified_by = document.office
    properties.created = properties.modified = dated.replace(tzinfo=None)
    properties.revision = 1


def set_page(word: WordDocument, document: Document, layout: Layout) -> None:
    for page in word.sections:
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.left_margin, page.right_margin = Cm(3), Cm(2)
        page.top_margin, page.bottom_margin = Cm(2.5), Cm(2)
        if layout is Layout.WIDE:
            page.orientation = WD_ORIENT.LANDSCAPE
            page.page_width, page.page_height = Cm(29.7), Cm(21)
            page.left_margin, page.right_margin = Cm(2), Cm(2)
        if document.footer:
            page.footer.paragraphs[0].text = document.footer


def set_styles(word: WordDocument) -> None:
    """Set fonts and sizes of the styles that reports use."""
    for name, size, is_bold in (
        ("Normal", TEXT_SIZE, False),
        ("Heading 1", TITLE_SIZE, True),
        ("Heading 2", TEXT_SIZE, True),
        ("Heading 3", TEXT_SIZE, True),
        ("Heading 4", TEXT_SIZE, True),
    ):
        _set_font(word.styles[name], size, is_bold=is_bold)
    word.styles["Normal"].paragraph_format.space_after = Pt(0)


def _set_font(style: ParagraphStyle, size: int, *, is_bold: bool) -> None:
    """Set font and size for Latin and Thai text.

    Word uses `w:cs` and `w:szCs` for Thai, which python-docx does not set:
    https://github.com/python-openxml/python-docx/issues/1191
    """
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = is_bold
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), FONT)
    for kind in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    properties.append(element("w:szCs", str(size * 2)))
    properties.append(element("w:bCs", "1" if is_bold else "0"))
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)


def element(tag: str, value: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    element.set(qn("w:val"), value)
    return element
