"""Staff complaints: a reporter chooses how far they are known, and no number, screen or row tells more."""

import re

import pytest

from tests.e2e.messages import event, known
from tests.e2e.staff_complaints import NAMED, SEALED, STORY, UNLINKED, asks


@pytest.fixture
def everyone_else(clerk, officer, head):
    for one in (clerk, officer, head):
        one.looks_away()
    return (clerk, officer, head)


def code_on(phone):
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", phone.screen)[0]


def test_named_the_custodian_sees_the_name_and_nobody_else_anything(
    resident, integrity, palad, everyone_else
):
    palad.looks_away()
    resident.tells_of_staff(STORY, link=NAMED)
    integrity.sees("เรื่องใหม่", STORY, "สมศรี ใจดี")
    for other in (palad, *everyone_else):
        other.hears_nothing()


@pytest.mark.both_databases
def test_sealed_the_bot_carries_questions_and_answers_and_no_officer_sees_who(resident, integrity):
    number = resident.tells_of_staff(STORY, link=SEALED).sees("ปกปิดชื่อของท่านแล้ว").number()
    integrity.sees("ปกปิดชื่อ สอบถามผ่านระบบได้").does_not_see("สมศรี").presses("รับเรื่อง")
    resident.sees("รับเรื่องของท่านแล้ว").looks_away()
    asks(integrity, "ช่องหมายเลขอะไรคะ")
    resident.sees("ช่องหมายเลขอะไรคะ").presses("ตอบคำถาม").says("ช่อง 2").sends_photos().presses(
        "ยืนยัน"
    )
    integrity.sees("ผู้แจ้งตอบแล้ว", "ช่อง 2").does_not_see("สมศรี")
    integrity.presses("ปิดเรื่อง").says("ตักเตือนแล้ว").presses("เป็นที่ส่วนบุคคล").presses("ยืนยัน")
    resident.sees("ตักเตือนแล้ว").presses("เรียบร้อยแล้ว").sees("ขอบคุณ").does_not_see("ให้คะแนน")
    resident.says("ติดตามเรื่อง").sees(number)


def test_a_sealed_reporter_answers_by_simply_writing(resident, integrity):
    resident.tells_of_staff(STORY, link=SEALED)
    asks(integrity, "ช่องหมายเลขอะไรคะ")
    resident.says("ช่อง 2 ค่ะ").presses("ยืนยัน")
    integrity.sees("ช่อง 2 ค่ะ")


@pytest.mark.both_databases
def test_without_a_link_the_code_is_the_only_way_back(resident, neighbour, integrity):
    resident.tells_of_staff(STORY, link=UNLINKED).sees("ไม่ได้บันทึกว่าใครเป็นผู้ส่ง")
    number, code = resident.number(), code_on(resident)
    resident.says("ติดตามเรื่อง").sees("ยังไม่มีเรื่องที่แจ้ง").says(number).sees("ไม่พบเรื่องนี้")
    asks(integrity, "ช่องหมายเลขอะไรคะ")
    integrity.sees("ผู้แจ้งจะเห็นเมื่อกลับมาพร้อมรหัส").does_not_see("ถึงผู้แจ้งแล้ว")
    resident.does_not_see("ช่องหมายเลขอะไรคะ")
    neighbour.says(code.lower().replace("-", " ")).sees(number, "ช่องหมายเลขอะไรคะ")
    neighbour.presses("ตอบคำถาม").says("ช่อง 2").sees("พิมพ์รหัสของท่านอีกครั้ง")
    neighbour.says("2222-3333-4444").sees("ไม่พบรหัสนี้").says(code).sees("ส่งคำตอบ")
    integrity.sees("ช่อง 2").does_not_see("สมศรี", "บุญมี")
    integrity.presses("ปิดเรื่อง").says("ตักเตือนแล้ว").presses("เป็นที่ส่วนบุคคล").presses("ยืนยัน")
    resident.says(code).sees("ตักเตือนแล้ว").presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").says(code)
    integrity.sees("ยังไม่เรียบร้อย")


def test_a_wrong_code_opens_nothing(resident):
    resident.says("2222-3333-4444").sees("ไม่พบรหัสนี้")


def test_a_second_press_files_nothing_twice(resident, integrity):
    resident.tells_of_staff(STORY, link=UNLINKED, send=False)
    confirm = resident.keeps("ยืนยัน")
    resident.presses_kept(confirm)
    integrity.looks_away()
    resident.presses_kept(confirm).sees("เรื่องนี้ส่งแล้วค่ะ")
    integrity.hears_nothing()


def test_its_number_does_not_tell_what_it_is_about(resident):
    ordinary = resident.complains()
    about_staff = resident.tells_of_staff(STORY).number()
    assert (ordinary[:8], len(ordinary)) == (about_staff[:8], len(about_staff))


def test_a_locked_screen_tells_nothing(resident, integrity):
    resident.tells_of_staff(STORY)
    alt_texts = [message["altText"] for message in integrity.news if "altText" in message]
    assert [STORY in alt for alt in alt_texts] == [False]


# ------------------------------------------------------------------ what the key would tell
def test_filed_without_a_link_no_message_tells_even_with_the_key_who_wrote_it(bot, resident):
    resident.tells_of_staff("เล่าครั้งแรก", link=UNLINKED, send=False)
    resident.presses("แก้ไข").presses("แก้เรื่องที่เล่า").says(STORY)
    assert known(bot, resident) == {("draft", "who"), ("draft", "story")}
    resident.presses("ยืนยัน")
    assert known(bot, resident) == set()


def test_without_a_link_an_unsend_reaches_nothing_and_its_writer_is_told_so(
    bot, resident, integrity
):
    resident.tells_of_staff(STORY, link=UNLINKED).sees(
        "หากยกเลิกข้อความใน LINE ภายหลัง ข้อความที่ส่งแล้วจะยังอยู่ในเรื่องนี้"
    )
    for message in resident.own_messages:
        event(bot, resident, "unsend", unsend={"messageId": message})
    integrity.says("งานของฉัน").presses("ดูรายละเอียด").sees(STORY)


@pytest.mark.parametrize("link", [NAMED, SEALED])
def test_with_a_link_an_unsend_reaches_the_case_and_nothing_else_is_said(
    bot, resident, integrity, link
):
    resident.tells_of_staff(STORY, link=link).does_not_see("ถ้ายกเลิกใน LINE ภายหลัง")
    for message in resident.own_messages:
        event(bot, resident, "unsend", unsend={"messageId": message})
    integrity.says("งานของฉัน").presses("ดูรายละเอียด").does_not_see(STORY)


def test_what_is_said_by_a_code_is_not_remembered_and_the_code_never(bot, resident):
    resident.tells_of_staff(STORY, link=UNLINKED)
    code = code_on(resident)
    resident.says(code.lower()).presses("เพิ่มข้อมูลหรือรูป").says("มีคลิปด้วย")
    assert known(bot, resident) == {("draft", "note")}
    with bot.office.store.read() as tx:
        saved = str(tx.conversations.find(bot.line.friends.person(resident.key).id).draft)
    assert "nobody:" not in saved
    resident.says(code).sees("หากยกเลิกข้อความใน LINE ภายหลัง ข้อความที่ส่งแล้วจะยังอยู่ในเรื่องนี้")
    assert known(bot, resident) == set()
