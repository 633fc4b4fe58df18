"""An officer's LINE is linked by a code that works once; what one may do follows the linked account."""

import pytest

from bot import clock
from bot.commands.menu import publish_menus
from handlers.usecases import officers
from scheduler.jobs import ask_for_plan
from tests.chat import Phone


def test_a_code_links_once(bot, neighbour):
    code = bot.appoint("chang")
    chang = Phone(bot, "chang").says(code).sees("เชื่อมบัญชีเรียบร้อย", "ช่างเอก")
    neighbour.says(code).sees("รหัสนี้ใช้ไม่ได้")
    chang.says("งานของฉัน").sees("ไม่มีเรื่องค้าง")
    neighbour.says("งานของฉัน").sees("สำหรับเจ้าหน้าที่")


def test_a_code_may_be_typed_in_small_letters_with_spaces_around(bot):
    Phone(bot, "chang").says(f"  {bot.appoint('chang').lower()} ").sees("เชื่อมบัญชีเรียบร้อย")


def test_after_five_wrong_codes_even_the_right_one_must_wait(bot, neighbour):
    code = bot.appoint("chang")
    for _ in range(5):
        neighbour.says("AAAA-2222").sees("รหัสนี้ใช้ไม่ได้")
    neighbour.says(code).sees("รหัสไม่ถูกต้องหลายครั้ง")
    Phone(bot, "chang").says(code).sees("เชื่อมบัญชีเรียบร้อย")


def test_a_new_telephone_takes_the_post_over(bot, officer, resident):
    Phone(bot, "boonmee").says(new_code(bot)).sees("เชื่อมบัญชีเรียบร้อย", "ช่างเอก")
    officer.says("งานของฉัน").sees("สำหรับเจ้าหน้าที่").looks_away()
    resident.complains()
    officer.hears_nothing()
    Phone(bot, "boonmee").sees("เรื่องใหม่")


@pytest.mark.both_databases
def test_what_was_held_for_the_lost_telephone_is_read_on_the_new_one_alone(
    bot, integrity, resident
):
    bot.line.quota.set(int(clock.now().timestamp() * 1000), limit=300, used=300)
    ask_for_plan(bot.office, clock.now())
    bot.settle()
    integrity.looks_away()
    number = resident.complains_of_staff()
    integrity.hears_nothing()
    Phone(bot, "boonmee").says(new_code(bot)).sees("เชื่อมบัญชีเรียบร้อย", "เรื่องใหม่", number)
    integrity.says("สวัสดี").does_not_see(number, "ผู้สูงอายุ")


def test_the_lost_telephone_keeps_neither_the_officers_menu_nor_an_act_half_done(
    bot, officer, resident
):
    officer.follows()
    publish_menus(bot.settings)
    officer.says(new_code(bot))
    assert tiles(bot, officer)[0] == "งานของฉัน"
    resident.complains()
    officer.presses("แจ้งความคืบหน้า")
    new = Phone(bot, "boonmee").follows().says(new_code(bot))
    bot.settle()
    assert (tiles(bot, officer)[0], tiles(bot, new)[0]) == ("แจ้งเรื่อง", "งานของฉัน")
    officer.says("ไฟถนนหน้าวัดดับ").sees("เรื่องนี้ตรงกับประเภทใดคะ")


def test_being_in_the_officers_group_makes_nobody_an_officer(bot, group, resident):
    group.takes_the_bot_in().hears("chang2", "งานของฉัน", mention=True)
    Phone(bot, "chang2").says("งานของฉัน").sees("สำหรับเจ้าหน้าที่")


def test_officers_have_a_menu_of_their_own_at_once(bot, officer, resident):
    colleague = Phone(bot, "chang2")
    for one in (resident, officer, colleague):
        one.follows()
    publish_menus(bot.settings)
    colleague.links()
    menus = {one.key: tiles(bot, one) for one in (resident, officer, colleague)}
    assert menus["somsri"][:2] == ["แจ้งเรื่อง", "ติดตามเรื่อง"]
    assert menus["chang"] == menus["chang2"] == ["งานของฉัน", "เปิดโต๊ะทำงาน", "แบบสำรวจ", "แจ้งเรื่อง"]


def new_code(bot) -> str:
    """For the only officer there is."""
    with bot.office.uow(clock.now()) as uow:
        (officer,) = uow.tx.officers.all()
        return officers.new_code(uow, officer)


def tiles(bot, phone) -> list[str]:
    return [area["action"]["text"] for area in bot.line.menus.seen_by(phone.key)["areas"]]
