"""The นายก reads every case and orders its next step; no card offers an act that would be refused."""

import pytest

ACTS = {"รับเรื่อง", "แจ้งความคืบหน้า", "ขอข้อมูลเพิ่ม", "ปิดเรื่อง", "ดำเนินการอื่น", "เปิดเรื่องอีกครั้ง"}


def test_the_nayok_gets_the_order_and_no_act_on_any_card(resident, nayok, officer):
    number = resident.complains()
    nayok.says(number).sees("ไฟถนนหน้าวัดดับ").can_press("สั่งการ")
    assert not ACTS & {*nayok.buttons}
    officer.presses("รับเรื่อง")
    nayok.says(number)
    assert not ACTS & {*nayok.buttons}
    nayok.presses("สั่งการ").presses("ยืนยัน").sees("สั่งการ")
    officer.closes()
    nayok.says(number)
    assert not ACTS & {*nayok.buttons}


def test_the_palad_keeps_every_act(resident, palad):
    palad.says(resident.complains())
    assert {"รับเรื่อง", "ปิดเรื่อง", "ดำเนินการอื่น"} <= {*palad.buttons}
    palad.presses("ดำเนินการอื่น").can_press("สั่งการ", "มอบหมาย", "ส่งต่อกอง")


@pytest.mark.parametrize("words", ["ปิดเรื่อง {} ซ่อมแล้ว", "แจ้งความคืบหน้า {} รองบอยู่"])
def test_an_act_that_the_nayok_types_is_refused_before_any_question(resident, nayok, words):
    number = resident.complains()
    nayok.says(words.format(number)).sees("ไม่ได้อยู่ในหน้าที่ของท่าน")
    resident.looks_away().says("ติดตามเรื่อง").does_not_see("รองบอยู่", "ซ่อมแล้ว")
