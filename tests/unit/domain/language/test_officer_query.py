"""Queries of officers are distinguished from reports of residents."""

from datetime import date

import pytest

from domain.language.officer_query import OfficerQuery, read_query
from tests.shipped import shipped_catalog

TODAY = date(2026, 11, 29)
DEPARTMENTS = shipped_catalog().departments


def read(text):
    return read_query(text, DEPARTMENTS, TODAY)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("ขอสรุปเดือนนี้", "2569-11"),
        ("สรุปเดือนที่แล้วหน่อยครับ", "2569-10"),
        ("ขอรายงานเดือนตุลาคม", "2569-10"),
        ("สถิติเดือน ธ.ค.", "2568-12"),
        ("สรุป มกราคม 2569", "2569-01"),
        ("สรุปเดือนมีนาคม 69", "2569-03"),
        ("เดือนนี้มีกี่เรื่อง", "2569-11"),
        ("เรื่องอะไรร้องเรียนมากที่สุด", "2569-11"),
        ("monthly report please", "2569-11"),
        ("คนไหนงานเยอะสุด", "2569-11"),
        ("เดือนตุลาคมเป็นอย่างไร", "2569-10"),
        ("เดือนตุลาเป็นยังไงบ้าง", "2569-10"),
        ("สรุปกันยา", "2569-09"),
        ("ขอรายงานเดือนมีนา 68", "2568-03"),
        ("เดือน ต.ค. เรื่องเยอะไหม", "2569-10"),
        ("ตอนนี้เป็นไงบ้าง", "2569-11"),
        ("ผลประเมินความพึงพอใจ", "2569-11"),
        ("ส่งรายงานให้หน่อย", "2569-11"),
    ],
)
def test_figures_of_a_month(text, month):
    assert read(text) == OfficerQuery(month=month)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("เรื่องเกินกำหนดของกองช่าง", OfficerQuery(late=True, department="engineering")),
        ("เกินกำหนดกี่เรื่อง", OfficerQuery(late=True)),
        ("กองไหนช้า", OfficerQuery(late=True)),
        ("ฝ่ายไหนทำงานช้าที่สุดครับ", OfficerQuery(late=True)),
        ("งานค้างกองคลัง", OfficerQuery(is_open=True, department="finance")),
        ("เรื่องใหม่", OfficerQuery(new=True)),
        ("วันนี้มีเรื่องใหม่ไหม", OfficerQuery(new=True)),
        ("มีงานใหม่เข้ามาไหมคะ", OfficerQuery(new=True)),
        ("เรื่องที่ฉันถือ", OfficerQuery(mine=True)),
        ("ขอดูงานที่ผมรับผิดชอบ", OfficerQuery(mine=True)),
        ("ใกล้ครบกำหนด", OfficerQuery(soon=True)),
        ("เรื่องใกล้ครบกำหนด หมู่ 2", OfficerQuery(soon=True, village=2)),
        ("เรื่องที่พักไว้", OfficerQuery(waiting=True)),
        ("เรื่องที่รอผู้แจ้ง", OfficerQuery(waiting=True)),
        ("ขอดูเรื่องของกองสวัสดิการสังคม", OfficerQuery(department="welfare")),
        ("กองช่าง", OfficerQuery(department="engineering")),
        ("หมู่ 3", OfficerQuery(village=3)),
        ("เรื่องหมู่ห้าค่ะ", OfficerQuery(village=5)),
        ("หมู่ 3 มีเรื่องอะไร", OfficerQuery(village=3)),
        ("หมู่ 7 มีปัญหาอะไรบ้างครับ", OfficerQuery(village=7)),
        ("ม.5 มีกี่เรื่อง", OfficerQuery(village=5)),
        ("เรื่องเกินกำหนด หมู่ 7", OfficerQuery(late=True, village=7)),
        ("108", OfficerQuery(running=108)),
        ("108-3", OfficerQuery(running=108, check=3)),
        ("๑๐๘-๓", OfficerQuery(running=108, check=3)),
        ("000108", OfficerQuery(running=108)),
        ("เรื่อง 108", OfficerQuery(running=108)),
        ("ค้นหา ทองดี", OfficerQuery(words="ทองดี")),
        ("หาเรื่องของ ป้าสมศรี", OfficerQuery(words="ป้าสมศรี")),
        ("ค้นหา 108-3", OfficerQuery(running=108, check=3)),
        ("ค้นหาหมู่ 4", OfficerQuery(village=4)),
        ("search dog", OfficerQuery(words="dog")),
        ("มีเรื่องอะไรต้องตัดสินใจ", OfficerQuery(decisions=True)),
        ("มีเรื่องไหนผมต้องตัดสินใจ", OfficerQuery(decisions=True)),
        ("ปลัดต้องเซ็นอะไรบ้าง", OfficerQuery(decisions=True)),
        ("ใครร้องเรียนช่างเอก", OfficerQuery(reporter=True)),
        ("ใครเป็นคนแจ้งเรื่องไฟหน้าวัด", OfficerQuery(reporter=True)),
        ("วันนี้มีอะไรให้ผมเซ็นบ้าง", OfficerQuery(decisions=True)),
        ("เรื่องรออนุมัติมีไหม", OfficerQuery(decisions=True)),
        ("มีอะไรด่วนไหม", OfficerQuery(is_open=True)),
        ("กองช่างทำงานเป็นยังไงบ้าง", OfficerQuery(department="engineering")),
        ("เรื่องของนายสมชาย", OfficerQuery(words="นายสมชาย")),
    ],
)
def test_lists_and_searches(text, query):
    assert read(text) == query


@pytest.mark.parametrize(
    "text",
    [
        "งานของฉัน",
        "ไฟถนนดับหมู่ 3",
        "ขยะค้างหน้าบ้านหลายวัน",
        "หมาหายไปจากบ้าน",
        "หายไปไหน",
        "ถนนหน้ากองช่างเป็นหลุม",
        "น้ำท่วมต้องให้ปลัดอนุมัติก่อนไหม",
        "ไฟดับตั้งแต่เดือนตุลาคมเป็นเดือนแล้ว",
        "วันนี้น้ำไม่ไหลเป็นอย่างไร",
        "สวัสดีครับ",
        "",
        "สรุปว่าถนนพังมานานแล้วนะครับ แจ้งไปหลายรอบก็ยังไม่มีใครมาดู ช่วยมาดูหน่อยเถอะครับ รอมานานมากแล้วจริงๆ",
    ],
)
def test_other_texts_are_none(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["คำถามประชาชน", "มีคำถามค้างไหม", "คำถาม", "ชาวบ้านถามอะไรบ่อย"])
def test_questions_of_residents(text):
    assert read(text) == OfficerQuery(questions=True)


@pytest.mark.parametrize("text", ["ปิดเรื่อง 12", "เรื่องที่ 12 ถึงไหนแล้ว", "ขอดูเรื่อง 12 ครับ"])
def test_a_number_among_words(text):
    assert read(text) == OfficerQuery(running=12)
