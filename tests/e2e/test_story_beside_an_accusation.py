"""What is said while it is asked whether a text is about staff, or right after a staff complaint, reaches nobody else."""

import pytest

from tests.chat import LAMP
from tests.e2e.staff_complaints import NAMED, SEALED, STORY
from tests.moments import HOUR

OFFER = "ร้องเรียนเจ้าหน้าที่"
STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
MONEY = "ช่างมาซ่อมไฟแล้วขอค่าน้ำมัน 200"
CALL_BACK = "โทรกลับหน่อย 081-234-5678"


@pytest.fixture
def office(clerk, officer, head, palad):
    for one in (clerk, officer, head, palad):
        one.looks_away()
    return (clerk, officer, head, palad)


def hear_nothing(office):
    for one in office:
        one.hears_nothing()


def offered(resident):
    resident.says(MONEY)


def in_a_complaint(resident):
    resident.says(LAMP).presses(STREET_LIGHT).says(f"{MONEY} ด้วย")


def in_a_question(resident):
    resident.says("ฝากคำถามให้เจ้าหน้าที่").says("ช่างกองช่างขอค่าน้ำมัน 200 ถึงจะซ่อมให้ ต้องจ่ายไหม")


@pytest.mark.parametrize("begins", [offered, in_a_complaint, in_a_question])
@pytest.mark.both_databases
def test_a_wish_to_be_called_is_part_of_what_may_accuse(begins, resident, office):
    begins(resident)
    resident.can_press(OFFER).says(CALL_BACK).does_not_see("ส่งคำถามถึง").can_press(OFFER)
    hear_nothing(office)


def test_a_wish_to_be_called_is_read_by_the_custodian_with_the_complaint(resident, integrity):
    resident.says(MONEY).says(CALL_BACK).presses(OFFER).presses("กองช่าง").presses("เมื่อวาน")
    resident.presses("ไม่มีหลักฐาน").presses("ปกปิดชื่อ").presses("ยืนยัน")
    integrity.sees("081-234-5678")


@pytest.mark.parametrize("words", [CALL_BACK, "ขอเสนอให้เปลี่ยนช่าง"])
@pytest.mark.both_databases
def test_right_after_a_staff_complaint_it_may_belong_to_it(resident, integrity, office, words):
    number = resident.tells_of_staff(STORY, link=SEALED).number()
    integrity.looks_away()
    resident.says(words).sees(number)
    hear_nothing(office)
    resident.presses("ยืนยัน")
    integrity.sees(words)
    hear_nothing(office)


def test_two_hours_later_it_is_a_question_of_its_own(bot, resident, clerk):
    resident.tells_of_staff(STORY, link=NAMED)
    bot.now.move_to(bot.now() + 2 * HOUR)
    resident.acts_at(bot.now()).says(CALL_BACK).sees("ส่งคำถามถึง")
    clerk.sees("081-234-5678")
