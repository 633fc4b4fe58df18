"""A resident follows their own cases, by list or by number; nobody else's, ever."""

from datetime import datetime, timedelta

import pytest

from domain.organisation.calendar import BANGKOK
from domain.organisation.thai_dates import arabic_digits

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def test_the_list_shows_each_case_with_its_state_and_opens_the_whole(resident):
    lamp = resident.complains()
    road = resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    resident.says("ติดตามเรื่อง").sees(lamp, road, "รอเจ้าหน้าที่รับเรื่อง")
    assert resident.buttons == ["ดูรายละเอียด", "ดูรายละเอียด"]
    resident.presses("ดูรายละเอียด").sees(road, "ท่านแจ้งเรื่อง").does_not_see(lamp)


def test_the_receipt_leads_to_the_case(resident):
    number = resident.complains()
    resident.presses("ดูความคืบหน้า").sees(number, "ท่านแจ้งเรื่อง", "กองช่าง")


@pytest.mark.parametrize(
    "typed",
    [
        lambda number: number,
        lambda number: number.translate(THAI_DIGITS),
        lambda number: number.replace("-", " "),
        lambda number: number.replace("-", ""),
        lambda number: number.removeprefix("นว-"),
        lambda number: f"เรื่อง {number} ถึงไหนแล้วคะ",
    ],
    ids=["as_shown", "thai_digits", "spaces", "run_together", "no_prefix", "in_a_sentence"],
)
def test_a_number_is_understood_however_it_is_typed(resident, typed):
    number = resident.complains()
    resident.says(typed(number)).sees(number, "ท่านแจ้งเรื่อง")


def test_a_number_with_a_wrong_digit_is_told_to_be_wrong(resident):
    number = resident.complains()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    resident.says(wrong).sees("ไม่ถูกต้อง").does_not_see("ท่านแจ้งเรื่อง")
    assert arabic_digits(wrong) in resident.screen


def test_anothers_case_is_not_found_and_nothing_of_it_is_said(resident, neighbour):
    number = resident.complains()
    neighbour.says(number).sees("ไม่พบเรื่องนี้").does_not_see("ไฟถนน", "กองช่าง", "สมศรี")
    neighbour.says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง")


def test_anothers_button_opens_nothing(resident, neighbour):
    resident.complains()
    button = resident.keeps("ดูความคืบหน้า")
    neighbour.presses_kept(button).sees("ไม่พบเรื่องนี้").does_not_see("ไฟถนน")


def test_a_number_that_was_never_given_reads_like_anothers(resident, neighbour):
    number = resident.complains()
    neighbour.says(number)
    of_another = neighbour.screen
    neighbour.says("นว-2570-000777-0").says("นว-2570-000002-4")
    assert "ไม่พบเรื่องนี้" in of_another


def test_the_timeline_tells_each_step_in_order(resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง").presses("แจ้งความคืบหน้า").says("สั่งหลอดไฟแล้ว").presses("ยืนยัน").closes(
        "เปลี่ยนแล้ว"
    )
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    story = resident.screen
    steps = ["ท่านแจ้งเรื่อง", "เจ้าหน้าที่รับเรื่องแล้ว", "สั่งหลอดไฟแล้ว", "ปิดเรื่อง: เปลี่ยนแล้ว"]
    assert [step for step in steps if step not in story] == []
    assert sorted(steps, key=story.index) == steps


def test_the_resident_never_reads_an_officers_name(resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง")
    resident.does_not_see("ช่างเอก")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see("ช่างเอก")


def test_an_older_case_than_the_list_shows_is_found_by_its_number(resident):
    numbers = [resident.complains() for _ in range(11)]
    resident.says("ติดตามเรื่อง").sees("เรื่องที่ 1 ถึง 10 จากทั้งหมด 11 เรื่อง").does_not_see(numbers[0])
    resident.says(numbers[0]).sees(numbers[0], "ท่านแจ้งเรื่อง")


def test_a_closed_case_says_when_it_ended_and_no_longer_by_when_it_is_due(resident, officer):
    resident.complains()
    resident.says("ติดตามเรื่อง").sees("กำหนดเสร็จ").does_not_see("สิ้นสุดเมื่อ")
    officer.closes()
    resident.says("ติดตามเรื่อง").sees("สิ้นสุดเมื่อ").does_not_see("กำหนดเสร็จ")
    resident.presses("ดูรายละเอียด").does_not_see("กำหนดเสร็จ")


def test_the_timeline_names_each_day_once_and_then_the_hours(bot, resident, officer):
    monday = datetime(2026, 11, 2, 9, 0, tzinfo=BANGKOK)
    resident.acts_at(monday).complains()
    officer.acts_at(monday + timedelta(hours=1)).presses("รับเรื่อง")
    officer.acts_at(monday + timedelta(days=1)).presses("แจ้งความคืบหน้า").says("สั่งหลอดแล้ว").presses(
        "ยืนยัน"
    )
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    days = ["2 พ.ย. 2569", "• 09.00 น. ท่านแจ้งเรื่อง", "• 10.00 น. เจ้าหน้าที่รับเรื่องแล้ว", "3 พ.ย. 2569"]
    assert "\n".join(days) in resident.screen.replace("\xa0", " ")


def test_a_question_to_the_officer_and_the_answer_stand_in_the_timeline(resident, officer):
    resident.complains()
    officer.presses("รับเรื่อง").looks_away()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป")
    resident.sees("จะสอบถามเจ้าหน้าที่ก็ได้").says("จะมาซ่อมวันไหนคะ").presses("ยืนยัน")
    officer.sees("จะมาซ่อมวันไหนคะ").presses("แจ้งความคืบหน้า").says("พรุ่งนี้เช้าครับ").presses("ยืนยัน")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    resident.sees("ท่านเพิ่มข้อมูล: จะมาซ่อมวันไหนคะ", "เจ้าหน้าที่แจ้งว่า: พรุ่งนี้เช้าครับ")
