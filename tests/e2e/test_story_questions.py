"""Questions without an answer go to an officer, who answers in the chat."""

from datetime import timedelta

import pytest

from scheduler.jobs import forget
from tests.chat import LAMP
from tests.moments import NOON

ASK = "ฝากคำถามให้เจ้าหน้าที่"
JOBS = "ช่วงนี้ อบต. รับสมัครพนักงานไหมคะ"


def test_a_question_without_an_answer_gets_phone_hours_and_two_ways_on(resident):
    resident.says(JOBS).sees("0 3800 0000", "08.30-16.30", "ขณะนี้").can_press(ASK, "แจ้งเป็นเรื่อง")


@pytest.mark.both_databases
def test_a_question_is_answered_in_the_chat_by_an_officer_of_its_section(resident, clerk, officer):
    officer.looks_away()
    resident.says(JOBS).presses(ASK).sees("ส่งคำถามถึงสำนักปลัดแล้ว")
    clerk.sees("คำถามจากประชาชน", JOBS, "สมศรี").presses("ตอบผู้ถาม").says("ยังไม่เปิดรับค่ะ").presses(
        "ยืนยัน"
    )
    resident.sees("เจ้าหน้าที่ตอบแล้ว", "คำตอบจากสำนักปลัด", "ยังไม่เปิดรับค่ะ", JOBS)
    officer.hears_nothing()
    clerk.says("งานของฉัน").does_not_see("รอคำตอบ")


def test_the_question_goes_to_the_section_it_is_about(resident, officer):
    resident.says(f"{ASK} ถมดินหน้าบ้านต้องขออนุญาตกองช่างไหม").sees("กองช่าง")
    officer.sees("คำถามจากประชาชน", "ถมดินหน้าบ้าน")


def test_whoever_wants_a_person_gets_the_phone_and_can_leave_the_question(resident, clerk):
    resident.says("ขอคุยกับเจ้าหน้าที่หน่อยค่ะ").sees("0 3800 0000").presses(ASK).sees("พิมพ์คำถาม")
    resident.says("ขอบคุณค่ะ โทรกลับ 081 234 5678 ด้วย").sees("ส่งคำถามถึง")
    clerk.sees("081 234 5678")


@pytest.mark.both_databases
def test_a_question_that_accuses_reaches_nobody_before_its_writer_chose(
    resident, officer, integrity
):
    officer.looks_away()
    resident.says("ขอคุยกับเจ้าหน้าที่หน่อยค่ะ").presses(ASK)
    resident.says("ช่างกองช่างขอค่าน้ำมัน 200 ถึงจะซ่อมให้").sees("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")
    resident.presses("ร้องเรียนเจ้าหน้าที่").presses("กองช่าง").presses("เมื่อวาน").presses("ไม่มีหลักฐาน")
    resident.presses("ปกปิดชื่อ").presses("ยืนยัน")
    officer.hears_nothing()
    integrity.sees("ขอค่าน้ำมัน 200")


def test_a_question_becomes_a_staff_complaint_without_typing_it_again(resident, clerk):
    clerk.looks_away()
    resident.says(JOBS).presses("ร้องเรียนเจ้าหน้าที่").sees("เรื่องนี้เกี่ยวกับใคร").presses("สำนักปลัด")
    resident.presses("เมื่อวาน").presses("ไม่มีหลักฐาน").presses("ปกปิดชื่อ").sees(JOBS)
    clerk.hears_nothing()


def test_a_question_declared_ordinary_is_sent(resident, officer):
    resident.says(ASK).says("ช่างกองช่างขอค่าน้ำมัน 200 เป็นค่าธรรมเนียมหรือเปล่า")
    resident.presses("เป็นเรื่องทั่วไป").sees("ส่งคำถามถึงกองช่าง")
    officer.sees("ค่าธรรมเนียมหรือเปล่า")


def test_what_may_accuse_is_not_among_the_questions_that_officers_are_shown(bot, resident, nayok):
    resident.says("จ่ายให้เจ้าหน้าที่เท่าไหร่คะ").says(JOBS)
    nayok.says("งานของฉัน").sees("รับสมัครพนักงาน").does_not_see("จ่ายให้")
    with bot.office.store.read() as tx:
        assert len(tx.unanswered_questions.most_asked(9)) == 1


def test_a_lone_command_is_no_question(resident):
    resident.says(ASK).says("ตกลง").sees("ช่วยพิมพ์คำถาม").says("ยกเลิก").sees("ยกเลิกแล้ว")


def test_a_label_of_a_step_that_is_not_open_is_no_question(resident):
    resident.says("อื่น ๆ").sees("ยังไม่เข้าใจข้อความนี้").does_not_see("ยังไม่มีคำตอบ")


def test_an_executive_who_asks_for_the_cases_of_a_topic_begins_no_complaint(nayok):
    nayok.says("เรื่องขยะ").does_not_see("ตรงกับประเภทใด").sees("ไม่พบเรื่องที่ตรงกับที่ค้นหา")


def test_what_was_typed_becomes_a_case_with_one_press(resident):
    resident.says(JOBS).presses("แจ้งเป็นเรื่อง").sees("ตรงกับประเภทใด").presses("อื่น ๆ")
    resident.presses("เรื่องทั่วไป").sees("ตรวจดูก่อนส่ง", JOBS)


def test_officers_and_executives_see_questions_in_their_list(resident, clerk, head, nayok, palad):
    resident.says(JOBS).presses(ASK)
    clerk.says("งานของฉัน").sees("คำถามที่รอคำตอบ 1 ข้อ", JOBS).can_press("ตอบผู้ถาม")
    palad.says("งานของฉัน").sees(JOBS).can_press("ตอบผู้ถาม")
    nayok.says("งานของฉัน").sees(JOBS, "ระบบยังไม่มีคำตอบ")
    assert "ตอบผู้ถาม" not in nayok.buttons
    head.says("งานของฉัน").does_not_see("รอคำตอบ")


def test_another_section_takes_over_and_answers(resident, clerk, officer):
    resident.says(JOBS).presses(ASK)
    clerk.presses("ส่งให้กองอื่น").presses("กองช่าง").sees("ส่งคำถามให้กองช่างแล้ว")
    officer.sees(JOBS).presses("ตอบผู้ถาม").says("รับคนงานหนึ่งคนค่ะ").presses("แก้ไข")
    officer.says("รับคนงานสองคนค่ะ").presses("ยืนยัน").sees("ส่งคำตอบถึงผู้ถามแล้ว")
    resident.sees("คำตอบจากกองช่าง", "รับคนงานสองคนค่ะ")
    clerk.presses("ตอบผู้ถาม").sees("ไม่พบ")


def test_the_second_answer_says_who_was_first(resident, clerk, palad):
    resident.says(JOBS).presses(ASK)
    palad.says("งานของฉัน").presses("ตอบผู้ถาม").says("ไม่มีค่ะ")
    clerk.presses("ตอบผู้ถาม").says("ยังไม่เปิดรับค่ะ").presses("ยืนยัน")
    palad.presses("ยืนยัน").sees("ตอบคำถามนี้ไปแล้วเมื่อ")
    resident.sees("ยังไม่เปิดรับค่ะ").does_not_see("ไม่มีค่ะ")


def test_the_same_question_twice_is_one_question(bot, resident, clerk):
    resident.says(f"{ASK} {JOBS}").says(f"{ASK} {JOBS}")
    assert clerk.screen.count("ข้อความที่ 1") == 1
    resident.says("ติดตามเรื่อง").sees("คำถามที่รอเจ้าหน้าที่ตอบ", JOBS)


def test_a_question_that_accuses_is_offered_the_protected_way(resident, officer):
    officer.looks_away()
    resident.says(f"{ASK} ช่างกองช่างเรียกเงินใต้โต๊ะ 500 บาท ผิดไหม").sees("ร้องเรียนเจ้าหน้าที่")
    officer.hears_nothing()


def test_a_question_taken_back_is_gone(resident, clerk):
    resident.says(ASK).says(JOBS).unsends()
    clerk.says("งานของฉัน").does_not_see(JOBS)


def test_its_words_and_its_sender_are_forgotten_after_a_year(bot, resident):
    resident.acts_at(NOON).says(f"{ASK} {JOBS}")
    later = NOON + timedelta(days=366)
    forget(bot.office, later)
    with bot.office.store.read() as tx:
        assert (tx.inquiries.find(1).sender, tx.inquiries.find(1).words) == ("", "")


def test_who_deletes_their_data_deletes_their_questions(bot, resident):
    resident.says(f"{ASK} {JOBS}").says("ลบข้อมูลของฉันด้วย").sees("คำถามและข้อเสนอแนะ")
    resident.presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน")
    with bot.office.store.read() as tx:
        assert tx.inquiries.find(1).words == ""


@pytest.mark.parametrize("asked", ["วันนี้เปิดไหม", "ขอเบอร์กองช่าง", "พรุ่งนี้หยุดไหมคะ", "กี่โมงปิด"])
def test_whoever_asks_whether_it_is_open_or_whose_number_sees_it(resident, asked):
    resident.says(asked).sees("เวลาทำการ", "ขณะนี้", "โทรศัพท์")


def test_the_number_of_a_section_stands_first(resident):
    resident.says("ขอเบอร์กองช่าง").sees("0 3800 0003")


# ------------------------------------------------------------------ praise and suggestions
@pytest.mark.parametrize(
    ("said", "heard", "thanks"),
    [
        ("ชมช่างที่มาซ่อมไฟเมื่อวาน บริการดีมาก สุภาพมาก", "คำชมจากประชาชน", "ส่งคำชมให้กองช่าง"),
        ("ขอเสนอแนะให้เพิ่มไฟส่องสว่างรอบสระน้ำ", "ข้อเสนอแนะจากประชาชน", "ขอบคุณสำหรับข้อเสนอแนะ"),
    ],
)
def test_praise_and_suggestions_are_told_to_the_section_and_thanked(
    resident, officer, head, said, heard, thanks
):
    resident.says(said).sees(thanks).does_not_see("ตรงกับประเภทใด", "ร้องเรียนเจ้าหน้าที่ใช่ไหม")
    officer.sees(heard, said)
    head.sees(heard, said)
    assert "รับเรื่อง" not in officer.buttons


def test_praise_with_a_reserve_goes_to_nobody_unasked_and_then_without_a_name(resident, officer):
    resident.says("กองช่างบริการดีมาก แม้จะมีค่าน้ำชาบ้าง").sees("ยังไม่ส่งให้เจ้าหน้าที่คนใด")
    officer.does_not_see("ค่าน้ำชา")
    resident.presses("เป็นคำชม").sees("ส่งคำชมให้")
    officer.sees("คำชมจากประชาชน", "ค่าน้ำชาบ้าง").does_not_see("ผู้ส่ง")


def test_they_are_counted_apart_in_the_month(resident, clerk, nayok):
    resident.says(f"{ASK} {JOBS}").says("ชมเจ้าหน้าที่ทะเบียน บริการดีมาก").complains()
    clerk.presses("ตอบผู้ถาม").says("ยังไม่มีค่ะ").presses("ยืนยัน")
    nayok.says("ขอสรุปเดือนนี้").sees("รับเรื่อง\n1\n", "คำถาม\n1\n", "คำชม\n1\n", "ข้อเสนอแนะ\n0\n")


# ------------------------------------------------------------------ instead of pressing a topic
def test_a_topic_is_chosen_by_its_number_or_left_to_the_office(resident):
    resident.says("ท่อหน้าบ้านตันมานานแล้ว น้ำไหลเข้าครัว").sees("ตรงกับประเภทใด")
    resident.says("ข้างบ้านก็เป็นเหมือนกัน").sees("เพิ่มข้อความนี้ในเรื่องแล้ว", "ตรงกับประเภทใด")
    resident.says("กดไม่เป็นลูก").sees("ตรวจดูก่อนส่ง", "ท่อระบายน้ำ").does_not_see("กดไม่เป็น")
    resident.says("ยกเลิก").says("ถนนหน้าวัดเป็นหลุม").says("อันแรกค่ะ").sees("ตรวจดูก่อนส่ง", "ถนน")


def test_an_accusation_added_to_a_story_is_asked_about_whatever_topic_is_chosen(resident):
    resident.says("ท่อหน้าบ้านตันมานานแล้ว น้ำไหลเข้าครัว").sees("ตรงกับประเภทใด")
    resident.says("ช่างดีมาก ถึงจะรับซองก็ตาม").presses("ท่อระบายน้ำ น้ำท่วม")
    resident.sees("ยังไม่มีเจ้าหน้าที่คนใดเห็นข้อความ")


def test_whoever_asks_for_a_person_and_gives_a_number_is_called_back(resident, clerk):
    resident.says("ขอคุยกับเจ้าหน้าที่ โทรกลับที่ 089-111-2222 ได้ไหมคะ").sees("ส่งคำถามถึง")
    clerk.sees("089-111-2222")


def test_thanks_in_the_middle_of_a_complaint_are_not_sent_as_praise(resident, clerk):
    resident.says(LAMP).says("yes send it").sees("ตรวจดูก่อนส่ง").does_not_see("คำชม")


def test_words_that_only_the_model_takes_for_praise_stay_with_the_complaint(resident, clerk):
    resident.says(LAMP).says("ดีงามมาก").sees("ประเภท").does_not_see("คำชม")
    clerk.does_not_see("ดีงามมาก")
