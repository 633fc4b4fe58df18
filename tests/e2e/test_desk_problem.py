"""Cases about one problem: suggested, joined by an officer, closed together; every reporter is notified."""

import re

import pytest

from tests.desk import Desk


@pytest.fixture
def desk(bot, resident, neighbour, officer) -> Desk:
    resident.complains("ไฟถนนหน้าวัดดับมาสองคืน หมู่ 3")
    neighbour.complains("ไฟถนนหน้าวัดดับ หมู่ 3")
    return Desk.of(officer).opens("/desk/cases/1").reads("อาจเป็นเรื่องเดียวกัน")


def join(desk: Desk) -> Desk:
    return desk.opens("/desk/cases/1").posts("/desk/cases/1/join", {"other": "2"}).follows()


def test_what_is_done_with_the_leading_case_every_reporter_hears(desk, resident, neighbour):
    join(desk).reads("รวมเป็นปัญหาเดียวกันแล้ว", "ปัญหานี้มีผู้แจ้ง 2 เรื่อง", "บุญมี")
    desk.acts("accept").follows()
    desk.acts("update", note="สั่งหลอดแล้ว").follows()
    desk.acts("close", note="เปลี่ยนหลอดแล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป").follows()
    for one in (resident, neighbour):
        one.sees("สั่งหลอดแล้ว", "เปลี่ยนหลอดแล้ว").can_press("เรียบร้อยแล้ว")
    desk.opens("/desk/cases/2").reads("ปิดเรื่องแล้ว รอผู้แจ้งยืนยันผล", "เรื่องนี้รวมอยู่กับ")


def test_a_question_goes_to_one_reporter(desk, resident, neighbour):
    join(desk).acts("ask", note="เสาต้นไหน").follows()
    resident.sees("เสาต้นไหน")
    neighbour.does_not_see("เสาต้นไหน")


def test_the_same_in_the_chat(desk, resident, neighbour, officer):
    join(desk)
    officer.says("1").presses("รับเรื่อง")
    for one in (resident, neighbour):
        one.sees("รับเรื่องของท่านแล้ว")


def test_voices_are_counted_apart_from_problems(desk, palad):
    join(desk)
    desk.opens("/desk/cases?tab=all").reads("ปัญหาเดียวกัน 2 เรื่อง")
    Desk.of(palad).opens("/desk/office").reads("รับเรื่อง (1 ปัญหา) 2")


def test_a_case_is_named_by_its_number_and_separated_again(desk, bot):
    with bot.office.store.read() as tx:
        number = tx.complaints.get(2).number
    desk.posts("/desk/cases/1/join", {"number": f" {number} "}).follows().reads("ปัญหาเดียวกัน 2 เรื่อง")
    desk.posts("/desk/cases/1/separate", {"other": "2"}).follows().reads("แยกออกแล้ว")
    desk.does_not_read("ปัญหานี้มีผู้แจ้ง")


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"number": "นว-2570-999999-9"}, "ไม่พบเรื่อง"), ({"other": "1"}, "อยู่แล้ว"), ({"other": "x"}, "")],
)
def test_what_cannot_be_joined_is_said(desk, fields, words):
    assert desk.posts("/desk/cases/1/join", fields).status == 422
    desk.reads(words)


def test_a_case_of_another_section_or_about_staff_is_never_joined(bot, desk, resident):
    resident.complains("ถังขยะหน้าบ้าน หมู่ 4 แตก", "ขยะ ถังขยะ")
    resident.complains_of_staff()
    with bot.office.store.read() as tx:
        (staff,) = tx.staff_cases.open_of(department=None, limit=5)
    for other in (3, staff.id):
        assert (
            desk.opens("/desk/cases/1").posts("/desk/cases/1/join", {"other": str(other)}).status
            == 422
        )
    assert desk.posts("/desk/cases/1/join", {"number": staff.number}).status == 422
    assert not re.search(staff.number, desk.html)


def test_a_joined_case_that_turns_out_to_be_about_staff_follows_no_longer(
    bot, desk, officer, palad
):
    join(desk)
    officer.says("2").presses("ดำเนินการอื่น").presses("เป็นเรื่องเจ้าหน้าที่").presses("ยืนยัน")
    desk.opens("/desk/cases/1").does_not_read("ปัญหานี้มีผู้แจ้ง")


def test_the_map_shows_other_open_cases_near_by(resident, neighbour, officer):
    for one in (resident, neighbour):
        one.says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง").shares_place().presses("ยืนยัน")
    desk = Desk.of(officer).opens("/desk/cases/1").reads("เรื่องอื่นที่ยังไม่จบ 1 เรื่อง")
    assert re.search(r'<a href="/desk/cases/2"[^>]*><title>', desk.html)
