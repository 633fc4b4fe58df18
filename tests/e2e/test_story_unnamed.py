"""Whoever wishes to stay unnamed is, wherever they say so: in a question, after filing, in a second matter."""

import pytest

from tests.chat import LAMP
from tests.e2e.messages import edits

HIDDEN = "ไม่ประสงค์เปิดเผยชื่อ"
ASK = "ฝากคำถามให้เจ้าหน้าที่"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
NAME = "สมศรี"


@pytest.mark.parametrize(
    "text",
    [
        "อย่าบอกบ้านข้าง ๆ นะว่าใครแจ้ง",
        "ย้านเพิ่นฮู้ว่าแม่นข้อยแจ้ง",
        "กลัวช่างรู้ว่าบ้านหนูแจ้งค่ะ",
        "ไม่ต้องใส่ชื่อผมนะ",
        "ไม่อยากให้ใครรู้ว่าหนูแจ้ง",
    ],
)
def test_the_wish_right_after_filing_hides_the_name_and_not_in_these_words(text, resident, officer):
    number = resident.complains()
    officer.sees(NAME).looks_away()
    resident.says(text).sees("ไม่แสดงชื่อของท่านในเรื่อง", number, "อาจเห็นชื่อไปแล้ว")
    officer.sees("ผู้แจ้งไม่ประสงค์ออกนาม").does_not_see(text, NAME)
    officer.looks_away().says(number).sees(HIDDEN).does_not_see(NAME)
    resident.says(text).sees("ไม่แสดงชื่อของท่านอยู่แล้ว")


@pytest.mark.parametrize("text", ["ไม่ต้องปิดชื่อนะคะ บอกได้", "ใครจะรู้ก็ช่าง ไม่กลัว"])
def test_who_denies_the_wish_stays_named(text, resident, officer):
    number = resident.complains()
    resident.says(text).does_not_see("ไม่แสดงชื่อของท่าน")
    officer.looks_away().says(number).sees(NAME)


@pytest.mark.parametrize(
    "text",
    [
        "แจ้งลับๆ",
        "ไม่แสดงตัวได้ไหม",
        "อย่าให้ช่างรู้ว่าบ้านไหนแจ้ง",
        "ไม่อยากมีปัญหากับข้างบ้าน",
        "ถ้าเขารู้ว่าเป็นยาย ยายอยู่ไม่ได้",
        "แจ้งแบบนิรนามได้ไหมครับ",
    ],
)
def test_the_wish_alone_at_the_review_hides_the_name(text, resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(text).sees("ไม่เปิดเผยชื่อของท่าน", "ยังไม่ได้ส่ง")
    assert "เปิดเผยชื่อ" in resident.quick_replies
    resident.does_not_see("ต้องการส่งแบบใด")


@pytest.mark.parametrize(
    "text", ["กลัวเจ้าของคอกหมูรู้ว่าป้าแจ้ง คอกหมูเหม็นมาก", "คอกหมูเหม็นมาก อย่าให้แกสืบได้ว่ามาจากบ้านไหน"]
)
def test_a_fear_told_in_the_story_hides_the_name(text, resident):
    resident.says(text)
    resident.presses(resident.quick_replies[0]).sees("ไม่เปิดเผย")


@pytest.mark.parametrize(
    "text",
    [
        "ขอถามแบบไม่เปิดเผยชื่อนะ รับสมัครงานเมื่อไรคะ",
        "รับสมัครงานเมื่อไรคะ หนูไม่อยากออกหน้านะ",
    ],
)
def test_a_question_with_the_wish_reaches_the_officers_without_the_name(
    text, resident, clerk, palad
):
    resident.says(f"{ASK} {text}").sees("ส่งคำถามถึง", "เจ้าหน้าที่จะไม่เห็นชื่อของท่าน")
    clerk.sees("รับสมัครงาน", HIDDEN).does_not_see(NAME)
    palad.says("งานของฉัน").sees("รับสมัครงาน", HIDDEN).does_not_see(NAME)
    clerk.presses("ตอบผู้ถาม").says("เดือนหน้าค่ะ").presses("ยืนยัน")
    resident.sees("เดือนหน้าค่ะ")


def test_the_name_stays_hidden_when_the_question_is_edited(bot, resident, clerk):
    resident.says(f"{ASK} ไม่ประสงค์ออกนาม รับสมัครงานเมื่อไร")
    edits(bot, resident, "รับสมัครงานเมื่อไรคะ")
    clerk.looks_away().says("งานของฉัน").sees("เมื่อไรคะ", HIDDEN).does_not_see(NAME)


def test_a_question_without_the_wish_shows_the_name(resident, clerk):
    resident.says(f"{ASK} รับสมัครงานเมื่อไร").does_not_see("จะไม่เห็นชื่อ")
    clerk.sees(NAME)


def test_the_ordinary_matter_beside_a_hidden_staff_complaint_is_unnamed_too(resident, officer):
    resident.says(f"ร้องเรียนเจ้าหน้าที่ {LAMP} ช่างเอกเรียกเงิน 500 ถึงจะซ่อม อย่าให้เขารู้ว่าใครแจ้ง")
    resident.presses("กองช่าง").presses("เมื่อวาน").presses("ไม่มีหลักฐาน").presses("ยืนยัน")
    officer.looks_away()
    resident.presses("แจ้งเป็นเรื่อง").presses(STREET_LIGHT).sees("ไม่เปิดเผย").presses("ยืนยัน")
    officer.sees(HIDDEN).does_not_see(NAME)
