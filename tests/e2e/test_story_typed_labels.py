"""Typing the label of a button, in any spelling, has the effect of the button, at every question."""

import pytest

from tests.chat import LAMP

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.mark.parametrize("typed", ["ยืนยันค่ะ", "ตกลง", "โอเคครับ", "👍", "ok", "ยืน ยัน"])
def test_a_complaint_is_confirmed(resident, typed):
    resident.follows().says(LAMP).says(STREET_LIGHT).sees("ตรวจดูก่อนส่ง").says(typed).sees("รับแจ้งแล้ว")


@pytest.mark.parametrize("typed", ["ยกเลิกค่ะ", "ยกเลิกครับ", "ไม่เอาแล้ว", "cancel"])
def test_a_complaint_is_cancelled_and_the_word_never_becomes_the_story(resident, typed):
    resident.follows().says("แจ้งเรื่อง").says(typed).sees("ยกเลิกแล้วค่ะ")


@pytest.mark.parametrize("typed", ["ไฟถนน ไฟส่องสว่างค่ะ", "ไฟถนนไฟส่องสว่าง", "ไฟถนน", "ไฟส่องสว่างครับ"])
def test_a_category_is_chosen(resident, typed):
    resident.follows().says(LAMP).says(typed).sees("ตรวจดูก่อนส่ง")


@pytest.mark.parametrize("typed", ["เมนูค่ะ", "ขอเมนู", "menu", "หน้าหลัก"])
def test_the_menu_is_shown(resident, typed):
    resident.follows().says(typed).sees("พิมพ์บอกปัญหาได้เลย").can_press("แจ้งเรื่อง")


@pytest.mark.parametrize(
    ("typed", "seen"),
    [("ติดตามเรื่องค่ะ", "ยังไม่มีเรื่อง"), ("เบอร์โทร", "โทรศัพท์"), ("เเจ้งเรื่อง", "เล่าปัญหาที่พบ")],
)
def test_a_tile_is_opened(resident, typed, seen):
    resident.follows().says(typed).sees(seen)


def test_a_sentence_that_holds_such_a_word_stays_a_sentence(resident):
    resident.follows().says(LAMP).says("ตกลงว่าดับทั้งซอยเลยค่ะ").says(STREET_LIGHT)
    resident.sees(f"{LAMP}\nตกลงว่าดับทั้งซอยเลยค่ะ")


@pytest.mark.parametrize("typed", ["ตกลงค่ะ", "👍", "ok", "ข้าม"])
def test_agreement_at_the_topic_chooses_the_likeliest_and_is_no_part_of_the_story(resident, typed):
    resident.follows().says(LAMP).says(typed).sees("ตรวจดูก่อนส่ง", STREET_LIGHT, LAMP)
    resident.does_not_see(f"{LAMP}\n{typed}").can_press("แก้ไข")


@pytest.mark.parametrize("typed", ["ครบแล้ว", "ถอนเรื่อง", "👎", "⭐⭐⭐ค่ะ"])
def test_another_lone_command_is_no_part_of_the_story(resident, typed):
    resident.follows().says(LAMP).says(typed).says(STREET_LIGHT)
    resident.sees("ตรวจดูก่อนส่ง", LAMP).does_not_see(typed)


def test_nor_is_it_a_story_of_its_own(resident):
    resident.follows().says("แจ้งเรื่อง").says("โอเค").sees("ช่วยพิมพ์เล่าปัญหา")
