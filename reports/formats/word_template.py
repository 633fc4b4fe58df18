"""Fill the office's own Word template; its garuda, letterhead and styles are not changed.

The placeholders are explained in `docs/reports.md`. `{{ title }}` and the others of TEXTS are replaced by a text.
`{{ sections }}` and the others of PARTS must be alone in a paragraph, which is replaced by that part of the
report. Templates run in a sandbox without access to code or other data:
https://jinja.palletsprojects.com/en/stable/sandbox/
"""

import io
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from domain.errors import Refused
from reports.document import Document, Layout
from reports.formats import word_file
from reports.formats.word_style import set_properties, set_styles
from reports.numerals import in_its_numerals

HEAD = ("head_from", "head_number", "head_date", "head_subject", "head_to")
"""The lines of a memorandum's head, in their order."""
TEXTS = ("title", "office", "headline", "footer", *HEAD)
PARTS = ("sections", "signatures", "notes", "appendix")
NEEDED_STYLES = ("Heading 1", "Heading 2", "Heading 3", "Heading 4", "Table Grid")


def from_template(
    name: str, template: bytes, document: Document, dated: datetime, layout: Layout
) -> bytes:
    """Return the DOCX file. `name`: of the template, for messages. `dated`: the date in its metadata.

    Raises Refused as `check_template` does.
    """
    document = in_its_numerals(document)
    filled = _filled(name, template, _texts(document))
    word: WordDocument = filled.docx
    _add_styles(word)
    writers: Mapping[str, Callable[[], None]] = {
        "sections": lambda: word_file.write_sections(word, document, layout),
        "signatures": lambda: word_file.write_signatures(word, document, layout),
        "notes": lambda: word_file.write_notes(word, document),
        "appendix": lambda: word_file.write_appendix(word, document),
    }
    for part, write in writers.items():
        _write_at(word, _mark(part), write)
    set_properties(word, document, dated)
    content = io.BytesIO()
    word.save(content)
    return word_file.with_fixed_times(content.getvalue())


def check_template(name: str, template: bytes) -> None:
    """Validate a template by filling in example texts.

    Raises Refused word_template_unreadable, word_template_placeholder with the unknown placeholders,
    word_template_syntax, or word_template_without_sections.
    """
    _filled(name, template, dict.fromkeys(TEXTS, "-"))


def _filled(name: str, template: bytes, texts: Mapping[str, str]) -> DocxTemplate:
    file = f"{name}.docx"
    placeholders = {*TEXTS, *PARTS}
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        opened = DocxTemplate(io.BytesIO(template))
        named = opened.get_undeclared_template_variables(environment)
        if unknown := sorted(named - placeholders):
            raise Refused(
                "word_template_placeholder",
                file=file,
                names=", ".join(unknown),
                known=", ".join((*TEXTS, *PARTS)),
            )
        if "sections" not in named:
            raise Refused("word_template_without_sections", file=file)
        opened.render({**texts, **{part: _mark(part) for part in PARTS}}, environment)
    except TemplateError as fault:
        raise Refused("word_template_syntax", file=file, fault=fault.message or "") from fault
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as fault:
        raise Refused("word_template_unreadable", file=file) from fault
    return opened


def _texts(document: Document) -> dict[str, str]:
    values = [field.value or word_file.DOTS for field in document.head]
    head = dict(zip(HEAD, values, strict=False))
    return {
        **dict.fromkeys(HEAD, ""),
        **head,
        "title": document.title,
        "office": document.office,
        "headline": document.headline,
        "footer": document.footer,
    }


def _mark(part: str) -> str:
    """Return the marker that a filled template contains in the position of a part."""
    return f"⟦{part}⟧"


def _write_at(word: WordDocument, mark: str, write: Callable[[], None]) -> None:
    """Replace every paragraph with this marker by what `write` adds; do nothing if there is none."""
    for paragraph in [one for one in word.paragraphs if one.text.strip() == mark]:
        before = set(word.element.body)
        write()
        for element in [one for one in word.element.body if one not in before]:
            paragraph._p.addprevious(element)  # noqa: SLF001 - python-docx has no other way to it
        paragraph._p.getparent().remove(paragraph._p)  # noqa: SLF001


def _add_styles(word: WordDocument) -> None:
    """Add the styles that the template lacks, because Word stores only those that a file uses."""
    default = docx.Document()
    set_styles(default)
    for name in NEEDED_STYLES:
        if name not in word.styles:
            style = default.styles[name]
            word.styles.element.append(deepcopy(style.element))
