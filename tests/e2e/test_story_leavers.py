"""An officer leaves: one command, and their cases, codes and telephone are in order."""

import pytest

from bot import clock
from bot.commands.office import list_officers, remove_officer
from domain.errors import Refused
from handlers.usecases import offboarding
from scheduler.jobs import ask_for_plan


def post_of(bot, name: str) -> int:
    with bot.office.store.read() as tx:
        return next(officer.id for officer in tx.officers.all() if officer.name == name)


def remove(bot, leaver: str, successor: str | None = None) -> None:
    with bot.office.uow(clock.now()) as uow:
        offboarding.remove(uow, post_of(bot, leaver), successor and post_of(bot, successor))
    bot.settle()


def test_who_holds_cases_does_not_leave_without_somebody_to_take_them(
    bot, resident, officer, clerk
):
    resident.complains()
    officer.presses("รับเรื่อง")
    for successor, reason in ((None, "holds_cases"), ("สำนักปลัด", "destination_missing")):
        with pytest.raises(Refused) as refusal:
            remove(bot, "ช่างเอก", successor)
        assert refusal.value.key == reason
    officer.says("งานของฉัน").sees("กำลังดำเนินการ")


def test_one_step_hands_the_cases_over_and_closes_the_door(bot, resident, officer, colleague):
    number = resident.complains()
    officer.presses("รับเรื่อง")
    update = officer.keeps("แจ้งความคืบหน้า")
    colleague.looks_away()
    remove(bot, "ช่างเอก", "ช่างโท")
    colleague.sees("รับช่วงงานต่อจาก ช่างเอก", number)
    officer.presses_kept(update).sees("สำหรับเจ้าหน้าที่").does_not_see(number)
    officer.looks_away()
    resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    officer.hears_nothing()
    colleague.says("งานของฉัน").sees(number)
    resident.says(number).sees("เปลี่ยนเจ้าหน้าที่ผู้รับผิดชอบ")
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number(number).officer_id == post_of(bot, "ช่างโท")


def test_a_case_that_opens_again_after_its_holder_left_waits_for_whoever_takes_it(
    bot, resident, officer, colleague
):
    number = resident.complains()
    officer.presses("รับเรื่อง").closes()
    remove(bot, "ช่างเอก")
    colleague.looks_away()
    resident.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").sees("เปิดเรื่อง")
    colleague.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", number).presses("รับเรื่อง")
    with bot.office.store.read() as tx:
        assert tx.complaints.by_number(number).officer_id == post_of(bot, "ช่างโท")


def test_a_code_that_was_not_used_yet_dies_with_the_post(bot, officer, head):
    code = bot.appoint("chang2")
    remove(bot, "ช่างโท")
    officer.says(code).sees("รหัสนี้ใช้ไม่ได้")


@pytest.mark.parametrize(
    "words", ["ไฟถนนหน้าวัดดับ", "ไฟถนนหน้าวัดดับ มีคนโดนไฟดูด"], ids=["alert", "emergency"]
)
def test_what_was_held_for_the_officer_does_not_follow_them_out(bot, resident, officer, words):
    bot.line.quota.set(int(clock.now().timestamp() * 1000), limit=0, used=0)
    ask_for_plan(bot.office, clock.now())
    bot.settle()
    officer.looks_away()
    number = resident.complains(words)
    officer.hears_nothing()
    remove(bot, "ช่างเอก")
    officer.says("สวัสดีค่ะ").does_not_see(number)


def test_the_command_says_what_it_did(bot, officer):
    key = post_of(bot, "ช่างเอก")
    english, thai = remove_officer(bot.settings, key, None).splitlines()
    assert english == f"Officer {key} is removed; 0 open case(s) handed over."
    assert thai.startswith(f"เจ้าหน้าที่หมายเลข {key} พ้นหน้าที่แล้ว")
    assert list_officers(bot.settings)[0].endswith("พ้นหน้าที่แล้ว / removed")
