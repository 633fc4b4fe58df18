"""The sheet with a door's QR code: one A5 page, a readable code, and equal bytes for equal sheets."""

import io
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import segno

from bot.wiring import read_translations
from reports.door_sheet import DoorSheet, draw
from reports.sheet import qr_code
from tests.shipped import shipped_catalog

SHEET = DoorSheet(
    office="องค์การบริหารส่วนตำบลนาวังหิน",
    title="แบบสำรวจความพึงพอใจ",
    subject="เบี้ยยังชีพผู้สูงอายุ",
    address="https://nawanghin.example.org/s/Ab3dEf7hIjKmnOpQ",
    questions=7,
    last_day=datetime(2027, 9, 30, tzinfo=UTC),
)
LONGEST = max((one.th for one in shipped_catalog().services), key=len)


def draw_it(sheet):
    return draw(sheet, read_translations())


@pytest.mark.parametrize(
    "sheet",
    [
        SHEET,
        replace(SHEET, subject="", title=f"{LONGEST} {LONGEST} (ประเด็นเทียบเคียง EIT)"),
        replace(SHEET, subject=f"{LONGEST} หมู่ที่ 12 บ้านหนองน้ำเขียวเหนือ", questions=30),
        replace(SHEET, subject='#read("x") *ขีด* $x$ [ ] \\ <a> "'),
        replace(SHEET, address=f"https://{'a' * 60}.example.org/s/Ab3dEf7hIjKmnOpQ"),
    ],
    ids=["ordinary", "no subject", "long subject", "typst's own signs", "long address"],
)
def test_it_is_one_page_of_a5_with_the_letters_embedded(sheet):
    pdf = draw_it(sheet)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    assert re.search(rb"/MediaBox\s*\[0 0 419\.5\d* 595\.2\d*\]", pdf)
    assert set(re.findall(rb"\+(Sarabun-\w+)", pdf)) == {b"Sarabun-Regular", b"Sarabun-Bold"}


def test_equal_sheets_have_equal_bytes():
    assert draw_it(SHEET) == draw_it(SHEET)


def test_the_code_holds_the_address_and_survives_wear():
    picture = qr_code(SHEET.address)
    expected = io.BytesIO()
    made = segno.make(SHEET.address, error="q", micro=False, boost_error=False)
    made.save(expected, kind="svg", border=4, xmldecl=False, light="white")
    assert picture == expected.getvalue().decode()
    assert made.error == "Q"
