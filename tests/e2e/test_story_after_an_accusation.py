"""What is typed right after a complaint about staff is offered for it first, or it is told how to add it."""

import re
from datetime import timedelta

import pytest

from tests.chat import LAMP
from tests.e2e.staff_complaints import NAMED, SEALED, STORY, UNLINKED

MORE = (
    "เบอร์หนู 0812345678 ค่ะ",
    "อยู่ข้างเซเว่น",
    "ป้าสมใจยืนอยู่ตรงนั้นพอดี",
    "ไม่ใช่ 500 แต่ 700 บาท",
    "จำหน้าได้",
    "ไลน์ไอดี somjai99",
    "ได้เงินทอนมายี่สิบ",
    "บ้านหนูอยู่ติดวัด",
)
OTHER = {
    LAMP: "ตรงกับประเภทใด",
    "เปิดกี่โมง": "เวลาทำการ",
    "ขอบคุณค่ะ": "ยินดีค่ะ",
    "ช่วยด้วย ไฟไหม้บ้าน": "เหตุฉุกเฉิน",
    "ภาษีป้ายจ่ายที่ไหน": "ขั้นตอน",
}
ASKS, SAYS_HOW = "เพิ่มข้อมูลเรื่อง", "พิมพ์รหัส 12 ตัว"


def first_button(phone):
    return phone.quick_replies[0]


# ------------------------------------------------------------------ with a link
@pytest.mark.parametrize("link", [SEALED, NAMED])
def test_a_detail_is_offered_for_the_complaint_first_and_reaches_its_custodian_alone(
    resident, integrity, clerk, officer, head, link
):
    number = resident.tells_of_staff(STORY, link=link).number()
    for text in MORE:
        for one in (clerk, officer, head):
            one.looks_away()
        resident.says(text).sees(ASKS, number, text)
        assert first_button(resident) == "ยืนยัน"
        integrity.looks_away()
        resident.presses("ยืนยัน")
        integrity.sees(text)
        for one in (clerk, officer, head):
            one.hears_nothing()


def test_a_photo_is_offered_for_it_too(resident, integrity, officer):
    number = resident.tells_of_staff(STORY, link=SEALED).number()
    officer.looks_away()
    resident.sends_photos().sees(number).presses("ยืนยัน").sees(number)
    officer.hears_nothing()


def test_another_matter_is_not_taken_for_a_detail(resident, integrity):
    for text, seen in OTHER.items():
        resident.tells_of_staff(STORY, link=SEALED)
        resident.says(text).sees(seen).does_not_see(ASKS)
        if "ยกเลิก" in resident.quick_replies:
            resident.presses("ยกเลิก")


def test_an_hour_later_a_place_is_not_offered_for_it_any_more(resident, integrity, bot):
    resident.tells_of_staff(STORY, link=SEALED)
    bot.now.move_to(bot.now() + timedelta(minutes=61))
    resident.acts_at(bot.now()).says("อยู่ข้างเซเว่น").does_not_see(ASKS)


# ------------------------------------------------------------------ without a link
@pytest.mark.both_databases
def test_without_a_link_it_is_told_how_to_add_it_and_nobody_gets_it(
    resident, integrity, officer, head
):
    lamp = resident.complains(LAMP)
    resident.tells_of_staff(STORY, link=UNLINKED)
    code = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", resident.screen)[0]
    for text in MORE:
        for one in (officer, head, integrity):
            one.looks_away()
        resident.says(text).sees("ยังไม่ได้ส่งให้ใคร", SAYS_HOW).does_not_see(ASKS, lamp)
        assert first_button(resident) == "ร้องเรียนเจ้าหน้าที่"
        for one in (officer, head, integrity):
            one.hears_nothing()
    resident.says(code).presses("เพิ่มข้อมูลหรือรูป").says("ไม่ใช่ 500 แต่ 700 บาท").says(code)
    integrity.sees("700 บาท")


def test_without_a_link_it_can_still_be_added_to_the_other_case(resident, integrity, officer):
    lamp = resident.complains(LAMP)
    resident.tells_of_staff(STORY, link=UNLINKED).says("อยู่ข้างเซเว่น").sees(SAYS_HOW)
    assert resident.quick_replies[-1] == "เพิ่มข้อมูลหรือรูป"
    resident.presses("เพิ่มข้อมูลหรือรูป").sees(lamp).says("อยู่ข้างเซเว่น").sees(ASKS, lamp)


def test_without_a_link_another_matter_is_answered_as_ever(resident, integrity):
    resident.tells_of_staff(STORY, link=UNLINKED)
    for text, seen in OTHER.items():
        resident.says(text).sees(seen).does_not_see(SAYS_HOW)
        if "ยกเลิก" in resident.quick_replies:
            resident.presses("ยกเลิก")


def test_who_has_complained_about_nobody_is_told_nothing_of_a_code(resident, neighbour, integrity):
    resident.tells_of_staff(STORY, link=UNLINKED)
    neighbour.complains(LAMP)
    for text in MORE:
        neighbour.says(text).does_not_see(SAYS_HOW)


def test_the_text_is_kept_nowhere_beside_the_account(resident, integrity, bot):
    resident.tells_of_staff(STORY, link=UNLINKED)
    resident.says("ป้าสมใจยืนอยู่ตรงนั้นพอดี").sees(SAYS_HOW)
    resident.says("ใช่").does_not_see("ป้าสมใจ")
