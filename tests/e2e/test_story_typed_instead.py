"""Whoever types instead of pressing takes along the text that stands only in the buttons of the answer."""

from datetime import timedelta

import pytest

from tests.chat import LAMP

ASK, REPORT, STAFF = "ฝากคำถามให้เจ้าหน้าที่", "แจ้งเป็นเรื่อง", "ร้องเรียนเจ้าหน้าที่"
LIGHT = "ไฟถนน ไฟส่องสว่าง"
VAGUE = "ตรงโน้นมันแปลกๆอยู่"
QUESTION = "ร้านผมต้องจ่ายค่าป้ายมั้ยนะ อยากรู้"
BRIBE = "หัวหน้าช่างใจดีนะ ใครให้เหล้าก็ทำให้ก่อน"


# ------------------------------------------------------------------ the label of a button, typed
@pytest.mark.parametrize("typed", [REPORT, "แจ้งเรื่อง", "ขอแจ้งเรื่องนี้ค่ะ"])
def test_the_typed_label_of_reporting_takes_the_text_along(resident, officer, typed):
    officer.looks_away()
    resident.says(VAGUE).can_press(REPORT).says(typed).sees(VAGUE, "ตรงกับประเภทใด")
    officer.hears_nothing()


@pytest.mark.parametrize("typed", [ASK, "ฝากคำถาม", "ถามเจ้าหน้าที่ให้หน่อย", "ส่งให้เจ้าหน้าที่เลย"])
def test_the_typed_label_of_asking_sends_the_question(resident, clerk, palad, typed):
    resident.says(QUESTION).can_press(ASK).says(typed).sees("ส่งคำถามถึง")
    resident.says("ติดตามเรื่อง").sees("ค่าป้าย")


def test_the_typed_label_of_staff_complaints_takes_the_text_along(resident, officer):
    officer.looks_away()
    resident.says(BRIBE).can_press(STAFF).says(STAFF).sees("ใครให้เหล้า").does_not_see("เกิดอะไรขึ้น")
    officer.hears_nothing()


def test_below_the_question_whether_it_is_praise_reporting_means_staff(resident):
    resident.says(BRIBE).says("ร้องเรียน").sees("ใครให้เหล้า").does_not_see("ไฟถนนหน้าวัดดับมา 3 วัน")


def test_a_tile_without_a_text_before_it_begins_empty(resident):
    resident.says("แจ้งเรื่อง").sees("เล่าปัญหาที่พบ")


# ------------------------------------------------------------------ more words
def test_a_place_typed_next_belongs_to_it(resident):
    resident.says(VAGUE).says("หมู่ 5 หน้าโรงเรียน").sees(VAGUE, "ตรงกับประเภทใด")
    resident.says("เลือกให้หน่อย").sees("แปลกๆ", "หมู่ 5 หน้าโรงเรียน")


def test_more_that_accuses_belongs_to_the_accusation(resident, officer):
    officer.looks_away()
    resident.says(BRIBE).says("ก็เขารับเหล้าจริงๆ").sees("ผู้ถูกร้องเรียน").presses(STAFF)
    resident.says("ช่างเอก").says("วันนี้").says("ไม่มี").says("ปกปิดชื่อ")
    resident.sees("ใครให้เหล้า", "ก็เขารับเหล้าจริงๆ")
    officer.hears_nothing()


def test_a_photo_sent_next_belongs_to_it(resident):
    resident.says(VAGUE).sends_photos().says("เลือกให้หน่อย").sees("แปลกๆ", "1")


def test_another_problem_does_not(resident):
    resident.says(QUESTION).says(LAMP).presses(LIGHT).does_not_see("ค่าป้าย")


def test_nor_does_anything_after_some_minutes(bot, resident):
    resident.says(VAGUE)
    bot.now.move_to(bot.now() + timedelta(minutes=11))
    resident.acts_at(bot.now()).says("แจ้งเรื่อง").sees("เล่าปัญหาที่พบ").does_not_see("แปลกๆ")


def test_it_is_no_conversation_to_come_back_to(resident):
    resident.says(VAGUE).says(LAMP).presses(LIGHT).presses("ยืนยัน").does_not_see("ทำต่อ", "แปลกๆ")
    resident.says("สวัสดีค่ะ").does_not_see("แปลกๆ")


def test_a_text_taken_back_is_not_taken_along(resident):
    resident.says(VAGUE)
    resident._act("unsend", message_id=resident.own_messages[-1])
    resident.says(REPORT).does_not_see("แปลกๆ")


def test_what_the_model_takes_for_chat_is_taken_along_too(resident):
    resident.says("แถวนู้นมันไม่ค่อยดีเลยนะ").sees("ขอบคุณที่ทักมา").says("แจ้งเรื่อง").sees(
        "มันไม่ค่อยดี", "ตรงกับประเภทใด"
    )


def test_and_manners_are_not(resident):
    resident.says("กินข้าวหรือยัง").says("แจ้งเรื่อง").sees("เล่าปัญหาที่พบ").does_not_see("กินข้าว")


def test_nothing_is_kept_of_officers(officer):
    officer.says(VAGUE).says("แจ้งเรื่อง").sees("เล่าปัญหาที่พบ").does_not_see("แปลกๆ")


# ------------------------------------------------------------------ no dead ends
def test_no_complaint_can_still_be_a_question(resident, clerk, palad):
    resident.says("กลิ่นทุเรียนบ้านข้างๆ หอมไปทั้งซอย").presses("ไม่ใช่เรื่องร้องเรียน")
    resident.sees("ยังไม่ได้ส่ง").can_press(ASK, REPORT, "บริการและขั้นตอน")
    resident.says("ฝากคำถาม").sees("ส่งคำถามถึง")
    resident.says("ติดตามเรื่อง").sees("กลิ่นทุเรียน")


def test_the_offer_of_a_staff_complaint_leaves_the_other_ways(resident):
    resident.says("อยู่หน้าบ้านปลัด").can_press(STAFF, ASK, REPORT)


# ------------------------------------------------------------------ the details of a service
def test_details_below_a_service_go_to_its_section(resident, clerk, palad):
    resident.says("ขอยืมเต็นท์หน่อยค่ะ").sees("ยืมเต็นท์").says("เอาสองหลัง สามวัน วันเสาร์นี้ บ้านหมู่ 4")
    resident.sees("ยืมเต็นท์", "เอาสองหลัง").does_not_see("ไม่เข้าใจ").presses(ASK)
    resident.sees("ส่งคำถามถึง")
    (one,) = (who for who in (clerk, palad) if "เอาสองหลัง" in who.screen)
    one.sees("คำถามจากประชาชน", "ขอยืมเต็นท์", "เอาสองหลัง")


def test_a_yes_sends_them_too(resident):
    resident.says("ขอยืมเต็นท์หน่อยค่ะ").says("สองหลัง วันเสาร์").says("ส่งเลย").sees("ส่งคำถามถึง")
