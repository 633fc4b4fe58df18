"""Staff complaints: whom one accuses, at once or later, never reads it, and the next custodian does."""

import pytest

from domain.cases.complaint import Status
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from storage.queues.outbox import BUNDLED_ONLY
from tests.chat import Phone
from tests.e2e.messages import edits, event
from tests.e2e.staff_complaints import NAMED, STORY, asks


def test_without_an_integrity_officer_it_goes_to_the_palad(resident, palad, clerk):
    clerk.looks_away()
    number = resident.tells_of_staff(STORY).number()
    palad.sees("เรื่องใหม่", number)
    clerk.hears_nothing()


def test_the_accused_integrity_officer_never_sees_it_and_the_palad_does(resident, integrity, palad):
    integrity.looks_away()
    number = resident.tells_of_staff(STORY, who="นิติกรอรุณ").number()
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", STORY)
    accept = palad.keeps("รับเรื่อง")
    integrity.says("งานของฉัน").sees("ไม่มีเรื่องค้าง").says(number).sees("ไม่พบเรื่องนี้")
    integrity.presses_kept(accept).sees("ไม่พบเรื่องนี้").does_not_see(STORY)
    palad.presses("รับเรื่อง").says("งานของฉัน").sees("เห็นเฉพาะท่าน", number)


def test_named_in_the_story_alone_is_accused_too(resident, integrity, palad, nayok):
    for one in (integrity, palad):
        one.looks_away()
    resident.tells_of_staff("ปลัดวิชัยกับนิติกรอรุณเรียกรับเงิน")
    for one in (integrity, palad):
        one.hears_nothing()
    nayok.sees("เรื่องใหม่").presses("รับเรื่อง").sees("แล้ว")


def test_not_fixed_is_told_to_the_custodian_alone_and_says_no_more(
    resident, integrity, head, palad
):
    resident.tells_of_staff(STORY)
    integrity.closes("ตักเตือนแล้ว")
    for one in (integrity, head, palad):
        one.looks_away()
    resident.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").sees("แจ้งผู้รับเรื่องแล้ว").does_not_see(
        "หัวหน้า"
    )
    integrity.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย")
    for one in (head, palad):
        one.hears_nothing()


def test_where_everyone_is_accused_the_outside_contacts_are_given_and_the_case_is_kept(
    resident, integrity, palad, nayok, clerk
):
    for one in (integrity, palad, nayok, clerk):
        one.looks_away()
    resident.tells_of_staff(STORY, who="นายก ปลัด และนิติกร", send=False)
    resident.sees("ป.ป.ช. 1205", "ป.ป.ท. 1206", "ศูนย์ดำรงธรรม 1567", "ยังไม่มี")
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว", "1205", "ยังไม่ได้แต่งตั้ง", "เมื่อมีผู้รับเรื่อง")
    resident.does_not_see("กำหนดเสร็จ", "จะติดต่อท่าน")
    for one in (integrity, palad, nayok, clerk):
        one.hears_nothing()
        one.says("งานของฉัน").does_not_see(STORY)
    resident.says("ติดตามเรื่อง").sees(STORY)


def test_kept_for_the_next_custodian_it_is_there_when_one_comes(resident, palad, integrity):
    resident.tells_of_staff(STORY, who="นิติกรและปลัด")
    for one in (integrity, palad):
        one.says("งานของฉัน").does_not_see(STORY)


@pytest.mark.both_databases
def test_a_custodian_who_is_a_relative_withdraws_and_the_next_one_gets_it(
    resident, integrity, palad
):
    number = resident.tells_of_staff(STORY).number()
    more = integrity.keeps("ดำเนินการอื่น")
    palad.looks_away()
    integrity.presses("ดำเนินการอื่น").presses("ขอถอนตัว").sees("ถอนตัวจากเรื่อง", "เปิดดูไม่ได้อีก")
    integrity.presses("เป็นญาติหรือคนสนิท").sees("ถอนตัวแล้ว").does_not_see(number)
    palad.sees("เรื่องใหม่", number, STORY)
    integrity.says("งานของฉัน").sees("ไม่มีเรื่องค้าง").says(number).sees("ไม่พบเรื่องนี้")
    integrity.presses_kept(more).sees("ไม่พบเรื่องนี้")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ปลัด อบต.", "เปลี่ยนผู้รับเรื่อง")


# ------------------------------------------------------------------ whom it accuses later
ACCUSES = "คนที่พูดไม่ดีคือนิติกรอรุณเอง"


def adds(phone, words):
    phone.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เพิ่มข้อมูลหรือรูป").says(words)
    return phone.presses("ยืนยัน")


@pytest.mark.both_databases
def test_a_custodian_accused_by_what_is_added_hears_no_more_and_the_next_hears_all(
    resident, integrity, palad
):
    number = resident.tells_of_staff(STORY).number()
    integrity.presses("รับเรื่อง")
    close = integrity.keeps("ปิดเรื่อง")
    for one in (integrity, palad):
        one.looks_away()
    adds(resident, ACCUSES).sees("เพิ่มข้อมูลในเรื่อง")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", STORY, "ผู้แจ้งเพิ่มข้อมูล", ACCUSES)
    integrity.says("งานของฉัน").sees("ไม่มีเรื่องค้าง").says(number).sees("ไม่พบเรื่องนี้")
    integrity.presses_kept(close).sees("ไม่พบเรื่องนี้").does_not_see(ACCUSES)
    palad.presses("รับเรื่อง").says("งานของฉัน").sees("เห็นเฉพาะท่าน", number)
    resident.looks_away()
    asks(palad, "มีพยานไหมคะ")
    resident.sees("มีพยานไหมคะ")


def test_a_custodian_who_asked_does_not_hear_that_it_was_they(bot, resident, integrity, palad):
    number = resident.tells_of_staff(STORY).number()
    asks(integrity, "เจ้าหน้าที่คนไหนคะ")
    for one in (integrity, palad):
        one.looks_away()
    resident.presses("ตอบคำถาม").says("อรุณค่ะ").presses("ยืนยัน").sees("ส่งคำตอบ")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", "ผู้แจ้งตอบแล้ว", "อรุณค่ะ").can_press("รับเรื่อง")
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(number)
    assert (case.status, case.officer_id, case.paused_at) == (Status.NEW, None, None)


def test_a_custodian_accused_while_their_question_is_open_holds_up_nothing(
    bot, resident, integrity, palad
):
    number = resident.tells_of_staff(STORY).number()
    asks(integrity, "เจ้าหน้าที่คนไหนคะ").looks_away()
    resident.says(f"{number} นิติกรอรุณขู่ฉัน").presses("ยืนยัน")
    integrity.hears_nothing()
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(number)
    assert (case.status, case.officer_id, case.paused_at) == (Status.NEW, None, None)


def test_not_fixed_because_of_the_custodian_is_told_to_the_next(resident, integrity, palad):
    resident.tells_of_staff(STORY)
    integrity.closes("ตักเตือนแล้ว")
    for one in (integrity, palad):
        one.looks_away()
    resident.presses("ยังไม่เรียบร้อย").says(ACCUSES).sees("แจ้งผู้รับเรื่องแล้ว")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", "ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", ACCUSES)


def test_before_sending_it_says_that_the_custodian_changes(resident, integrity, palad):
    number = resident.tells_of_staff(STORY).number()
    resident.says(f"{number} มีป้าข้างบ้านเห็น").does_not_see("ผู้รับเรื่องเดิม").says(ACCUSES)
    resident.sees("ผู้รับเรื่องเดิมจะไม่เห็นทั้งข้อความนี้", "ผู้รับเรื่องต่อ: ปลัด อบต.")


def test_where_later_words_accuse_every_custodian_the_outside_contacts_are_given(
    resident, integrity, palad, nayok
):
    number = resident.tells_of_staff(STORY).number()
    for one in (integrity, palad, nayok):
        one.looks_away()
    resident.says(f"{number} นายก ปลัด และนิติกรรู้กัน").sees("รอผู้รับเรื่องคนถัดไป").presses("ยืนยัน")
    resident.sees("ป.ป.ช. 1205", "ป.ป.ท. 1206", "ศูนย์ดำรงธรรม 1567", f"บันทึกในเรื่อง {number}")
    for one in (integrity, palad, nayok):
        one.hears_nothing()
        one.says("งานของฉัน").does_not_see(STORY)


def test_what_was_held_for_a_custodian_is_not_read_once_they_are_accused(bot, resident, integrity):
    resident.tells_of_staff(STORY)
    line_id = bot.line.friends.person("integrity").id
    with bot.office.uow(bot.now()) as uow:
        number = uow.tx.all_cases.of_reporter(bot.line.friends.person("somsri").id, 1)[0].number
        for words in (f"คำตอบของ {number}", "เรื่องอื่น"):
            uow.tx.outbox.enqueue(
                line_id,
                encode_replies([Text(words)]),
                uow.now,
                deferred_until=uow.now + BUNDLED_ONLY,
            )
    adds(resident, ACCUSES)
    integrity.looks_away().says("งานของฉัน").sees("เรื่องอื่น").does_not_see(number)


def test_whom_a_later_word_names_keeps_nothing_when_appointed_afterwards(resident, palad):
    number = resident.tells_of_staff(STORY).number()
    adds(resident, ACCUSES)
    later = Phone(resident.bot, "integrity").links()
    later.says("งานของฉัน").sees("ไม่มีเรื่องค้าง").says(number).sees("ไม่พบเรื่องนี้")


# ------------------------------------------------------------------ whom it accused once
def test_words_taken_back_let_nobody_whom_they_named_come_free(bot, resident, integrity, palad):
    integrity.looks_away()
    resident.says("ร้องเรียนเจ้าหน้าที่").presses("ไม่ทราบ").presses("วันนี้").says("นิติกรอรุณเรียกรับเงิน")
    story = resident.own_messages[-1]
    number = resident.presses("ไม่มีหลักฐาน").presses(NAMED).presses("ยืนยัน").number()
    palad.sees("เรื่องใหม่").looks_away()
    event(bot, resident, "unsend", unsend={"messageId": story})
    for one in (integrity, palad):
        one.hears_nothing()
    integrity.says("งานของฉัน").sees("ไม่มีเรื่องค้าง").says(number).sees("ไม่พบเรื่องนี้")
    palad.says(number).sees("ผู้ส่งลบข้อความนี้แล้ว", "ไม่ทราบ\nกล่าวถึง: นิติกร", "สมศรี")


def test_words_edited_let_nobody_come_free_and_bar_whom_they_name_now(
    bot, resident, integrity, palad, nayok
):
    resident.says("ร้องเรียนเจ้าหน้าที่").presses("ไม่ทราบ").presses("วันนี้").says("ปลัดเรียกรับเงิน")
    story = resident.own_messages[-1]
    resident.presses("ไม่มีหลักฐาน").presses(NAMED).presses("ยืนยัน")
    integrity.presses("รับเรื่อง")
    for one in (integrity, palad, nayok):
        one.looks_away()
    edits(bot, resident, "นิติกรเรียกรับเงิน", story)
    for one in (integrity, palad):
        one.hears_nothing()
        one.says("งานของฉัน").does_not_see("เรียกรับเงิน")
    nayok.sees("เรื่องใหม่", "นิติกรเรียกรับเงิน (แก้ไขแล้ว)", "กล่าวถึง: ปลัด").can_press("รับเรื่อง")
