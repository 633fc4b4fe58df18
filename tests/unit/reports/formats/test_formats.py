"""One document in every format: the same figures, the same bytes, nothing that runs."""

import csv
import io
import weakref
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.generic import ContentStream

from reports.document import (
    Chart,
    ChartForm,
    ChartPart,
    ChartRow,
    DateCell,
    Document,
    Highlight,
    Layout,
    NumberCell,
    RowsOf,
    Section,
    Signature,
    Table,
    TableRow,
    TextCell,
    Tone,
)
from reports.formats.plain_table import comma_separated
from reports.formats.rows import RUNS_AS_FORMULA
from reports.formats.spreadsheet import MOST_IN_MEMORY, workbook
from reports.formats.typeset import pdf, picture
from reports.formats.word_file import word_file

DATED = datetime(2026, 11, 1, 1, 0, 0, 123, tzinfo=UTC)
DOCUMENT = Document(
    title="สรุปเรื่องร้องทุกข์ เดือนตุลาคม 2569",
    period="2569-10",
    office="องค์การบริหารส่วนตำบลนาวังหิน",
    headline="รับ 57 เรื่อง",
    highlights=(Highlight("รับเรื่อง", "57", "เดือนก่อน 49 เรื่อง"),),
    sections=(
        Section(
            "แต่ละกอง",
            "",
            (
                Chart(
                    "ตอบทันกำหนด",
                    ChartForm.BARS,
                    (ChartPart("ทัน", Tone.GOOD), ChartPart("ไม่ทัน", Tone.LATE)),
                    (ChartRow("กองช่าง", (20, 3), "23"), ChartRow("กองคลัง", (0, 0), "0")),
                ),
                Chart(
                    "สิบสองเดือน",
                    ChartForm.COLUMNS,
                    (ChartPart("รับ", Tone.PAST),),
                    (ChartRow("ต.ค.", (57,)),),
                ),
            ),
            Table(
                (
                    TableRow(
                        '=HYPERLINK("http://evil")', (NumberCell("4.31", 4.31, 45),), (), "ค่าเฉลี่ย"
                    ),
                    TableRow("น้ำท่วม ซ้ำ ๆ", (TextCell("+1"),)),
                ),
                ("เรื่อง", "ค่า"),
            ),
        ),
        Section("ว่าง", "", (), Table((), empty="ไม่มีเรื่อง")),
    ),
    signatures=(Signature("ผู้รายงาน", ("ความเห็น",)),),
    notes=("นับตามวันรับเรื่อง",),
)
BLANK = Document("ว่าง", "2569-10", (Section("ว่าง", "", (), Table((), empty="ไม่มี")),))


def written(document, dated=DATED):
    return {
        "page": pdf(document, Layout.PAGE, "{}", dated) if len(document.sections) > 1 else b"",
        "report": pdf(document, Layout.REPORT, "{}", dated),
        "png": picture(document),
        "xlsx": workbook(document, "คำนิยาม", dated),
        "docx": word_file(document, dated),
        "csv": comma_separated(document),
    }


def test_equal_documents_give_equal_bytes(time_machine):
    first = written(DOCUMENT)
    time_machine.move_to(DATED + timedelta(days=400))
    assert written(DOCUMENT) == first


def test_a_document_without_rows_is_written_too():
    assert all(written(BLANK)[one] for one in ("report", "png", "xlsx", "docx", "csv"))


@pytest.mark.parametrize("layout", Layout)
def test_the_pdf_is_for_the_archive_and_holds_its_figures(layout):
    content = pdf(DOCUMENT, layout, '{"received":57}', DATED)
    assert b"pdfaid" in content
    assert b"pdfuaid" in content
    assert b"figures.json" in content
    assert b"Sarabun" in content


def test_the_picture_is_as_wide_as_line_shows_it():
    assert int.from_bytes(picture(DOCUMENT)[16:20]) == 1040


def test_the_workbook_has_numbers_as_numbers_and_no_formula():
    with zipfile.ZipFile(io.BytesIO(workbook(DOCUMENT, "คำนิยาม", DATED))) as book:
        sheets = {
            name: book.read(name).decode()
            for name in book.namelist()
            if name.endswith(".xml") and "sheets/" in name
        }
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 4
    assert "<f>" not in "".join(sheets.values())
    assert "<v>4.31</v>" in sheets["xl/worksheets/sheet2.xml"]
    assert "HYPERLINK" in strings
    assert "ค่าเฉลี่ย" in strings


def test_in_print_the_head_is_on_every_page_and_a_chart_on_one():
    listing = Section("ทะเบียน", "", (), table_of(60))
    document = replace(DOCUMENT, sections=(*DOCUMENT.sections, listing))
    with zipfile.ZipFile(io.BytesIO(workbook(document, "คำนิยาม", DATED))) as book:
        names = book.read("xl/workbook.xml").decode()
        chart = book.read("xl/worksheets/sheet2.xml").decode()
        table = book.read("xl/worksheets/sheet4.xml").decode()
    assert "Print_Titles" in names
    assert "'ทะเบียน'!$2:$2" in names
    assert "fitToHeight" not in chart
    assert 'fitToHeight="0"' in table


def test_the_word_file_sets_the_size_of_thai_letters():
    word = docx.Document(io.BytesIO(word_file(DOCUMENT, DATED)))
    properties = word.styles["Normal"].element.rPr
    assert properties.find(qn("w:szCs")).get(qn("w:val")) == "32"
    assert properties.rFonts.get(qn("w:cs")) == "TH SarabunPSK"
    texts = [one.text for one in word.paragraphs]
    assert "องค์การบริหารส่วนตำบลนาวังหิน" in texts
    assert "ไม่มีเรื่อง" in texts
    assert word.tables[1].cell(1, 1).text == "20"


@pytest.mark.parametrize("start", RUNS_AS_FORMULA)
def test_no_text_of_a_list_is_a_formula(start):
    listing = Table((TableRow("นว-1", (TextCell(f"{start}SUM(A1)"),)),), ("เลขที่", "เรื่อง"))
    document = Document("ทะเบียน", "2569-10", (Section("ทะเบียน", "", (), listing),))
    rows = csv.reader(io.StringIO(comma_separated(document).decode("utf-8-sig"), newline=""))
    assert [row[-1] for row in rows] == ["เรื่อง", f"'{start}SUM(A1)"]


def test_a_document_that_is_one_list_has_a_line_for_each_case():
    rows = (TableRow("นว-1", (TextCell("=1+1"), DateCell("1 ต.ค. 2569", date(2026, 10, 1)))),)
    listing = Table(rows, ("เลขที่", "เรื่อง", "วันรับ"))
    document = Document("ทะเบียน", "2569-10", (Section("ทะเบียน", "", (), listing),))
    lines = comma_separated(document).decode("utf-8-sig").splitlines()
    assert lines == ["period,เลขที่,เรื่อง,วันรับ", "2569-10,นว-1,'=1+1,2026-10-01"]


def test_the_comma_separated_table_opens_in_excel_and_starts_no_formula():
    text = comma_separated(DOCUMENT).decode()
    assert text.startswith("\ufeffperiod,section,table,row,column,value\r\n")
    lines = text.splitlines()
    assert "2569-10,แต่ละกอง,ตอบทันกำหนด,กองช่าง,ทัน,20" in lines
    assert '2569-10,แต่ละกอง,,"\'=HYPERLINK(""http://evil"")",ค่า,4.31' in lines
    assert "2569-10,แต่ละกอง,,น้ำท่วม ซ้ำ ๆ,ค่า,'+1" in lines


def test_a_long_table_is_written_row_by_row():
    alive, most = weakref.WeakSet(), 0

    def row(number):
        nonlocal most
        made = TableRow(f"เรื่อง {number}", (NumberCell(str(number), number),))
        alive.add(made)
        most = max(most, len(alive))
        return made

    table = Table(RowsOf(range(MOST_IN_MEMORY + 1), row), ("เลขที่", "จำนวน"))
    document = replace(DOCUMENT, sections=(Section("ทะเบียน", "", (), table),))
    content = workbook(document, "คำนิยาม", DATED)
    assert most < 5
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
    assert sheet.count("<row ") == MOST_IN_MEMORY + 3
    assert f"<v>{MOST_IN_MEMORY}</v>" in sheet
    assert 'state="frozen"' in sheet


def test_a_poster_stays_on_one_sheet_however_long_its_words_are():
    told = tuple(
        TableRow(f"ปรับปรุงจุดบริการประชาชนให้สะดวกขึ้น {number} " * 3, (TextCell("ทำแล้ว"),))
        for number in range(9)
    )
    section = Section("", "", (), Table(told, ("ท่านบอก", "เราทำ")))
    poster = Document("ท่านบอก เราทำ", "2570-H1", (section,), link="https://office.invalid/open")
    assert len(PdfReader(io.BytesIO(pdf(poster, Layout.POSTER, "{}", DATED))).pages) == 1


def test_a_memorandum_with_little_to_say_is_one_sheet_with_its_signatures():
    words = Section("1. เรื่องเดิม", "", (), Table(()), ("ตามที่สำนักงานได้รับเรื่องร้องทุกข์",) * 8)
    signatures = tuple(Signature(role, ("ความเห็น", "")) for role in ("ผู้รายงาน", "ปลัด", "นายก"))
    memo = Document("บันทึกข้อความ", "2569-10", (words, words), signatures=signatures)
    assert len(PdfReader(io.BytesIO(pdf(memo, Layout.LETTER, "{}", DATED))).pages) == 1


def table_of(rows, words="เรื่อง"):
    return Table(
        tuple(TableRow(f"{words} {one}", (NumberCell("1", 1),)) for one in range(rows)),
        ("เรื่อง", "นับได้"),
    )


def sheets_with(words, content):
    return sum(words in page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize(
    ("rows", "words", "sheets"), [(12, "ซ่อม", 1), (40, "ซ่อม", 2), (12, "ซ่อมไฟถนนหน้าวัด " * 60, 5)]
)
def test_a_short_table_is_not_torn_apart_and_a_high_one_is_not_cut_off(rows, words, sheets):
    lines = Section("ก่อน", "", (), Table(()), ("ตามที่สำนักงานได้รับเรื่องร้องทุกข์",) * 30)
    section = Section("", "", (), table_of(rows, words))
    content = pdf(replace(BLANK, sections=(lines, section)), Layout.REPORT, "{}", DATED)
    assert sheets_with("นับได้", content) == sheets
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert all(f" {one}" in text for one in range(rows))


def word_table(layout, rows):
    document = replace(BLANK, sections=(Section("ทะเบียน", "", (), table_of(rows)),))
    word = docx.Document(io.BytesIO(word_file(document, DATED, layout)))
    return word.tables[0]


@pytest.mark.parametrize(
    ("layout", "rows", "kept"), [(Layout.REPORT, 5, 5), (Layout.REPORT, 40, 1), (Layout.WIDE, 5, 1)]
)
def test_a_table_of_a_word_file_keeps_with_its_head_what_fits_on_a_sheet(layout, rows, kept):
    cells = word_table(layout, rows).columns[0].cells
    assert sum(bool(one.paragraphs[0].paragraph_format.keep_with_next) for one in cells) == kept


def test_numbers_stand_on_the_right_in_a_word_file():
    head, row = word_table(Layout.REPORT, 1).rows
    for line in (head, row):
        assert [one.paragraphs[0].alignment for one in line.cells] == [
            None,
            WD_ALIGN_PARAGRAPH.RIGHT,
        ]


def test_the_paragraphs_of_a_memorandum_are_indented_and_a_wide_table_is_smaller():
    words = Section("1. เรื่องเดิม", "", (), table_of(1), ("ตามที่สำนักงานได้รับเรื่องร้องทุกข์",))
    document = replace(BLANK, sections=(words,))
    memo = docx.Document(io.BytesIO(word_file(document, DATED, Layout.LETTER)))
    (paragraph,) = (one for one in memo.paragraphs if one.text.startswith("ตามที่"))
    assert round(paragraph.paragraph_format.first_line_indent.cm, 1) == 2.5
    (run,) = word_table(Layout.WIDE, 1).cell(1, 0).paragraphs[0].runs
    assert run.font.size.pt == 14
    assert run._element.rPr.find(qn("w:szCs")).get(qn("w:val")) == "28"


def heights_of_filled(page):
    """Yield the height of every filled shape of a page."""
    heights = []
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"m":
            heights = []
        if operator in {b"m", b"l", b"c"}:
            heights += operands[1::2]
        if operator == b"f" and heights:
            yield round(float(max(heights) - min(heights)))


def test_the_boxes_of_a_poster_row_are_equally_high():
    told = Table((TableRow("ซ่อมไฟถนนหน้าวัด " * 9, (TextCell("ทำแล้ว"),)),), ("ท่านบอก", "เราทำ"))
    poster = replace(BLANK, sections=(Section("", "", (), told),))
    (page,) = PdfReader(io.BytesIO(pdf(poster, Layout.POSTER, "{}", DATED))).pages
    one, other = heights_of_filled(page)
    assert one == other
