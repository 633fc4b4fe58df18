"""An officer opens a case again that was closed by mistake or too early, in the chat and at the desk."""

import pytest

from tests.chat import LAMP
from tests.desk import Desk
from tests.moments import DAY

WHY = "ปิดผิดเรื่อง ยังไม่ได้เปลี่ยนหลอด"


def closed(resident, officer):
    """Return the number of a lamp's case that an officer has closed."""
    number = resident.complains(LAMP)
    officer.closes()
    resident.sees("กรุณาตรวจดูว่าเรียบร้อย")
    return number


def status_of(bot):
    with bot.office.store.read() as tx:
        case = tx.complaints.get(1)
    return case.status, case.reopened


def test_the_holder_opens_it_again_and_its_reporter_is_told_why(bot, resident, officer):
    number = closed(resident, officer)
    officer.says(number).presses("เปิดเรื่องอีกครั้ง").sees("พิมพ์เหตุผล").says(WHY).sees(WHY, "กด “ยืนยัน”")
    assert status_of(bot) == ("closed", 0)
    officer.presses("ยืนยัน").sees("อีกครั้ง และแจ้งผู้แจ้งแล้ว")
    resident.sees("เปิดเรื่องนี้อีกครั้ง", WHY)
    assert status_of(bot) == ("in_hand", 1)
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("กำลังดำเนินการ", f"เปิดเรื่องอีกครั้ง: {WHY}")
    officer.says("งานของฉัน").sees(number)
    officer.closes()
    resident.presses("เรียบร้อยแล้ว")


@pytest.mark.parametrize(
    "text",
    [
        "เปิดเรื่อง 1 คืน ปิดผิดเรื่อง ยังไม่ได้เปลี่ยนหลอด",
        "เรื่อง 1 ปิดผิด เปิดใหม่ให้ที ยังไม่ได้เปลี่ยนหลอด",
        "เปิดเรื่องอีกครั้ง 1 ปิดผิดเรื่อง ยังไม่ได้เปลี่ยนหลอด",
    ],
)
def test_it_is_ordered_in_words_and_checked_before_it_is_done(text, bot, resident, officer):
    closed(resident, officer)
    officer.says(text).sees("กด “ยืนยัน”", "ยังไม่ได้เปลี่ยนหลอด")
    assert status_of(bot) == ("closed", 0)
    officer.presses("ยืนยัน").sees("อีกครั้ง และแจ้งผู้แจ้งแล้ว")
    assert status_of(bot) == ("in_hand", 1)


def test_without_a_number_it_is_told_how(resident, officer):
    closed(resident, officer)
    officer.says("ปิดผิดเรื่อง เปิดคืนให้ที").sees("ภายใน 30 วัน", "เลขเรื่อง")


def test_the_desk_does_the_same(bot, resident, officer, head):
    closed(resident, officer)
    desk = Desk.of(head).opens("/desk/cases/1").reads("เปิดเรื่องอีกครั้ง")
    assert desk.acts("reopen", note=" ").status == 422
    desk.opens("/desk/cases/1").acts("reopen", note=WHY).follows().reads("เปิดเรื่องอีกครั้งแล้ว", WHY)
    resident.sees("เปิดเรื่องนี้อีกครั้ง", WHY)
    assert status_of(bot) == ("in_hand", 1)


def test_what_its_reporter_confirmed_is_not_opened_again(bot, resident, officer):
    number = closed(resident, officer)
    resident.presses("เรียบร้อยแล้ว")
    officer.says(number).does_not_see("เปิดเรื่องอีกครั้ง").says("เปิดเรื่อง 1 คืน").sees("ยืนยันแล้วว่าเรียบร้อย")
    assert "act-reopen" not in Desk.of(officer).opens("/desk/cases/1").html
    assert status_of(bot) == ("closed", 0)


def test_after_thirty_days_a_new_case_is_filed(bot, resident, officer):
    closed(resident, officer)
    officer.acts_at(bot.now() + 31 * DAY).says("เปิดเรื่อง 1 คืน").sees("เกิน 30 วัน")
    assert status_of(bot) == ("closed", 0)


def test_what_was_sent_to_another_agency_comes_back(bot, resident, head):
    resident.complains(LAMP)
    head.says("งานของฉัน").presses("ดูรายละเอียด").presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่")
    head.presses("กรมทางหลวง").says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    resident.sees("ไม่ใช่หน้าที่ของ อบต.")
    head.says("เปิดเรื่อง 1 คืน ถนนเส้นนี้เป็นของ อบต.").presses("ยืนยัน")
    resident.sees("ถนนเส้นนี้เป็นของ อบต.").says("ติดตามเรื่อง").sees("กำลังดำเนินการ")


def test_who_sees_the_verdict_asked_after_it_was_opened_again_is_told_where_it_stands(
    resident, officer
):
    closed(resident, officer)
    fixed = resident.keeps("เรียบร้อยแล้ว")
    officer.says("เปิดเรื่อง 1 คืน ยังไม่ได้เปลี่ยนหลอด").presses("ยืนยัน")
    resident.presses_kept(fixed).sees("ยังไม่ปิด")
