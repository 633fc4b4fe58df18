"""A document has digits of one kind, and the addresses in it still lead somewhere."""

from dataclasses import replace

from reports.document import (
    NO_TABLE,
    Document,
    Numerals,
    RowsOf,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.numerals import in_its_numerals

DOCUMENT = Document(
    title="รายงาน 2570 ของหมู่ ๓",
    period="2569-10",
    sections=(
        Section(
            "หลักฐาน",
            "",
            (),
            Table(
                RowsOf(("a", "b"), lambda key: TableRow(f"ข้อ 1{key}", (TextCell("๑๒ ครั้ง"),))),
                ("ลำดับ 1", ""),
            ),
            ("ดูที่ https://nwh2.go.th/open/m2-2570.pdf หรือ a1@nwh2.go.th ภายใน 15 วัน",),
        ),
        Section("ว่าง", "", (), NO_TABLE),
    ),
    link="https://nwh2.go.th/open",
)


def shown(numerals):
    return in_its_numerals(replace(DOCUMENT, numerals=numerals))


def test_thai_numerals_leave_addresses_as_they_are():
    document = shown(Numerals.THAI)
    assert document.title == "รายงาน ๒๕๗๐ ของหมู่ ๓"
    assert document.sections[0].paragraphs == (
        "ดูที่ https://nwh2.go.th/open/m2-2570.pdf หรือ a1@nwh2.go.th ภายใน ๑๕ วัน",
    )
    assert (document.link, document.period) == ("https://nwh2.go.th/open", "2569-10")


def test_thai_digits_that_somebody_typed_become_arabic_in_an_arabic_document():
    document = shown(Numerals.ARABIC)
    assert document.title == "รายงาน 2570 ของหมู่ 3"
    assert document.sections[0].listing.rows[0].cells == (TextCell("12 ครั้ง"),)


def test_the_rows_of_many_records_are_still_made_one_by_one():
    rows = shown(Numerals.THAI).sections[0].listing.rows
    assert isinstance(rows, RowsOf)
    assert [row.label for row in rows] == ["ข้อ ๑a", "ข้อ ๑b"]
