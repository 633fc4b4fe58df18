"""Which role opens what in the console, by page and kind of case; the pages of executives and custodians."""

import re

from domain.organisation.rights import RIGHTS, Right
from tests.desk import Desk
from web.console.rules import RULES, Door

READS = {
    # Who reads the page of an ordinary case of the engineering division, and of a staff complaint.
    "officer": (200, 403),
    "head": (200, 403),
    "palad": (200, 404),
    "nayok": (200, 404),
    "integrity": (403, 200),
    "clerk": (404, 403),
}


def test_every_rule_names_a_right_or_a_door():
    assert {type(rule) for rule in RULES.values()} == {Right, Door}
    assert {right for rights in RIGHTS.values() for right in rights} == set(Right)


def test_who_reads_which_kind_of_case(bot, resident, neighbour, request):
    desks = {name: Desk.of(request.getfixturevalue(name)) for name in READS}
    resident.complains()
    neighbour.complains_of_staff()
    with bot.office.store.read() as tx:
        (staff,) = tx.staff_cases.open_of(department=None, limit=5)
        ordinary = tx.complaints.open_of(department=None, limit=5)[0]
    for name, (of_ordinary, of_staff) in READS.items():
        desk = desks[name]
        assert desk.opens(f"/desk/cases/{ordinary.id}").status == of_ordinary, name
        assert desk.opens(f"/desk/register/{staff.id}").status == of_staff, name
        # Neither kind opens at the other's address or is in the other's list.
        assert desk.opens(f"/desk/cases/{staff.id}").status in {403, 404}
        assert desk.opens(f"/desk/register/{ordinary.id}").status in {403, 404}
        for path in ("/desk/cases?tab=all", "/desk/cases.csv?tab=all", "/desk/office"):
            assert staff.number not in desk.opens(path).html
            assert "พูดจาไม่ดี" not in desk.html


def test_a_custodian_works_through_a_staff_complaint(resident, integrity):
    number = resident.complains_of_staff(link="ปกปิดชื่อ")
    desk = Desk.of(integrity).follows().follows().reads(number)
    desk.opens(re.search(r'href="(/desk/register/\d+)"', desk.html)[1])
    desk.reads("พูดจาไม่ดีกับผู้สูงอายุ", "เจ้าหน้าที่ที่เคาน์เตอร์").does_not_read("สมศรี")
    desk.acts("accept").follows()
    desk.posts(f"{desk.path.split('?')[0]}/note", {"note": "นัดสอบถามวันจันทร์"})
    desk.follows().reads("นัดสอบถามวันจันทร์")
    desk.acts("ask", note="วันที่เท่าไรคะ").follows()
    resident.sees("วันที่เท่าไรคะ").does_not_see("นัดสอบถาม")


def test_a_proposal_waits_on_the_executives_page(resident, officer, head, palad):
    resident.complains()
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("ไม่ใช่หน้าที่").presses("กรมทางหลวง")
    officer.says("เป็นทางหลวงแผ่นดิน").presses("ยืนยัน")
    Desk.of(palad).opens("/desk/office").reads("เสนอว่าไม่ใช่หน้าที่ ให้กรมทางหลวง")


def test_an_order_goes_to_the_head_who_confirms_it(resident, head, palad, nayok):
    resident.complains()
    desk = Desk.of(nayok).follows().follows().reads("เดือนนี้ถึงวันนี้")
    desk.opens("/desk/cases/1").posts("/desk/orders", {"case": "1", "words": "ให้เสร็จก่อนงานวัด"})
    desk.follows().reads("รอหัวหน้ากองรับทราบ", "สั่งการ", "ให้เสร็จก่อนงานวัด")
    head.sees("นายกสมบัติ สั่งการ", "ให้เสร็จก่อนงานวัด")
    below = Desk.of(head).opens("/desk/orders").reads("ให้เสร็จก่อนงานวัด")
    below.posts(re.search(r'action="(/desk/orders/\d+/confirm)"', below.html)[1])
    assert below.status == 303, below.text
    nayok.sees("หัวหน้าช่าง รับทราบคำสั่งแล้ว")
    desk.opens("/desk/office").reads("รับทราบ")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see("งานวัด")
    assert Desk.of(head).opens("/desk/me").posts("/desk/orders", {"words": "x"}).status == 403


def test_executives_ask_for_the_month_in_the_chat(resident, officer, nayok):
    resident.complains()
    nayok.says("ขอสรุปเดือนนี้").sees("รับเรื่อง", "กองช่าง 1")


def test_a_case_alike_is_suggested_and_answered_together(bot, resident, neighbour, officer):
    resident.complains("ไฟถนนหน้าวัดดับมาสองคืน หมู่ 3")
    neighbour.complains("ไฟถนนหน้าวัดดับ หมู่ 3")
    desk = Desk.of(officer).opens("/desk/cases/1").reads("อาจเป็นเรื่องเดียวกัน", "ข้อความคล้ายกัน")
    desk.posts("/desk/cases/bulk", [("case", "1"), ("case", "2")]).reads("2 เรื่องพร้อมกัน")
    fields = [("case", "1"), ("case", "2"), ("action", "update"), ("note", "ช่างไปวันนี้")]
    desk.posts("/desk/cases/bulk/preview", fields).reads(
        "ใช้ข้อความ LINE 2 ข้อความ", "สมศรี ใจดี", "บุญมี"
    )
    seen = re.findall(r'name="case" value="(\d+:\d+)"', desk.html)
    done = [("case", one) for one in seen]
    desk.posts("/desk/cases/bulk/do", [*done, ("action", "update"), ("note", "ช่างไปวันนี้")])
    desk.follows().reads("ดำเนินการแล้ว 2 เรื่อง")
    resident.sees("ช่างไปวันนี้")
    neighbour.sees("ช่างไปวันนี้")
