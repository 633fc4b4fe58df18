"""Coming back: to a case that is open, and to a complaint that was never sent."""

from datetime import timedelta

import pytest

from scheduler.jobs import forget
from tests.chat import LAMP
from tests.moments import NOON

STREET_LIGHT = "ไฟถนน ไฟส่องสว่าง"


@pytest.fixture
def waiting(resident):
    """A resident with one open case about a lamp; `resident.case` is its number."""
    resident.follows()
    resident.case = resident.complains()
    return resident


# ------------------------------------------------------------------ to an open case
def test_words_of_coming_back_are_added_to_the_open_case(waiting, officer):
    waiting.says("ไฟที่แจ้งไปแล้วยังไม่มาซ่อมเลย ตอนนี้ดับสองดวง")
    waiting.sees(f"เพิ่มข้อมูลเรื่อง {waiting.case}", "ดับสองดวง").presses("ยืนยัน")
    officer.says("งานของฉัน").presses("ดูรายละเอียด")
    waiting.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ท่านเพิ่มข้อมูล", "ดับสองดวง")


def test_it_can_still_be_a_new_matter_and_no_word_is_lost(waiting):
    waiting.says("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม แถวตลาดก็ดับ").presses("เป็นเรื่องใหม่")
    waiting.sees("เรื่องนี้ตรงกับประเภทใด").presses(STREET_LIGHT).sees("แถวตลาดก็ดับ").presses("ยืนยัน")
    assert waiting.number() != waiting.case


def test_who_asks_how_far_it_is_sees_the_case_at_once(waiting):
    waiting.says("ไปถึงไหนแล้วคะ").sees(waiting.case, "รอเจ้าหน้าที่รับเรื่อง")
    waiting.does_not_see("เพิ่มข้อมูลเรื่อง")


def test_a_question_with_something_to_say_shows_the_case_and_offers_to_send_it(waiting):
    waiting.says("เมื่อไหร่จะมาซ่อมไฟ มืดมากกลัวโจร").sees("รอเจ้าหน้าที่รับเรื่อง")
    waiting.sees(f"เพิ่มข้อมูลเรื่อง {waiting.case}", "กลัวโจร")


def test_the_number_alone_shows_the_case_and_with_words_it_takes_them(waiting):
    waiting.says(f"ขอทราบผล {waiting.case} ค่ะ").sees(waiting.case, "รอเจ้าหน้าที่รับเรื่อง")
    waiting.says(f"{waiting.case} อยู่ตรงเสาที่สามนับจากวัด")
    waiting.sees(f"เพิ่มข้อมูลเรื่อง {waiting.case}", "เสาที่สาม")


def test_another_topic_is_a_new_matter_whatever_else_it_says(waiting):
    waiting.says("ขยะที่แจ้งไว้ยังไม่มาเก็บเลย").sees("เรื่องนี้ตรงกับประเภทใด")


def test_the_same_topic_without_a_word_of_coming_back_is_a_new_matter(waiting):
    waiting.says("ไฟหน้าโรงเรียนดับ").sees("เรื่องนี้ตรงกับประเภทใด")


def test_somebody_elses_case_is_never_meant(waiting, neighbour):
    neighbour.follows().says("ไฟที่แจ้งไปแล้วยังไม่มาซ่อม").sees("เรื่องนี้ตรงกับประเภทใด")
    neighbour.does_not_see(waiting.case)


# ------------------------------------------------------------------ to a complaint never sent
@pytest.fixture
def begun(resident):
    """A resident who told of a lamp yesterday at noon and never pressed ยืนยัน."""
    return resident.acts_at(NOON).follows().says(LAMP)


def test_the_next_day_the_old_draft_is_offered_before_anything_is_mixed(begun):
    begun.acts_at(NOON + timedelta(hours=13)).says("ขยะหน้าบ้านไม่มาเก็บ")
    begun.sees("มีเรื่องที่ยังไม่ได้ส่ง", LAMP)
    begun.sees("ระบบจะลบเรื่องเดิม")
    assert begun.quick_replies == ["เรื่องเดียวกัน", "เรื่องใหม่"]


def test_within_hours_more_words_simply_belong_to_it(begun):
    begun.acts_at(NOON + timedelta(hours=11)).says("ดับทั้งซอย").does_not_see("ยังไม่ได้ส่ง")
    begun.presses(STREET_LIGHT).sees(f"{LAMP}\nดับทั้งซอย")


def test_going_on_keeps_the_new_words_with_the_old(begun):
    begun.acts_at(NOON + timedelta(hours=13)).says("ตอนนี้ดับสองดวง").presses("เรื่องเดียวกัน")
    begun.presses(STREET_LIGHT).sees(f"{LAMP}\nตอนนี้ดับสองดวง", "ตรวจดูก่อนส่ง")


def test_a_new_matter_keeps_the_new_words_alone(begun):
    begun.acts_at(NOON + timedelta(hours=13)).says("ขยะหน้าบ้านไม่มาเก็บ").says("สามวันแล้ว")
    begun.presses("เรื่องใหม่").sees("เรื่องนี้ตรงกับประเภทใด").presses("ขยะ ถังขยะ")
    begun.sees("ขยะหน้าบ้านไม่มาเก็บ\nสามวันแล้ว").does_not_see(LAMP)


def test_new_words_that_are_no_complaint_are_heard_as_what_they_are(begun):
    asked = "ลงทะเบียนเบี้ยผู้สูงอายุใช้เอกสารอะไร"
    begun.acts_at(NOON + timedelta(hours=13)).says(asked).presses("เรื่องใหม่").sees(
        "บัตรประจำตัวประชาชน"
    )


def test_a_greeting_is_answered_and_the_old_draft_offered_below(begun):
    begun.acts_at(NOON + timedelta(hours=13)).says("สวัสดีค่ะ").sees(
        "มีอะไรให้ช่วย", LAMP, "ต้องการทำต่อไหม"
    )
    begun.presses("ทำต่อ").presses(STREET_LIGHT).sees("ตรวจดูก่อนส่ง", LAMP).does_not_see("สวัสดี")


@pytest.mark.parametrize("way", ["เรื่องเดียวกัน", "เรื่องใหม่"])
def test_a_photo_sent_meanwhile_is_lost_neither_way(begun, way):
    begun.acts_at(NOON + timedelta(hours=13)).sends_photos().sees("มีเรื่องที่ยังไม่ได้ส่ง").presses(way)
    if way == "เรื่องใหม่":
        begun.sees("ช่วยเล่าสั้น ๆ").says("ไฟหน้าโรงเรียนดับ")
    begun.presses(STREET_LIGHT).sees("รูป 1")


@pytest.mark.parametrize("back", ["เรื่องเดียวกัน", "ยกเลิก"])
def test_a_photo_is_kept_for_as_long_as_its_complaint_may_still_be_sent(bot, begun, back):
    begun.sends_photos()
    begun.acts_at(NOON + timedelta(days=25))
    if back == "เรื่องเดียวกัน":
        begun.says("ยังดับอยู่").presses(back)
    else:
        begun.says("ประเมินความพึงพอใจ").sees("ให้คะแนน")
    forget(bot.office, NOON + timedelta(days=54))
    begun.acts_at(NOON + timedelta(days=54))
    if back == "ยกเลิก":
        begun.presses(back)
    begun.presses(STREET_LIGHT).sees("รูป 1")


def test_a_complaint_never_sent_is_forgotten_with_its_photo(bot, begun):
    begun.sends_photos()
    forget(bot.office, NOON + timedelta(days=32))
    begun.acts_at(NOON + timedelta(days=32)).says("แจ้งเรื่อง").does_not_see(LAMP)
    with bot.office.store.read() as tx:
        assert tx.attachments.get_many([1]) == []


def test_a_day_later_it_is_mentioned_once_under_another_answer_and_never_pushed(begun):
    begun.looks_away().hears_nothing()
    begun.acts_at(NOON + timedelta(hours=25)).says("ติดต่อเรา").sees("โทรศัพท์", "มีเรื่องที่ยังไม่ได้ส่ง")
    begun.says("ติดต่อเรา").does_not_see("มีเรื่องที่ยังไม่ได้ส่ง")
    begun.says("บริการและขั้นตอน").does_not_see("มีเรื่องที่ยังไม่ได้ส่ง")


def test_from_the_reminder_one_tap_goes_on(begun):
    begun.acts_at(NOON + timedelta(hours=25)).says("ติดต่อเรา").presses("ทำต่อ")
    begun.sees("เรื่องนี้ตรงกับประเภทใด").presses(STREET_LIGHT).sees(LAMP)


def test_from_the_reminder_one_tap_gives_it_up(begun):
    begun.acts_at(NOON + timedelta(hours=25)).says("ติดต่อเรา").presses("ยกเลิก").sees(
        "ยังไม่มีการส่งข้อมูล"
    )
    begun.acts_at(NOON + timedelta(hours=50)).says("ติดต่อเรา").does_not_see("ยังไม่ได้ส่ง")


def test_a_rating_left_open_does_not_swallow_what_is_said_days_later(resident, officer):
    resident.acts_at(NOON).follows()
    resident.says("ประเมินความพึงพอใจ")
    resident.acts_at(NOON + timedelta(days=2)).says(LAMP).sees("เรื่องนี้ตรงกับประเภทใด")


def test_a_photo_right_after_the_receipt_belongs_to_the_case_that_asked_for_it(resident, officer):
    number = resident.complains()
    officer.looks_away()
    resident.sends_photos("lamp-broken.jpg", "pothole.jpg").sees("เพิ่มรูป 2", number, "ใช่ไหมคะ")
    assert len(resident.news) == 1
    resident.presses("ยืนยัน").sees(f"เพิ่มข้อมูลในเรื่อง {number} แล้ว")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", "รูป 2")


def test_it_may_be_another_matter_and_no_photo_is_lost(resident, officer):
    resident.complains()
    resident.sends_photos().presses("เป็นเรื่องใหม่").sees("เกิดปัญหาอะไร")
    resident.says("ถนนเป็นหลุมหน้าตลาด").presses("ถนน ทางเท้า สะพาน").sees("รูป 1").presses("ยืนยัน")
    resident.says("ติดตามเรื่อง").sees("ถนนเป็นหลุมหน้าตลาด")


@pytest.mark.parametrize("words", ["14/3", "เสาไฟเบอร์ 14 นะคะ ที่แจ้งไปเมื่อกี้"])
def test_right_after_the_receipt_the_number_it_asked_for_belongs_to_the_case(resident, words):
    number = resident.complains()
    resident.says(words).sees(f"เพิ่มข้อมูลเรื่อง {number} ใช่ไหมคะ", words)


def test_thanks_and_another_trouble_right_after_the_receipt_stay_what_they_are(resident):
    resident.complains()
    resident.says("ขอบคุณค่ะ").does_not_see("ใช่ไหมคะ")
    resident.says("ขยะหน้าบ้านไม่มาเก็บ").sees("เรื่องนี้ตรงกับประเภทใด")


def test_hours_later_a_photo_is_a_new_matter(resident):
    resident.acts_at(NOON).complains()
    resident.acts_at(NOON + timedelta(hours=2)).sends_photos().sees("เกิดปัญหาอะไร")


def test_a_question_is_answered_by_a_photo_alone(resident, officer):
    number = resident.complains()
    officer.presses("ขอข้อมูลเพิ่ม").says("ขอดูเลขที่เสา").presses("ยืนยัน").looks_away()
    resident.sends_photos().sees(f"เป็นคำตอบของเรื่อง {number}").presses("ยืนยัน")
    officer.sees("ผู้แจ้งตอบแล้ว", "รูป 1")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("ท่านตอบว่า: รูป 1")


@pytest.fixture
def answering(resident, officer):
    """A resident who has typed the answer to an officer's question, and sent a photo with it."""
    resident.complains()
    officer.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses("ยืนยัน")
    return resident.presses("ตอบคำถาม").says("เสาที่สามจากวัดดับอีกต้น").sends_photos()


@pytest.mark.both_databases
def test_an_answer_reaches_the_officer_who_went_on_without_it(answering, officer):
    officer.presses("แจ้งความคืบหน้า").says("จะไปดูพรุ่งนี้").presses("ยืนยัน").looks_away()
    answering.says("ยืนยัน").sees("เพิ่มข้อมูลในเรื่อง")
    officer.sees("ผู้แจ้งเพิ่มข้อมูล", "เสาที่สามจากวัดดับอีกต้น")
    assert "/photos/" in str(officer.news)


def test_what_was_said_to_a_case_that_is_over_may_become_a_case_of_its_own(answering, officer):
    confirm = answering.keeps("ยืนยัน")
    officer.closes()
    answering.presses_kept(confirm).sees("จบแล้ว", "เสาที่สามจากวัดดับอีกต้น", "รูป 1")
    answering.presses("เป็นเรื่องใหม่").presses("ไฟถนน ไฟส่องสว่าง").sees("รูป 1").presses("ยืนยัน")
    officer.sees("เรื่องใหม่", "เสาที่สามจากวัดดับอีกต้น")


def test_what_was_said_to_a_case_that_is_over_may_be_dropped(answering, officer):
    officer.closes()
    answering.says("ยืนยัน").sees("จบแล้ว").says("ยกเลิก").sees("ยกเลิกแล้ว")


def test_what_was_said_to_a_staff_complaint_that_is_over_stays_among_its_kind(resident, integrity):
    resident.complains_of_staff()
    resident.presses("ดูความคืบหน้า").presses("เพิ่มข้อมูลหรือรูป").says("วันนี้เขามาพูดอีก")
    integrity.closes("ตักเตือนแล้ว")
    resident.says("ยืนยัน").sees("จบแล้ว").presses("เป็นเรื่องใหม่").sees("เรื่องนี้เกี่ยวกับใคร")
    resident.presses("ไม่ทราบ").presses("วันนี้").presses("ไม่มีหลักฐาน").presses("ปกปิดชื่อ").presses("ยืนยัน")
    integrity.sees("เรื่องใหม่", "วันนี้เขามาพูดอีก")


@pytest.mark.parametrize("asks", ["ทำไมเงียบจัง", "แจ้งไปสามรอบแล้วไม่มีใครสนใจ", "เรื่องผมไปถึงไหนแล้ว"])
def test_whoever_asks_after_their_cases_sees_them(waiting, asks):
    waiting.says(asks).sees(waiting.case).does_not_see("เรื่องนี้ตรงกับประเภทใด")


def test_whoever_asks_and_has_none_is_told_so(neighbour):
    neighbour.follows().says("แจ้งแล้วไม่เห็นมาเลย").sees("ยังไม่มีเรื่องที่แจ้ง")
