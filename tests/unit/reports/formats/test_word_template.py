"""The office's own Word file: its letterhead is kept, the report is inserted, and faults are named."""

import io
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn

from domain.errors import Refused
from reports.document import Field, Layout
from reports.formats.word_template import check_template, from_template
from tests.unit.reports.formats.test_formats import DATED, DOCUMENT


def template(*paragraphs):
    word = docx.Document()
    word.sections[0].header.paragraphs[0].text = "ตราครุฑ {{ office }}"
    for words in paragraphs:
        word.add_paragraph(words)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


MEMO = ("เรื่อง {{ head_subject }}", "ก่อน", "{{ sections }}", "{{ signatures }}", "หลัง")


def test_the_report_stands_where_the_office_wants_it():
    document = replace(
        DOCUMENT,
        head=tuple(Field(str(n), words) for n, words in enumerate(["", "", "", "<รายงาน> & ผล"])),
    )
    content = from_template("memo", template(*MEMO), document, DATED, Layout.LETTER)
    assert content == from_template("memo", template(*MEMO), document, DATED, Layout.LETTER)
    word = docx.Document(io.BytesIO(content))
    texts = [one.text for one in word.paragraphs]
    assert word.sections[0].header.paragraphs[0].text == f"ตราครุฑ {document.office}"
    assert texts[:2] == ["เรื่อง <รายงาน> & ผล", "ก่อน"]
    first = document.sections[0].heading
    assert texts.index("ก่อน") < texts.index(first) < texts.index("หลัง")
    assert document.signatures[0].role in texts[: texts.index("หลัง")]
    assert not [one for one in texts if "⟦" in one or "{{" in one]
    assert len(word.tables) >= 2
    heading = word.styles["Heading 2"].element.get_or_add_rPr()
    assert heading.find(qn("w:szCs")) is not None or word.styles["Heading 2"].font.size


@pytest.mark.parametrize(
    ("paragraphs", "key", "named"),
    [
        (("{{ sections }}", "{{ mayor_name }}"), "word_template_placeholder", "mayor_name"),
        (("{{ sections }}", "{{ title "), "word_template_syntax", ""),
        (("{{ sections }}", "{{ title.__class__ }}"), "word_template_syntax", "__class__"),
        (("{{ title }}",), "word_template_without_sections", ""),
    ],
)
def test_a_bad_template_says_which_placeholder(paragraphs, key, named):
    with pytest.raises(Refused) as refused:
        check_template("report", template(*paragraphs))
    assert refused.value.key == key
    assert named in str(refused.value.facts)


def test_a_file_that_is_no_word_file_says_so():
    with pytest.raises(Refused, match="word_template_unreadable"):
        check_template("report", b"%PDF-1.7")
