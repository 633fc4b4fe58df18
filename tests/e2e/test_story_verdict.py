"""A closed case counts as solved when its resident confirms it, and opens again when they disagree."""

import re
from datetime import timedelta

import pytest

from scheduler.jobs import expire_verdicts


@pytest.fixture
def closed(resident, officer):
    """A resident whose case an officer has closed."""
    resident.complains()
    officer.closes()
    return resident


def test_closing_asks_the_resident_whether_it_is_fixed(closed):
    closed.sees("ดำเนินการแล้ว", "กรุณาตรวจดูว่าเรียบร้อยแล้วหรือยัง")
    assert closed.buttons[-2:] == ["เรียบร้อยแล้ว", "ยังไม่เรียบร้อย"]


def test_fixed_is_written_down(closed):
    closed.presses("เรียบร้อยแล้ว").sees("เรียบร้อยแล้ว", "ขอบคุณค่ะ")
    closed.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ท่านยืนยันว่าเรียบร้อยแล้ว")


@pytest.mark.both_databases
def test_not_fixed_opens_it_again_and_the_officer_and_the_head_hear(closed, officer, head):
    for one in (officer, head):
        one.looks_away()
    number = closed.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").sees("เปิดเรื่อง").number()
    for one in (officer, head):
        one.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", number, "ยังเหมือนเดิม")
    officer.closes("เปลี่ยนใหม่ทั้งชุด")
    closed.sees("เปลี่ยนใหม่ทั้งชุด").presses("เรียบร้อยแล้ว").sees("มากน้อยเพียงใด")


def test_where_a_section_has_no_head_the_palad_hears_that_it_is_not_fixed(closed, palad):
    palad.looks_away()
    closed.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").sees("แจ้งเจ้าหน้าที่และหัวหน้าแล้ว")
    palad.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", "ยังเหมือนเดิม")


def test_why_it_is_not_fixed_may_be_typed(closed, officer):
    officer.looks_away()
    closed.presses("ยังไม่เรียบร้อย").says("ติดแค่ดวงเดียว")
    officer.sees("ติดแค่ดวงเดียว")


@pytest.mark.parametrize(
    ("way", "reason"),
    [("presses", "แก้ได้บางส่วน"), ("says", "ติดแค่ดวงเดียว"), ("presses", "ยืนยัน")],
)
def test_photos_of_what_is_not_fixed_reach_the_case_with_the_reason(closed, officer, way, reason):
    officer.looks_away()
    closed.presses("ยังไม่เรียบร้อย").sends_photos("lamp-broken.jpg", "pothole.jpg").sees("รูป 2")
    officer.hears_nothing()
    getattr(closed, way)(reason).sees("เปิดเรื่อง")
    officer.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", "รูป 2" if reason == "ยืนยัน" else reason)
    assert len(photos_in(officer)) == 2


def test_after_a_week_of_silence_a_closing_counts_as_not_checked(bot, closed):
    bot.now.move_to(bot.now() + timedelta(days=8))
    expire_verdicts(bot.office, bot.now())
    closed.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ผู้แจ้งไม่ได้ยืนยันผล")
    closed.acts_at(bot.now()).presses("ยังไม่เรียบร้อย").presses("แก้ได้บางส่วน").sees("เปิดเรื่อง")


def test_after_thirty_days_it_is_a_new_case(bot, closed):
    not_fixed = closed.keeps("ยังไม่เรียบร้อย")
    bot.now.move_to(bot.now() + timedelta(days=31))
    closed.acts_at(bot.now()).presses_kept(not_fixed).presses("แย่กว่าเดิม").sees("แจ้งเป็นเรื่องใหม่")


def test_a_resident_may_add_to_an_open_case(resident, officer):
    resident.complains()
    officer.looks_away()
    resident.presses("ดูความคืบหน้า").presses("เพิ่มข้อมูลหรือรูป").says("ตอนนี้ดับทั้งซอย").presses("ยืนยัน")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", "ตอนนี้ดับทั้งซอย")


def test_what_was_being_added_is_not_asked_of_a_case_that_is_over(resident, officer):
    resident.complains()
    resident.presses("ดูความคืบหน้า").presses("เพิ่มข้อมูลหรือรูป").says("ดับทั้งซอย")
    officer.closes()
    resident.presses("เรียบร้อยแล้ว").presses("มากที่สุด (5)").presses("ข้าม")
    resident.sees("บันทึกคำตอบครบแล้ว").does_not_see("ทำค้างไว้").says("สวัสดีค่ะ").sees("มีอะไรให้ช่วย")


def test_a_resident_may_take_a_case_back(resident, officer):
    number = resident.complains()
    officer.looks_away()
    resident.presses("ดูความคืบหน้า").presses("ถอนเรื่อง").presses("ยืนยัน").sees(f"ถอนเรื่อง {number} แล้ว")
    officer.sees("ผู้แจ้งถอนเรื่อง", number)
    officer.says("งานของฉัน").sees("ไม่มีเรื่องค้าง")


def test_a_photo_sent_while_a_case_is_taken_back_asks_the_same_again(resident):
    number = resident.complains()
    resident.presses("ดูความคืบหน้า").presses("ถอนเรื่อง").sends_photos().sees(f"ถ้าถอนเรื่อง {number}")
    resident.presses("ยืนยัน").sees(f"ถอนเรื่อง {number} แล้ว")


def test_a_second_closing_shows_its_own_photo_and_not_the_one_that_convinced_nobody(
    bot, resident, officer
):
    resident.complains()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนหลอดแล้ว").sends_photos("lamp-fixed.jpg").presses("ยืนยัน")
    first = photos_in(resident)
    resident.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert photos_in(resident) == set()
    officer.presses("ปิดเรื่อง").says("เปลี่ยนทั้งชุดแล้ว").sends_photos("road-repaired.jpg").presses("ยืนยัน")
    second = photos_in(resident)
    assert (len(first), len(second), first & second) == (1, 1, set())


def photos_in(phone):
    """Return the URLs of the photos among the new messages."""
    return set(re.findall(r"/photos/[^\"']+\.jpg", str(phone.news)))
