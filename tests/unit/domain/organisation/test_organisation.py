"""The village that a resident mentions: one of the office's or none, never a guess among several."""

import pytest

from domain.organisation.organisation import named_village
from tests.shipped import shipped_catalog

OFFICE = shipped_catalog().organisation


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ไฟถนนหมู่ 3 ดับ", 3),
        ("ถนนเข้าหมู่ที่ ๑๒ พัง", 12),
        ("ซอยข้างศาลาหมู่3ไม่มีไฟ", 3),
        ("บ้านเลขที่ 45/2 ม.3 น้ำไม่ไหล", 3),
        ("เลขที่ 99 ม. 3 น้ำไม่ไหล", 3),
        ("No light at Moo 12", 12),
        ("หมู่ 3 ซอย 5 ไฟดับ หมู่ 3 มืดมาก", 3),
        ("ไฟดับหมู่ 3 0812345678", 3),
        ("99/9 หมู่ 3 ตำบลนาวังหิน อำเภอพนัสนิคม", 3),
        ("หมู่ 3 ต.นาวังหิน ฝาก อบต. ช่วยดู", 3),
        ("ไฟดับหมู่ 3 ตั้งแต่ 10 ต.ค.", 3),
    ],
)
def test_the_village_a_text_names(words, number):
    assert named_village([words], OFFICE) == number


@pytest.mark.parametrize(
    "words",
    [
        "ไฟถนนหน้าวัดดับ",
        "ลูกเรียน ม.3 ไม่มีรถรับส่ง",
        "นักเรียน ม.1/2 ม.3",
        "ผิด พ.ร.บ. 2522 ม.5",
        "ท่อยาว 3/4 ม. 2 เส้น",
        "มั่วสุมเป็นหมู่ 10 คน",
        "ในหมู่ 300 หลัง",
        "หมู่บ้านเราไฟดับ 3 วัน",
        "ไฟดับหมู่ 13",
        "99/9 หมู่ 3 ตำบลบ้านช้าง อำเภอพนัสนิคม",
        "99/9 หมู่ 3 ต. บ้านช้าง",
        "ถนนหมู่ 3 กับหมู่ 12 พัง",
        "น้ำท่วมหมู่ 3-5",
        "น้ำท่วมหมู่ 3 และ 12",
        "น้ำท่วมหมู่ 3 4 5",
        "น้ำท่วมหมู่ 3.4.5",
        "น้ำท่วมหมู่ 3 & 4",
        "น้ำท่วมหมู่ 3 กับ ม.4",
        "น้ำท่วมหมู่3 ม.4 ม.5",
    ],
)
def test_nothing_where_it_names_none_or_several_or_not_ours(words):
    assert named_village([words], OFFICE) is None


def test_the_first_text_that_names_any_decides():
    assert named_village(["หน้าวัด", "ไฟดับหมู่ 3"], OFFICE) == 3
    assert named_village(["หมู่ 5", "ไฟดับหมู่ 3"], OFFICE) == 5
    assert named_village(["หมู่ 5-6", "ไฟดับหมู่ 3"], OFFICE) is None
