"""The village a resident names in passing: one of ours or none, never a guess among several."""

import pytest

from domain.municipality import Village, named_village

VILLAGES = (
    Village(1, ""),
    Village(3, ""),
    Village(4, "บ้านหนอง"),
    Village(5, "บ้านหนองไผ่"),
    Village(12, "บ้านเนิน"),
    Village(13, "บ้านเนิน"),
)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("ไฟถนนหมู่ 3 ดับ", 3),
        ("ถนนเข้าหมู่ที่ ๑๒ พัง", 12),
        ("ซอยข้างศาลาหมู่3ไม่มีไฟ", 3),
        ("บ้านเลขที่ 45/2 ม.3 น้ำไม่ไหล", 3),
        ("ที่อยู่เลขที่ 99 ม. 3 น้ำไม่ไหล", 3),
        ("No light at Moo 12", 12),
        ("หมู่ 3 ซอย 5 ไฟดับ หมู่ 3 มืดมาก", 3),
        ("ท่อหน้าบ้านหนองไผ่ตัน", 5),
        ("ท่อหน้าบ้านหนองตัน", 4),
        ("หมู่ 3 ทางไปบ้านหนอง", 3),
    ],
)
def test_the_village_a_text_names(words, number):
    assert named_village(words, VILLAGES) == number


@pytest.mark.parametrize(
    "words",
    [
        "ไฟถนนหน้าวัดดับ",
        "ลูกเรียน ม.3 ไม่มีรถรับส่ง",
        "ผิด พ.ร.บ. 2522 ม.5",
        "ถัดไป 500 ม. 3 หลังไฟดับ",
        "ถนนหมู่ 3 กับหมู่ 12 พัง",
        "น้ำท่วมหมู่ 3-5",
        "น้ำท่วมหมู่ 3 และ 12",
        "ไฟดับหมู่ 9",
        "ในหมู่ 300 หลัง",
        "หมู่บ้านเราไฟดับ 3 วัน",
        "น้ำไม่ไหลที่บ้านเนิน",
    ],
    ids=[
        "none",
        "a school year",
        "a section of a law",
        "metres",
        "two",
        "a stretch",
        "two with one word",
        "not ours",
        "no number of a village",
        "days",
        "a name two villages share",
    ],
)
def test_nothing_where_it_names_none_or_several(words):
    assert named_village(words, VILLAGES) is None
