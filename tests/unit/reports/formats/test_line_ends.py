"""Where a printed line ends: in no word of the office, no date, and not between a number and its unit."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from reports.document import NO_TABLE, Document, Layout, Section
from reports.formats import typeset
from reports.sheet import FONTS

DATED = datetime(2026, 11, 1, tzinfo=UTC)
THAI = re.compile("[ก-๙]")
MEASURED = """
#import "/whole_words.typ": unbroken, words
#set text(font: "Sarabun", lang: "th")
#show: unbroken
#let asked = (..words, ..json(bytes(sys.inputs.more)))
#let stays-whole(one) = context {
  // In a column as wide as the text, only a text that is not divided takes a line for itself.
  let column = measure(one).width + 0.1pt
  let height(body) = measure(block(width: column, body)).height
  let is-whole = height("ก " + one + " ก") > 0.99 * height([ก \\ ก \\ ก])
  if not is-whole [#metadata(one) <divided>]
}
#for one in (..words, ..json(bytes(sys.inputs.more))) { stays-whole(one) }
"""
"""Names the texts that are divided at the end of a line."""


def divided(*more: str) -> list[str]:
    found = typst.query(
        MEASURED.encode(),
        "<divided>",
        field="value",
        root=str(Path(typeset.__file__).parent),
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"more": json.dumps(more)},
    )
    return json.loads(found)


def test_no_line_ends_in_a_word_of_the_office():
    assert divided() == []


@pytest.mark.parametrize(
    "text",
    [
        "30 กันยายน 2570",
        "๓๐ พ.ย. ๒๕๖๙",
        "ร้อยละ 86.51",
        "x̄ = 3.79",
        "S.D. = 0.92",
        "16 วัน",
        "๑,๒๐๐ เรื่อง",
    ],
)
def test_no_line_ends_in_a_date_or_between_a_number_and_its_unit(text):
    assert divided(text) == []


def test_a_line_may_end_between_words():
    assert divided("มีผู้แจ้งเรื่องใหม่ทุกวัน") == ["มีผู้แจ้งเรื่องใหม่ทุกวัน"]


@pytest.mark.parametrize("layout", [Layout.REPORT, Layout.LETTER, Layout.BOOK, Layout.WIDE])
def test_a_report_keeps_its_words_whole_wherever_they_stand(layout):
    lines = tuple("1 " * count + "ดำเนินการ" for count in range(20, 110))
    section = Section("", "", (), NO_TABLE, lines)
    document = Document("1", "2569-10", (section,), office="1", footer="1")
    pages = PdfReader(io.BytesIO(typeset.pdf(document, layout, "{}", DATED))).pages
    printed = [line for page in pages for line in page.extract_text().splitlines()]
    assert sum(bool(THAI.search(line)) for line in printed) == len(lines)
