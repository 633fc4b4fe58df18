"""Questions about a staff complaint and about an ordinary case of one person are never confused."""

import pytest

from tests.e2e.staff_complaints import STORY, asks


@pytest.fixture
def asked_twice(resident, officer, integrity):
    """Files a staff complaint and then one about a lamp; `resident.staff` and `resident.lamp` are the numbers."""
    resident.staff = resident.tells_of_staff(STORY).number()
    resident.lamp = resident.looks_away().complains()
    asks(officer.presses("รับเรื่อง"), "เสาไหนคะ").looks_away()
    asks(integrity, "เจ้าหน้าที่คนไหนคะ").looks_away()
    return resident.looks_away()


@pytest.mark.both_databases
def test_with_two_questions_open_it_asks_which_one_is_answered(asked_twice, officer, integrity):
    asked_twice.says("ช่างเอกชัยค่ะ").sees(
        f"• {asked_twice.staff}: เจ้าหน้าที่คนไหนคะ", f"• {asked_twice.lamp}: เสาไหนคะ"
    )
    assert asked_twice.quick_replies[:2] == [asked_twice.staff, asked_twice.lamp]
    asked_twice.says("เขาขู่ฉันด้วย").sees("เป็นคำตอบของเรื่องใดคะ").presses(asked_twice.staff)
    asked_twice.sees(f"คำตอบของเรื่อง {asked_twice.staff}", "เจ้าหน้าที่ถามว่า: เจ้าหน้าที่คนไหนคะ")
    asked_twice.presses("ยืนยัน")
    integrity.sees("ผู้แจ้งตอบแล้ว", "ช่างเอกชัยค่ะ\nเขาขู่ฉันด้วย")
    officer.hears_nothing()


def test_with_two_questions_open_a_photo_asks_which_one_too(asked_twice, officer, integrity):
    asked_twice.sends_photos().sees("เป็นคำตอบของเรื่องใดคะ").presses(asked_twice.lamp)
    asked_twice.sees("รูป 1", "เจ้าหน้าที่ถามว่า: เสาไหนคะ").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว")
    integrity.hears_nothing()


def test_with_two_questions_open_it_may_be_another_matter(asked_twice):
    asked_twice.says("ไฟหน้าโรงเรียนดับ").presses("เป็นเรื่องใหม่").sees("เรื่องนี้ตรงกับประเภทใด")


def test_one_question_is_quoted_before_its_answer_is_sent(resident, officer):
    resident.complains()
    asks(officer.presses("รับเรื่อง"), "เสาไหนคะ")
    resident.says("เสา 3").sees("เจ้าหน้าที่ถามว่า: เสาไหนคะ", "“เสา 3”")


@pytest.mark.parametrize("words", ["", "ลืมบอกว่าช่างเอกชัยขู่ฉันด้วย", "14/3"])
def test_what_follows_a_complaint_about_staff_is_offered_to_no_ordinary_case(resident, words):
    lamp = resident.complains()
    resident.tells_of_staff(STORY)
    later = resident.says(words) if words else resident.sends_photos()
    later.does_not_see(lamp)
