"""What people type who were taught nothing: about the form, below a closed case, at a survey, days later."""

from datetime import timedelta

import pytest

from domain.surveys.participation import DoorKind
from handlers.usecases.surveys import rounds
from tests.chat import LAMP
from tests.surveys import words_of

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"
COUNTER = "ขอรับบริการเก็บขยะ"


@pytest.fixture
def reviewing(resident):
    """A resident at the review of a complaint."""
    return resident.says(LAMP).presses(STREET_LIGHT)


@pytest.fixture
def closed(resident, officer):
    """A resident whose case the officer has closed; `resident.case` is its number."""
    resident.case = resident.complains()
    officer.closes()
    return resident


def counter_code(bot):
    with bot.office.uow(bot.now()) as uow:
        found = rounds.standing_round(uow, "counter")
        return rounds.make_door(uow, found.id, DoorKind.COUNTER, service="waste_collection").code


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("เดี๋ยวๆ ยังไม่ส่งนะ", "เรื่องนี้ยังไม่ได้ส่งค่ะ"),
        ("ต้องกดตรงไหนคะ", "เรื่องจะส่งถึงเจ้าหน้าที่เมื่อกด “ยืนยัน”"),
        ("ทำไม่เป็น", "ให้เจ้าหน้าที่ช่วยได้"),
        ("พิมพ์ผิดค่ะ", "พิมพ์รายละเอียดใหม่ทั้งหมด"),
        ("ขอแก้สถานที่", "เกิดขึ้นที่ไหน"),
        ("เดี๋ยวๆ ยังไม่ส่งนะ ขอแก้ตรงสถานที่ก่อน", "เกิดขึ้นที่ไหน"),
        ("ลืมส่งรูป", "ส่งรูปได้เลย"),
        ("เดี๋ยวถ่ายใหม่ให้ชัดๆ", "ส่งรูปได้เลย"),
    ],
)
def test_what_is_said_about_the_form_is_no_part_of_the_story(reviewing, text, answer):
    reviewing.says(text).sees(answer).does_not_see(f"{LAMP}\n{text}")
    reviewing.says("ย้อนกลับ").does_not_see(text)


@pytest.mark.parametrize(
    "text", ["ไม่เอาแล้ว ช่างมันเถอะ", "ไม่แจ้งดีกว่า", "never mind", "เปลี่ยนใจ ไม่แจ้งละ เขาซ่อมเองแล้ว"]
)
def test_who_gives_up_has_cancelled(reviewing, officer, text):
    officer.looks_away()
    reviewing.says(text).sees("ยกเลิกแล้ว", "ยังไม่มีการส่งข้อมูล").says("ยืนยัน").does_not_see("รับแจ้งแล้ว")
    officer.hears_nothing()


def test_a_photo_forgotten_is_added_to_the_report_just_sent(resident):
    number = resident.complains()
    resident.says("ขอเพิ่มรูปได้ไหมคะ").sees(f"เพิ่มข้อมูลเรื่อง {number}")


def test_where_several_problems_are_is_said_in_one_text_and_corrected_in_the_next(
    resident, officer
):
    officer.looks_away()
    resident.says("ไฟถนนดับ แล้วก็ขยะล้นถัง").sees("พบ 2 เรื่อง")
    resident.says("อยู่หมู่ 3 ตรงข้ามวัด").sees("พบ 2 เรื่อง", "หมู่ที่ 3 ตรงข้ามวัด")
    resident.says("เอ๊ย ไม่ใช่หมู่ 3 หมู่ 4 จ้ะ").sees("หมู่ที่ 4 ตรงข้ามวัด").does_not_see("หมู่ 3", "หมู่ที่ 3")
    resident.presses("ยืนยัน")
    officer.sees("หมู่ที่ 4 ตรงข้ามวัด")


def test_who_writes_is_no_problem_of_its_own(resident):
    resident.says("สวัสดีจ้ะ ยายอยู่คนเดียว น้ำประปามันไม่ไหลมาสองวันแล้วลูก")
    resident.does_not_see("พบ 2 เรื่อง").can_press("น้ำประปา น้ำใช้")


def test_an_english_correction_of_the_village_changes_it(resident):
    resident.says("the street light at moo 5 is out").presses("Street light")
    resident.sees("หมู่ที่ 5").says("actually it is moo 6").sees("หมู่ที่ 6").does_not_see("หมู่ที่ 5")


@pytest.mark.parametrize("text", ["ยังมืดอยู่เลย ไม่เห็นมีใครมา", "ไม่จริง ยังไม่มีใครมาเลย", "ไฟดับอีกแล้วค่ะ"])
def test_below_a_closed_case_a_text_says_that_it_is_not_fixed(closed, officer, text):
    officer.looks_away()
    closed.says(text).sees(f"เรื่อง {closed.case} ที่ปิดไปแล้ว ยังไม่เรียบร้อยใช่ไหม", text)
    officer.hears_nothing()
    closed.presses("ยืนยัน").sees(f"เปิดเรื่อง {closed.case} อีกครั้ง")
    officer.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย", text)


def test_it_can_be_a_new_matter_all_the_same(closed):
    closed.says("ไฟดับอีกแล้วค่ะ").presses("เป็นเรื่องใหม่").sees("ตรงกับประเภทใด")


@pytest.mark.parametrize("text", ["ถนนพังเหมือนเดิม", "ไฟดับอีกแล้ว หมู่ 11"])
def test_another_topic_or_village_is_another_matter(resident, officer, text):
    resident.complains(f"{LAMP} หมู่ 9")
    officer.closes()
    resident.says(text).does_not_see("ที่ปิดไปแล้ว")


def test_what_is_collected_need_not_be_withdrawn(resident):
    number = resident.complains("ขยะไม่มาเก็บ", "ขยะ ถังขยะ")
    resident.says("ไม่ต้องแล้วค่ะ เก็บแล้ว").sees("เจ้าหน้าที่ยังไม่ทราบ", number).can_press("ยืนยัน", "ถอนเรื่อง")


def test_days_after_an_offer_nobody_answered_another_text_is_heard(bot, resident):
    resident.says("ช่างมาตอนเมา ด่าแม่ผม").sees("ร้องเรียนเจ้าหน้าที่")
    bot.now.move_to(bot.now() + timedelta(days=2))
    resident.acts_at(bot.now()).says("ไฟดับหน้าวัด").sees("ยังไม่ได้ส่งถึงใคร", "ตรงกับประเภทใด")
    resident.does_not_see("ด่าแม่ผม").presses(STREET_LIGHT).sees("ไฟดับหน้าวัด").does_not_see("ด่าแม่ผม")


def test_who_asked_a_question_and_waits_sees_it(resident):
    resident.says("ฝากคำถามให้เจ้าหน้าที่ ที่ดินริมคลองเป็นของใคร").sees("ส่งคำถาม")
    resident.says("ไม่ตอบเลย").sees("ที่ดินริมคลองเป็นของใคร", "ในเวลาทำการ").does_not_see(
        "ตรงกับประเภทใด"
    )


@pytest.mark.parametrize("text", ["เรื่องขยะ", "ไปเรื่องเก็บขยะมาค่ะ"])
def test_what_to_rate_may_be_named_as_people_say_it(resident, text):
    resident.says("แบบสำรวจ").says(text).sees("ข้อ 1/5", COUNTER)


def test_a_name_that_fits_several_services_leaves_those_to_choose(resident):
    resident.says("แบบสำรวจ").says("เบี้ยคนแก่").does_not_see(COUNTER)
    resident.presses("ลงทะเบียนเบี้ยยังชีพผู้สูงอายุ").sees("ข้อ 1/5")


def test_the_first_question_names_the_service_that_is_rated(bot, resident):
    resident.says(f"แบบสำรวจ {counter_code(bot)}").sees("ข้อ 1/5", COUNTER)
    resident.presses("มาก (4)").does_not_see(COUNTER)


def test_a_reason_typed_at_a_question_is_kept_as_the_comment(bot, resident):
    resident.says(f"แบบสำรวจ {counter_code(bot)}").presses("น้อย (2)")
    resident.says("รอตั้งสองชั่วโมง").sees("บันทึกข้อความแล้ว", "ข้อ 2/6").says("คิวยาวมาก").sees("ข้อ 2/6")
    assert words_of(bot) == ["รอตั้งสองชั่วโมง\nคิวยาวมาก"]
    resident.presses("มาก (4)").sees("ข้อ 3/6")


def test_a_problem_outside_still_leaves_the_survey(bot, resident):
    resident.says(f"แบบสำรวจ {counter_code(bot)}").presses("น้อย (2)").says("ถนนหน้าบ้านพังเป็นหลุม")
    resident.sees("ตรงกับประเภทใด")
    assert words_of(bot) == []


def test_the_label_of_the_paused_survey_continues_it_when_typed(bot, resident):
    resident.says(f"แบบสำรวจ {counter_code(bot)}").presses("มาก (4)").says("พักก่อน").sees("พักไว้แล้ว")
    resident.says("ตอบต่อ").sees("ข้อ 2/5").says("ไม่อยากตอบแล้ว").sees("หยุดแล้ว")


def test_somebody_elses_case_is_no_dead_end(resident, neighbour):
    number = resident.complains()
    neighbour.says(number).sees("ไม่พบเรื่องนี้", "พิมพ์แจ้งเป็นเรื่องใหม่")


@pytest.mark.parametrize(
    "text", ["ผลสำรวจกองช่าง", "คนตอบแบบสำรวจกี่คน", "EIT ได้กี่คะแนน", "ขอดูข้อความที่คนเขียน"]
)
def test_an_officers_question_about_surveys_is_no_accusation(head, text):
    head.says(text).sees("ข้อความจากแบบสำรวจ").does_not_see("ร้องเรียนเจ้าหน้าที่")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ขอดูเรื่องถนน", "ไม่พบเรื่องที่ตรงกับที่ค้นหา"),
        ("มีปัญหาอะไรบ้างวันนี้", "ไฟถนนหน้าวัดดับ"),
        ("เรื่องเก่าสุด", "ไฟถนนหน้าวัดดับ"),
        ("ปิดเรื่องหมดหรือยัง", "ไฟถนนหน้าวัดดับ"),
        ("รายงานปีนี้", "เปิดโต๊ะทำงาน"),
    ],
)
def test_an_executive_is_answered_from_the_cases_and_not_as_a_resident(
    resident, palad, text, answer
):
    resident.complains()
    palad.looks_away().says(text).sees(answer).does_not_see("ท่านยังไม่มีเรื่องที่แจ้งไว้")


@pytest.mark.parametrize("text", ["นานไหมคะ", "ส่งแล้วใช่ไหม", "เมื่อไหร่จะมีคนมาดูล่ะ", "จะมีใครมาซ่อมวันไหน"])
def test_a_short_question_about_ones_case_shows_it(resident, text):
    number = resident.complains()
    resident.says(text).sees(number).does_not_see("ยังไม่มีคำตอบ", "ขอบคุณที่ทักมา", "เพิ่มข้อมูลเรื่อง")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("สิ่งกีดขวาง รุกล้ำค่ะ", "สิ่งกีดขวาง รุกล้ำ"),
        ("อันแรกนั่นแหละ", "ไฟถนน"),
        ("โอเค ส่งได้", "ไฟถนน"),
    ],
)
def test_a_topic_is_chosen_in_words_also_one_that_no_button_shows(resident, text, topic):
    resident.says(LAMP).says(text).sees("ตรวจดูก่อนส่ง", topic).does_not_see(f"{LAMP}\n{text}")


def test_who_corrects_spot_and_village_corrects_both(resident):
    resident.says("ไฟดับหน้าตลาด หมู่ 3").presses(STREET_LIGHT).sees("หน้าตลาด")
    resident.says("ไม่ใช่สิ อยู่หลังตลาดต่างหาก หมู่ 2").sees("หมู่ที่ 2 หลังตลาด")
    resident.does_not_see("หมู่ที่ 2 หน้าตลาด", "ต่างหาก")


def test_a_rating_with_a_reserve_is_a_comment_and_leaves_no_survey(bot, resident):
    resident.says(f"แบบสำรวจ {counter_code(bot)}").says("ก็ดีนะ แต่รถมาสาย").sees(
        "บันทึกข้อความแล้ว", "ข้อ 1/5"
    )
    resident.says("4").sees("ข้อ 2/5")
