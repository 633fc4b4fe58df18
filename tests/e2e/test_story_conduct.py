"""Staff complaints: the accused never see them, and reporters choose how far they are known."""

import re

import pytest

from domain.cases.complaint import Status
from handlers.core.messages import Text
from handlers.core.reply_codec import encode_replies
from storage.queues.outbox import BUNDLED_ONLY
from tests.chat import Phone
from tests.e2e.messages import edits, event, known

STORY = "เรียกรับเงินค่าเซ็นเอกสาร 500 บาท"
NAMED, SEALED, UNLINKED = "ให้ผู้รับเรื่องเห็นชื่อ", "ปกปิดชื่อ", "ไม่เก็บชื่อเลย"


@pytest.fixture
def everyone_else(clerk, officer, head):
    for one in (clerk, officer, head):
        one.looks_away()
    return (clerk, officer, head)


def code_on(phone):
    return re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", phone.screen)[0]


def asks(custodian, question):
    return custodian.presses("ขอข้อมูลเพิ่ม").says(question).presses("ยืนยัน")


# ------------------------------------------------------------------ before it is sent
def test_it_asks_for_what_makes_it_investigable_and_neither_photo_nor_place(resident, integrity):
    resident.says("ร้องเรียนเจ้าหน้าที่").sees("เรื่องนี้เกี่ยวกับใคร").can_press("กองคลัง", "ไม่ทราบ")
    resident.presses("กองคลัง").sees("เกิดขึ้นเมื่อไร").says("วันจันทร์ บ่ายสองโมง")
    resident.sees("เกิดอะไรขึ้น").says(STORY).sees("มีหลักฐานหรือพยานไหม").says("มีป้าข้างบ้านเห็น")
    resident.sees("ท่านต้องการให้เก็บชื่อของท่านแบบใด").presses(SEALED)
    resident.sees("ยังไม่ได้ส่ง", "กองคลัง", "วันจันทร์ บ่ายสองโมง", STORY, "มีป้าข้างบ้านเห็น").presses("ยืนยัน")
    integrity.sees("เรื่องใหม่", "กองคลัง", "วันจันทร์ บ่ายสองโมง", STORY, "มีป้าข้างบ้านเห็น")


def test_before_sending_it_says_who_sees_what_by_the_true_routing(resident, integrity, palad):
    resident.tells_of_staff(STORY, link=NAMED, send=False)
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียนเจ้าหน้าที่", "สิ่งที่เห็น\nชื่อ LINE ของท่าน")
    resident.presses("ยกเลิก").tells_of_staff(STORY, who="นิติกรอรุณ", send=False)
    resident.sees("ผู้ที่เห็นเรื่องนี้\nปลัด อบต.", "สิ่งที่เห็น\nข้อความและหลักฐานเท่านั้น ไม่เห็นชื่อ")


def test_everything_can_be_changed_before_it_is_sent(resident, integrity):
    resident.tells_of_staff(STORY, link=NAMED, send=False)
    resident.presses("แก้ไข").presses("แก้การเก็บชื่อ").presses(SEALED)
    resident.presses("แก้ไข").presses("แก้ว่าเกี่ยวกับใคร").presses("กองคลัง").presses("ยืนยัน")
    integrity.sees("กองคลัง", "ปกปิดชื่อ").does_not_see("สมศรี")


def test_free_text_about_staff_is_offered_the_protected_way_and_keeps_its_words(
    resident, integrity
):
    resident.says("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน").sees("ท่านขอปกปิดชื่อได้").presses("ร้องเรียนเจ้าหน้าที่")
    resident.presses("ไม่ทราบ").presses("วันนี้").presses("ไม่มีหลักฐาน").presses(SEALED).presses("ยืนยัน")
    integrity.sees("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน")


def test_who_means_an_ordinary_matter_goes_the_ordinary_way(resident):
    resident.says("เจ้าหน้าที่ช่องทะเบียนเรียกรับเงิน").presses("เป็นเรื่องทั่วไป").sees("ตรงกับประเภทใด")


def test_chosen_among_the_topics_it_goes_the_protected_way_with_what_was_sent(resident, integrity):
    resident.says("แจ้งเรื่อง").sends_photos().says("พนักงานคนหนึ่งพูดจาไม่ดี")
    resident.presses("ร้องเรียนเจ้าหน้าที่" if "ร้องเรียนเจ้าหน้าที่" in resident.quick_replies else "อื่น ๆ")
    if "เกี่ยวกับใคร" not in resident.screen:
        resident.presses("ร้องเรียนเจ้าหน้าที่")
    resident.presses("ไม่ทราบ").presses("วันนี้").sees("รูป 1").presses("ครบแล้ว").presses(
        SEALED
    ).presses("ยืนยัน")
    integrity.sees("พนักงานคนหนึ่งพูดจาไม่ดี", "รูป 1").does_not_see("สมศรี")


def test_one_begun_among_the_topics_leaves_the_unsent_one_alone(resident, integrity):
    resident.tells_of_staff(STORY, link=SEALED, send=False)
    resident.says("แจ้งเรื่อง").says("ถนนหน้าวัดเป็นหลุม").presses("อื่น ๆ").presses("ร้องเรียนเจ้าหน้าที่")
    resident.says("เจ้าหน้าที่ที่เคาน์เตอร์").presses("วันนี้").presses("ไม่มีหลักฐาน").presses(SEALED)
    resident.sees("ถนนหน้าวัดเป็นหลุม").presses("ยืนยัน").sees("กลับมาที่เรื่องที่ท่านทำค้างไว้", STORY)
    resident.presses("ยืนยัน")
    integrity.sees(STORY)


# ------------------------------------------------------------------ asked instead of guessed
def tells_of_somebody(phone, story="เจ้าหน้าที่คนหนึ่งเรียกเงิน 500"):
    return phone.tells_of_staff(story, who="เจ้าหน้าที่คนหนึ่ง", send=False)


def test_words_that_name_nobody_are_asked_about_and_the_button_is_binding(
    resident, integrity, palad
):
    for one in (integrity, palad):
        one.looks_away()
    tells_of_somebody(resident).sees("เกี่ยวกับใครในรายชื่อนี้ไหม").can_press(
        "ปลัด", "นายก", "กองช่าง", "ไม่ทราบ"
    )
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียนเจ้าหน้าที่").presses("ผู้รับเรื่องร้องเรียน")
    resident.sees("ผู้ที่เห็นเรื่องนี้\nปลัด อบต.").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม").presses("ยืนยัน")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", "เรียกเงิน 500")


def test_who_does_not_know_is_not_asked_again(resident, integrity):
    tells_of_somebody(resident).presses("ไม่ทราบ").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม").presses(
        "แก้ไข"
    )
    resident.presses("แก้เรื่องที่เล่า").says("เจ้าหน้าที่เรียกเงิน 700").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม")
    resident.presses("ยืนยัน")
    integrity.sees("เรียกเงิน 700")


@pytest.mark.parametrize("story", ["ปลัดเรียกเงิน 500", "กองช่างเรียกเงิน 500"])
def test_words_that_say_it_are_not_asked_about(resident, story):
    tells_of_somebody(resident, story).sees("ยังไม่ได้ส่ง").does_not_see("เกี่ยวกับใครในรายชื่อนี้ไหม")


def test_landmarks_are_asked_about(resident):
    tells_of_somebody(resident, "เจอกันหน้าบ้านปลัด แล้วเขาเดินหนี").sees("เกี่ยวกับใครในรายชื่อนี้ไหม")


def test_a_changed_answer_is_asked_about_again(resident, integrity, palad):
    tells_of_somebody(resident).presses("ปลัด").presses("แก้ไข").presses("แก้ว่าเกี่ยวกับใคร")
    resident.says("คนที่เคาน์เตอร์").sees("เกี่ยวกับใครในรายชื่อนี้ไหม").presses("กองคลัง")
    resident.sees("ผู้ที่เห็นเรื่องนี้\nผู้รับเรื่องร้องเรียน").presses("ยืนยัน")
    integrity.sees("คนที่เคาน์เตอร์")


# ------------------------------------------------------------------ three ways to be known
def test_named_the_keeper_sees_the_name_and_nobody_else_anything(
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


# ------------------------------------------------------------------ never into an ordinary case
@pytest.fixture
def asked_twice(resident, officer, integrity):
    """Files a staff complaint and then one about a lamp; `resident.staff` and `resident.lamp` are the numbers."""
    resident.staff = resident.tells_of_staff(STORY).number()
    resident.lamp = resident.looks_away().complains()
    asks(officer.presses("รับเรื่อง"), "เสาไหนคะ").looks_away()
    asks(integrity, "เจ้าหน้าที่คนไหนคะ").looks_away()
    return resident.looks_away()


@pytest.mark.both_databases
def test_with_two_questions_open_it_asks_which_one_is_answered(asked_twice, officer, integrity):
    asked_twice.says("ช่างเอกชัยค่ะ").sees(
        f"• {asked_twice.staff}: เจ้าหน้าที่คนไหนคะ", f"• {asked_twice.lamp}: เสาไหนคะ"
    )
    assert asked_twice.quick_replies[:2] == [asked_twice.staff, asked_twice.lamp]
    asked_twice.says("เขาขู่ฉันด้วย").sees("เป็นคำตอบของเรื่องใดคะ").presses(asked_twice.staff)
    asked_twice.sees(f"คำตอบของเรื่อง {asked_twice.staff}", "เจ้าหน้าที่ถามว่า: เจ้าหน้าที่คนไหนคะ")
    asked_twice.presses("ยืนยัน")
    integrity.sees("ผู้แจ้งตอบแล้ว", "ช่างเอกชัยค่ะ\nเขาขู่ฉันด้วย")
    officer.hears_nothing()


def test_with_two_questions_open_a_photo_asks_which_one_too(asked_twice, officer, integrity):
    asked_twice.sends_photos().sees("เป็นคำตอบของเรื่องใดคะ").presses(asked_twice.lamp)
    asked_twice.sees("รูป 1", "เจ้าหน้าที่ถามว่า: เสาไหนคะ").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว")
    integrity.hears_nothing()


def test_with_two_questions_open_it_may_be_another_matter(asked_twice):
    asked_twice.says("ไฟหน้าโรงเรียนดับ").presses("เป็นเรื่องใหม่").sees("เรื่องนี้ตรงกับประเภทใด")


def test_one_question_is_quoted_before_its_answer_is_sent(resident, officer):
    resident.complains()
    asks(officer.presses("รับเรื่อง"), "เสาไหนคะ")
    resident.says("เสา 3").sees("เจ้าหน้าที่ถามว่า: เสาไหนคะ", "“เสา 3”")


@pytest.mark.parametrize("words", ["", "ลืมบอกว่าช่างเอกชัยขู่ฉันด้วย", "14/3"])
def test_what_follows_a_complaint_about_staff_is_offered_to_no_ordinary_case(resident, words):
    lamp = resident.complains()
    resident.tells_of_staff(STORY)
    later = resident.says(words) if words else resident.sends_photos()
    later.does_not_see(lamp)


# ------------------------------------------------------------------ whom it accuses
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


def test_not_fixed_is_told_to_the_keeper_alone_and_says_no_more(resident, integrity, head, palad):
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


def test_kept_for_the_next_keeper_it_is_there_when_one_comes(resident, palad, integrity):
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
def test_a_keeper_accused_by_what_is_added_hears_no_more_and_the_next_hears_all(
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


def test_a_keeper_who_asked_does_not_hear_that_it_was_they(bot, resident, integrity, palad):
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


def test_a_keeper_accused_while_their_question_is_open_holds_up_nothing(
    bot, resident, integrity, palad
):
    number = resident.tells_of_staff(STORY).number()
    asks(integrity, "เจ้าหน้าที่คนไหนคะ").looks_away()
    resident.says(f"{number} นิติกรอรุณขู่ฉัน").presses("ยืนยัน")
    integrity.hears_nothing()
    with bot.office.store.read() as tx:
        case = tx.all_cases.by_number(number)
    assert (case.status, case.officer_id, case.paused_at) == (Status.NEW, None, None)


def test_not_fixed_because_of_the_keeper_is_told_to_the_next(resident, integrity, palad):
    resident.tells_of_staff(STORY)
    integrity.closes("ตักเตือนแล้ว")
    for one in (integrity, palad):
        one.looks_away()
    resident.presses("ยังไม่เรียบร้อย").says(ACCUSES).sees("แจ้งผู้รับเรื่องแล้ว")
    integrity.hears_nothing()
    palad.sees("เรื่องใหม่", "ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", ACCUSES)


def test_before_sending_it_says_that_the_keeper_changes(resident, integrity, palad):
    number = resident.tells_of_staff(STORY).number()
    resident.says(f"{number} มีป้าข้างบ้านเห็น").does_not_see("ผู้รับเรื่องเดิม").says(ACCUSES)
    resident.sees("ผู้รับเรื่องเดิมจะไม่เห็นทั้งข้อความนี้", "ผู้รับเรื่องต่อ: ปลัด อบต.")


def test_where_later_words_accuse_every_keeper_the_outside_contacts_are_given(
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


def test_what_was_held_for_a_keeper_is_not_read_once_they_are_accused(bot, resident, integrity):
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


def test_without_an_integrity_officer_it_goes_to_the_palad(resident, palad, clerk):
    clerk.looks_away()
    number = resident.tells_of_staff(STORY).number()
    palad.sees("เรื่องใหม่", number)
    clerk.hears_nothing()


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
