"""What people write below the emergency numbers: they cannot call, it is over, or they need no report at all."""

from datetime import timedelta

import pytest

from tests.chat import LAMP
from tests.e2e.test_story_emergency import calls
from tests.moments import NOON

BEATEN = "ผัวกระทืบหนู ตอนนี้ล็อกประตูครัวอยู่"
FIRE = "ไฟไหม้ยุ้งข้าวหลังบ้าน"
TOPICS = "ตรงกับประเภทใด"
CARD = "ตรวจดูก่อนส่ง"


# ------------------------------------------------------------------ who cannot call
@pytest.mark.parametrize(
    "words", ["คุยสายไม่ได้ มันยืนอยู่", "กลัวเขาได้ยิน", "พิมพ์หาตำรวจได้มั้ย", "มือถือหมดค่าโทร"]
)
def test_who_cannot_speak_is_told_what_to_do_and_can_send_it(resident, palad, words):
    palad.looks_away()
    resident.follows().says(BEATEN)
    assert "tel:1300" in calls(resident)
    resident.says(words).sees("ไม่ต้องพูดโทรศัพท์", "191", "1300", CARD, words).does_not_see(TOPICS)
    palad.hears_nothing()
    resident.says("หมู่ 4 บ้านติดลานตากข้าว").sees("หมู่ที่ 4").says("ส่งเลย").sees("รับแจ้งแล้ว")
    palad.sees(BEATEN, words)


def test_the_officers_are_told_at_night(resident, palad):
    resident.acts_at(NOON + timedelta(hours=11)).follows()
    resident.says("ผัวทุบหนู โทรไม่ได้").says("ยืนยัน").sees("รับแจ้งแล้ว")
    palad.sees("ผัวทุบหนู")


def test_who_says_only_that_they_cannot_speak_is_in_danger(resident):
    resident.says("ไม่กล้าพูด เดี๋ยวมันได้ยิน").sees("ไม่ต้องพูดโทรศัพท์", CARD)
    assert calls(resident)[:2] == ["tel:191", "tel:1300"]
    resident.does_not_see("คนที่ทำงานใน อบต.", "จะส่งแบบเรื่องทั่วไป")


@pytest.mark.parametrize("words", ["กด 199 แล้วไม่มีคนรับ", "สายเต็มตลอดเลย", "โทรละ เขาบอกให้รอ"])
def test_who_has_no_answer_gets_the_other_numbers(resident, words):
    resident.says(FIRE).says(words).sees("โทรซ้ำอีกครั้ง", "199 191 1669", CARD)


# ------------------------------------------------------------------ it is over
@pytest.mark.parametrize(
    "words", ["ไม่ต้องแล้วค่ะ", "ดับหมดแล้วจ้า", "รถดับเพลิงมาถึงแล้ว ขอบคุณมาก", "false alarm, sorry"]
)
def test_the_end_of_the_danger_ends_its_report_and_no_other(resident, officer, words):
    resident.says(LAMP).presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    officer.looks_away()
    resident.says(FIRE).says(words).sees("รายการนี้ปิดแล้ว").does_not_see("ถอน", "เพิ่มข้อมูลเรื่อง", TOPICS)
    assert calls(resident) == []
    officer.hears_nothing()


def test_what_only_sounds_like_the_end_does_not(resident):
    resident.says(FIRE).says("รถดับเพลิงมาแล้วแต่ไฟยังไม่ดับ").does_not_see("รายการนี้ปิดแล้ว")


def test_more_of_the_danger_belongs_to_it(resident):
    resident.says("ช่วยด้วยยย").says("ไฟไหม้บ้านข้างๆ ลามมาแล้ว").sees("เพิ่มข้อความนี้").does_not_see(
        "2 เรื่อง"
    )


# ------------------------------------------------------------------ the topics of a danger
@pytest.mark.parametrize(
    "story", ["ตาลื่นล้มในห้องน้ำ ลุกไม่ขึ้น", "น้องแน่นหน้าอกหายใจไม่ออก", "มีคนถือมีดยืนหน้าร้านป้าแต๋ว"]
)
def test_a_place_in_a_cry_is_no_topic(resident, story):
    resident.says(story).sees("จุดเสี่ยง ภัยอันตราย").does_not_see("น้ำประปา", "กลิ่น", "ขยะ", "สิ่งกีดขวาง")


def test_a_problem_that_fits_the_danger_is_offered_after_it(resident):
    resident.says("เขื่อนแตก น้ำป่ามาแล้ว").sees("จุดเสี่ยง ภัยอันตราย", "ท่อระบายน้ำ น้ำท่วม")


# ------------------------------------------------------------------ no report at all
@pytest.mark.parametrize("words", ["ไม่อยากมีชีวิตอยู่แล้ว", "ลุงแถวบ้านอนาจารหลานหนู", "หลานโดนพ่อเลี้ยงข่มขืน"])
def test_who_needs_other_help_gets_no_topics_and_no_card(resident, palad, words):
    palad.looks_away()
    resident.follows().says(words).sees("ยังไม่เห็นข้อความนี้").does_not_see(TOPICS, CARD)
    for more in ("ไม่รู้จะบอกใคร", "ไม่มีใครเข้าใจ", "ค่ะ", "ขอบคุณ"):
        resident.says(more).sees("มีคนพร้อมรับฟัง").does_not_see(TOPICS, CARD, "ยังไม่ได้ส่ง ทำต่อ")
    palad.hears_nothing()


def test_they_may_ask_for_the_officers_and_must_confirm_it(resident, palad):
    palad.looks_away()
    resident.acts_at(NOON + timedelta(hours=11)).says("อยากฆ่าตัวตาย").presses("ให้ อบต. ช่วย")
    resident.sees("อยากฆ่าตัวตาย", "จะเห็นชื่อ LINE").says("อยู่หมู่ 2").sees("อยู่หมู่ 2")
    palad.hears_nothing()
    resident.presses("ยืนยัน").sees("รับแจ้งแล้ว")
    palad.sees("อยากฆ่าตัวตาย")


def test_the_number_that_listens_stays_in_every_answer(resident):
    resident.says("อยากหายไป อยู่ไปก็ไม่มีใครต้องการ").says("ฮือๆ").sees("โทร 1323")
    resident.says("ทำไงดีคะ").sees("โทร 1323")


def test_what_was_taken_back_is_gone(resident):
    resident.says("อยากฆ่าตัวตาย")
    resident._act("unsend", message_id=resident.own_messages[-1])
    resident.says("ขอโทษค่ะ").does_not_see("ฆ่าตัวตาย", "ขัดข้อง")


def test_they_may_think_better_of_it(resident, palad):
    palad.looks_away()
    resident.says("อยากฆ่าตัวตาย").presses("ให้ อบต. ช่วย").presses("ย้อนกลับ").sees("ยังไม่เห็นข้อความนี้")
    resident.says(LAMP).sees(TOPICS).does_not_see("ฆ่าตัวตาย")
    palad.hears_nothing()


def test_whoever_despairs_in_the_middle_of_a_report_is_heard_first(resident):
    resident.says(LAMP).says("อยากตายจริงๆ").sees("ยังไม่เห็นข้อความนี้").does_not_see(TOPICS)


def test_one_that_may_be_about_staff_is_asked_before_anybody_reads_it(resident, palad):
    palad.looks_away()
    resident.says("เจ้าหน้าที่ อบต. ลวนลามเด็กนักเรียน").presses("ให้ อบต. ช่วย").sees("ผู้ถูกร้องเรียน")
    palad.hears_nothing()


def test_who_does_not_want_to_go_to_school_has_not_cancelled(resident):
    resident.says("โดนเพื่อนแกล้งที่โรงเรียน ครูไม่สนใจ").says("ไม่อยากไปเรียนแล้ว").does_not_see("ยกเลิกแล้ว")
