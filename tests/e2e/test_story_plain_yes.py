"""Whoever answers with no more than manners has agreed, where one thing is there to agree to."""

import pytest

from tests.chat import LAMP

ROAD = "ถนนเป็นหลุมใหญ่หน้าโรงสี หมู่ 8"
TOPICS = "ตรงกับประเภทใด"


@pytest.mark.parametrize(
    ("first", "second"),
    [("ครับ", "ค่ะ"), ("เออ", "ค่า"), ("ชั่ย", "ส่งดิ"), ("แม่นล่ะ", "ส่งต๊ะหลาน"), ("จ้ะ", "แจ้งไปเถอะ")],
)
def test_a_particle_takes_the_guess_and_sends_the_card(resident, officer, first, second):
    officer.looks_away()
    resident.says(ROAD).says(first).sees("ตรวจดูก่อนส่ง", "ถนน ทางเท้า สะพาน").says(second).sees(
        "รับแจ้งแล้ว"
    )
    officer.sees(ROAD).does_not_see(second)


@pytest.mark.parametrize("word", ["ครับ", "เออ", "ค่า"])
def test_without_a_guess_it_is_asked_again(resident, word):
    resident.says("แจ้งเรื่อง").says("ตรงโน้นมันแปลกๆอยู่").says(word)
    resident.sees(TOPICS).does_not_see("ตรวจดูก่อนส่ง", "เลือกประเภทที่ใกล้เคียงที่สุดค่ะ", "เพิ่มข้อความนี้")


def test_a_no_stays_one(resident):
    resident.says(LAMP).says("ไม่ใช่ครับ").does_not_see("ตรวจดูก่อนส่ง")
