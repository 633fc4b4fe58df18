"""An order reaches somebody, is confirmed and done or cancelled, and is found again in LINE and on the desk."""

import re

import pytest

from tests.chat import Phone
from tests.desk import Desk

ORDER = {"words": "ให้ทำรายงานน้ำท่วม"}


def ordered(desk, department="engineering", **more):
    return desk.opens("/desk/office").posts(
        "/desk/orders", {"department": department, **ORDER, **more}
    )


def address(desk, what):
    return re.search(rf'action="(/desk/orders/\d+/{what})"', desk.html)[1]


def test_the_author_is_warned_before_and_the_palad_gets_what_nobody_would(nayok, palad, bot):
    desk = ordered(Desk.of(nayok), "finance")
    desk.reads("กองนี้ยังไม่มีผู้รับคำสั่งในระบบ คำสั่งจะส่งถึงปลัดแทน", "ให้ทำรายงานน้ำท่วม")
    palad.looks_away()
    sure = re.search(r'name="sure" value="([^"]+)"', desk.html)[1]
    ordered(desk, "finance", sure=sure).follows().reads("ส่งถึงปลัดแทนแล้ว", "ยังไม่รับทราบ")
    palad.sees("ให้ทำรายงานน้ำท่วม", "จึงส่งถึงปลัด").presses("รับทราบ")
    nayok.sees("รับทราบคำสั่งแล้ว")


def test_a_warning_about_one_section_is_none_about_another(nayok, palad, officer):
    desk = ordered(Desk.of(nayok), "finance")
    sure = re.search(r'name="sure" value="([^"]+)"', desk.html)[1]
    ordered(desk, "engineering", sure=sure).reads("จะส่งถึงเจ้าหน้าที่ของกองแทน")
    officer.looks_away().hears_nothing()


def test_the_palads_own_order_to_a_section_without_anybody_can_be_cancelled(palad):
    desk = ordered(Desk.of(palad), "finance").reads("จะไม่มีใครได้รับข้อความ")
    ordered(desk, "finance", sure="finance:nobody").follows().reads("ยังไม่มีใครได้รับข้อความ")
    desk.posts(address(desk, "cancel")).follows().reads("ยกเลิกคำสั่งแล้ว")
    desk.does_not_read("ให้ทำรายงานน้ำท่วม")


def test_the_head_reports_it_done_with_a_word_on_the_desk(resident, nayok, head):
    resident.complains()
    desk = Desk.of(nayok).opens("/desk/cases/1")
    desk.posts("/desk/orders", {"case": "1", "words": "ให้เสร็จก่อนงานวัด", "due": "2026-12-24"})
    below = Desk.of(head).opens("/desk/orders").reads("ภายใน 24 ธ.ค. 2569", "เรื่อง นว-2570-000001-2")
    below.posts(address(below, "done"), {"report": "  "}).follows().reads("พิมพ์สั้น ๆ")
    below.posts(address(below, "done"), {"report": "เปลี่ยนหลอดแล้ว"}).follows().reads("ทำแล้ว")
    nayok.sees("หัวหน้าช่าง แจ้งว่าทำตามคำสั่งแล้ว: เปลี่ยนหลอดแล้ว")
    desk.opens("/desk/office").reads("ทำแล้ว", "ภายใน 24 ธ.ค. 2569", "เรื่อง นว-2570-000001-2")
    desk.opens("/desk/cases/1").reads("แจ้งว่าทำตามคำสั่งแล้ว", "เปลี่ยนหลอดแล้ว")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see("งานวัด", "เปลี่ยนหลอดแล้ว")


@pytest.mark.parametrize(
    "words", ["คำสั่ง", "คำสั่งที่ยังไม่รับทราบ", "ดูคำสั่งของนายกหน่อยครับ", "มีคำสั่งอะไรบ้าง"]
)
def test_orders_are_listed_in_line(nayok, head, words):
    ordered(Desk.of(nayok), "engineering")
    head.looks_away().says(words).sees("ให้ทำรายงานน้ำท่วม", "ยังไม่รับทราบ", "รับทราบ", "ทำแล้ว")
    nayok.looks_away().says(words).sees("ให้ทำรายงานน้ำท่วม", "ยกเลิกคำสั่ง")


def test_the_head_reports_it_done_in_line(nayok, head):
    ordered(Desk.of(nayok), "engineering")
    head.says("คำสั่ง").presses("ทำแล้ว").sees("ทำอะไรไปแล้ว").says("ส่งรายงานแล้ว")
    nayok.looks_away().hears_nothing()
    head.says("ส่งให้ใครดี").presses("แก้ไข").says("ส่งรายงานแล้ว")
    head.presses("ยืนยัน").sees("บันทึกว่าทำแล้ว")
    nayok.sees("แจ้งว่าทำตามคำสั่งแล้ว: ส่งรายงานแล้ว")
    head.looks_away().says("คำสั่ง").sees("ทำแล้ว", "ส่งรายงานแล้ว")
    assert "รับทราบ" not in head.buttons


def test_a_cancelled_order_is_taken_back_in_line(nayok, head):
    ordered(Desk.of(nayok), "engineering")
    nayok.says("คำสั่ง").presses("ยกเลิกคำสั่ง").sees("ยกเลิกคำสั่งแล้ว")
    head.sees("ยกเลิกคำสั่ง: ให้ทำรายงานน้ำท่วม").says("คำสั่ง").sees("ไม่มีคำสั่ง")


def test_nobody_else_answers_or_cancels_an_order(nayok, head, palad, clerk, officer):
    ordered(Desk.of(nayok), "engineering")
    for one, acts in (
        (clerk, ("confirm", "done")),
        (officer, ("confirm", "done")),
        (palad, ("cancel",)),
    ):
        desk = Desk.of(one)
        for act in acts:
            desk.opens("/desk/me")
            assert desk.posts(f"/desk/orders/1/{act}", {"report": "x"}).status == 404, (
                one.key,
                act,
            )
    Desk.of(nayok).opens("/desk/office").reads("ยังไม่รับทราบ")


def test_a_resident_who_types_the_word_gets_no_order(bot, nayok, head, resident):
    ordered(Desk.of(nayok), "engineering")
    resident.says("คำสั่ง").does_not_see("ให้ทำรายงานน้ำท่วม")


def test_the_order_typed_in_line_warns_of_who_gets_it(palad, officer: Phone):
    palad.says("สั่งการกองช่าง ให้ทำรายงานน้ำท่วม").sees("จะส่งถึงเจ้าหน้าที่ของกองแทน")
    palad.presses("ยืนยัน").sees("ส่งถึงเจ้าหน้าที่ของกองแล้ว")
    officer.sees("ให้ทำรายงานน้ำท่วม")


def test_what_is_typed_at_the_check_of_an_order_is_asked_about(palad, head):
    palad.says("สั่งการกองช่าง ตัดหญ้าหน้าโรงเรียน").sees("ตัดหญ้าหน้าโรงเรียน")
    palad.says("มีใครว่างบ้างพรุ่งนี้เช้า").sees("ข้อความเดิม").presses("ใช้ข้อความเดิม").presses("ยืนยัน")
    head.sees("ตัดหญ้าหน้าโรงเรียน").does_not_see("มีใครว่าง")
