"""A question or a wait hides no broken promise: who was late before it is late during and after it."""

import pytest

from tests.chat import LAMP
from tests.desk import Desk
from tests.moments import DAY


def late_case(bot, resident, officer):
    number = resident.complains(LAMP)
    officer.presses("รับเรื่อง")
    officer.acts_at(bot.now() + 40 * DAY)
    return number


@pytest.mark.both_databases
def test_a_late_case_stays_in_the_list_of_the_late_ones(bot, resident, officer, head):
    number = late_case(bot, resident, officer)
    officer.says("เรื่องเกินกำหนด").sees(number, "เกินกำหนด")
    officer.says("ถามเรื่อง 1 ว่าเสาต้นไหน").presses("ยืนยัน")
    head.acts_at(bot.now())
    head.says("เรื่องเกินกำหนด").sees(number, "เกินกำหนด", "รอข้อมูลเพิ่มเติม")
    assert number in Desk.of(head).opens("/desk/cases?tab=late").html
    resident.acts_at(bot.now() + DAY)
    resident.presses("ตอบคำถาม").says("ต้นหน้าวัด").presses("ยืนยัน")
    head.acts_at(bot.now())
    head.says("เรื่องเกินกำหนด").sees(number, "เกินกำหนด")
