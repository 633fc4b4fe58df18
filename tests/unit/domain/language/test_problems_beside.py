"""The ordinary problem that a text tells beside an accusation."""

import pytest

from bot.wiring import read_language
from domain.language.problems_beside import ordinary_beside

LANGUAGE = read_language()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ขยะไม่มาเก็บเลย แล้วช่างโทก็มาขอเงินผมอีก", "ขยะไม่มาเก็บเลย"),
        ("ช่างโทขอค่าเหล้า แล้วท่อหน้าบ้านก็ตันด้วย", "ท่อหน้าบ้านก็ตันด้วย"),
        ("ปลัดรับซองค่าเซ็นเอกสาร ไฟถนนหน้าวัดดับด้วย", "ไฟถนนหน้าวัดดับด้วย"),
    ],
)
def test_it_is_found_with_its_own_words(text: str, problem: str) -> None:
    assert ordinary_beside(text, LANGUAGE) == problem


@pytest.mark.parametrize(
    "text",
    [
        "ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200",
        "เจ้าหน้าที่เรียกรับเงินค่าเซ็นเอกสาร 500 บาท",
        "ไฟถนนหน้าวัดดับ แล้วน้ำก็ไม่ไหล",
        "",
    ],
)
def test_an_accusation_alone_and_problems_alone_have_none(text: str) -> None:
    assert ordinary_beside(text, LANGUAGE) == ""
