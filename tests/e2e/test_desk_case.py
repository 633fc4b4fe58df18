"""The console's case page shows everything that was sent and offers every action of the chat."""

import re

from tests.chat import LAMP
from tests.desk import Desk


def case_path(desk: Desk, number: str) -> str:
    desk.opens(f"/desk/cases?tab=all&q={number}")
    found = re.search(r'href="(/desk/cases/\d+)[^"]*">' + number, desk.html)
    assert found, desk.text
    return found[1]


def test_an_officer_signs_in_by_the_link_and_works_through_a_case(bot, resident, officer):
    number = resident.complains()
    desk = Desk.of(officer)
    desk.follows().follows().reads("งาน", number)
    desk.opens(case_path(desk, number)).reads(LAMP, "รอเจ้าหน้าที่รับเรื่อง", "ยังไม่มีผู้รับ", "สมศรี ใจดี")
    path = desk.path
    desk.acts("accept").follows().reads("รับเรื่องแล้ว", "ช่างเอก", "กำลังดำเนินการ")
    resident.sees("รับเรื่องของท่านแล้ว")
    desk.opens(path).acts("update", note="สั่งหลอดไฟแล้ว").follows()
    desk.opens(path).acts("ask", note="เสาต้นไหน").follows().reads("รอข้อมูลเพิ่มเติม", "หยุดนับเวลา")
    resident.sees("เสาต้นไหน").presses("ตอบคำถาม").says("ต้นหน้าวัด").presses("ยืนยัน")
    desk.opens(path).reads("ต้นหน้าวัด")
    desk.acts("close", note="เปลี่ยนหลอดใหม่แล้ว", reason="ไม่มีสิ่งให้ถ่ายรูป").follows()
    desk.reads("ปิดเรื่องแล้ว")
    resident.sees("เปลี่ยนหลอดใหม่แล้ว")
