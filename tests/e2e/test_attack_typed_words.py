"""An attacker's ways around the protected door that lead through typed words."""

import pytest

from tests.chat import LAMP

OFFER = "ร้องเรียนเจ้าหน้าที่"
TOPIC = "ไฟถนน ไฟส่องสว่าง"


def test_a_photo_of_what_is_told_of_staff_reaches_no_section_unasked(resident, officer, integrity):
    resident.complains()
    officer.looks_away()
    resident.sends_photos().says("รูปตอนช่างเอกรับซองเมื่อวาน").sees(OFFER)
    officer.hears_nothing()


@pytest.mark.parametrize("said", [OFFER, f"{OFFER} ปลัดวิชัยรับเงิน 5000"])
def test_the_protected_door_is_open_to_officers_too(officer, head, said):
    for one in (officer, head):
        one.says(said).sees("เกี่ยวกับ").does_not_see("ไม่ว่าจะมีหรือไม่")


def test_who_calls_an_accusation_praise_is_asked_before_anybody_reads_it(resident, officer, head):
    officer.looks_away()
    head.looks_away()
    resident.says("เป็นคำชม ช่างเอกดีมาก มาซ่อมแล้วเก็บเงินเพิ่ม 500 บาท").can_press(OFFER)
    officer.hears_nothing()
    head.hears_nothing()


@pytest.mark.parametrize(
    "said",
    [
        "ไม่ต้องมาแล้ว จ่ายช่างไป 300 เสร็จแล้ว",
        "ขอถอนเรื่อง จ่ายช่างเอกไป 300 แล้ว",
        "ซ่อมเสร็จแล้ว ให้ตังค์ช่างไป 500",
    ],
)
def test_a_payment_told_beside_something_else_is_asked_about(resident, officer, said):
    resident.complains()
    officer.looks_away()
    resident.says(said).can_press(OFFER)
    officer.hears_nothing()


def test_a_house_number_takes_no_case(resident, officer):
    resident.complains()
    resident.looks_away()
    officer.says("รับเรื่อง ไฟดับ บ้านเลขที่ 1").does_not_see("แจ้งให้ผู้แจ้งทราบแล้ว")
    resident.hears_nothing()


def test_a_number_of_holes_assigns_no_case(resident, head, colleague):
    resident.complains()
    colleague.looks_away()
    head.says("มอบให้ช่างโทไปกลบ 1 หลุม")
    colleague.hears_nothing()


def test_a_note_that_waits_for_the_check_is_not_dropped(resident, neighbour, officer):
    resident.complains()
    neighbour.complains(f"{LAMP} หมู่ 5")
    officer.says("แจ้งเรื่อง 1 ว่าจะไปพรุ่งนี้").says("รับเรื่อง 2").sees("ยังไม่ได้ส่ง", "จะไปพรุ่งนี้")
    officer.presses("ยืนยัน")
    resident.sees("จะไปพรุ่งนี้")


def test_details_told_right_after_an_unlinked_complaint_are_counted_as_no_question(
    resident, palad, integrity
):
    resident.says(f"{OFFER} ผู้รับเรื่องเรียกเงินที่เคาน์เตอร์").presses("ไม่ทราบ").presses("ไม่ทราบ")
    resident.presses("ไม่มีหลักฐาน").presses("ไม่เก็บชื่อเลย").presses("ยืนยัน").says(
        "08:30 น. ทะเบียน กข 1234"
    )
    for one in (palad, integrity):
        one.says("งานของฉัน").does_not_see("กข 1234")
