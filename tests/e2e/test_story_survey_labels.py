"""The label of a survey's button does what the button does when it is typed, at each question and afterwards."""

import pytest

from storage.tables import survey_follower
from tests.surveys import current_answers, words_of

COUNTER = "ขอรับบริการเก็บขยะ"
FOLLOW, FIX = "แจ้งเมื่อปรับปรุงแล้ว", "ฝากเรื่องให้แก้"
FOLLOWED, STORY = "จะแจ้งให้ท่านทราบ", "เล่าปัญหาที่พบ"


def topics(bot):
    with bot.office.store.read() as tx:
        return [row.topic for row in tx.connection.execute(survey_follower.select())]


def begun(resident):
    return resident.says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)")


def finished(resident):
    begun(resident)
    for _ in range(4):
        resident.presses("มาก (4)")
    return resident.sees("บันทึกคำตอบครบแล้ว")


@pytest.mark.both_databases
def test_being_told_is_typed_after_the_thanks_and_is_no_comment(bot, resident):
    finished(resident).says(FOLLOW).sees(FOLLOWED)
    assert (topics(bot), words_of(bot)) == (["service.waste_collection"], [])
    resident.says("รอนานไปหน่อย").sees("บันทึกข้อความแล้ว")
    assert words_of(bot) == ["รอนานไปหน่อย"]


def test_being_told_is_typed_after_the_comment_when_no_survey_is_open(bot, resident):
    finished(resident).says("รอนานไปหน่อย").says(FOLLOW).sees(FOLLOWED)
    assert topics(bot) == ["service.waste_collection"]


def test_being_told_is_typed_between_two_questions_and_the_question_stands(bot, resident):
    begun(resident).says(FOLLOW).sees(FOLLOWED, "ข้อ 2/5").presses("มาก (4)").sees("ข้อ 3/5")
    assert topics(bot) == ["service.waste_collection"]


def test_being_told_without_an_answer_leads_to_the_services(bot, resident):
    resident.says(FOLLOW).sees("ให้คะแนนก่อน", "ให้คะแนนเรื่องใดหรือบริการใด")
    assert topics(bot) == []


@pytest.mark.parametrize("lead", [begun, finished, lambda resident: resident])
def test_reporting_a_problem_is_typed_at_any_time(bot, resident, lead):
    lead(resident)
    resident.says(FIX).sees(STORY)
    assert words_of(bot) == []


def test_a_typed_level_after_the_thanks_is_no_comment(bot, resident):
    finished(resident).says("น้อย (2)").sees("ยังไม่ได้บันทึกเป็นความเห็น")
    assert words_of(bot) == []
    resident.says("ย้อนกลับ").sees("ข้อ 5/5").says("น้อย (2)")
    assert current_answers(bot)[0]["channels"] == (2,)


@pytest.mark.parametrize("act", ["says", "presses"])
def test_going_back_offers_to_keep_the_answer_and_goes_on(bot, resident, act):
    begun(resident).presses("ย้อนกลับ").sees("คำตอบเดิม: มาก", "ใช้คำตอบเดิม")
    getattr(resident, act)("ใช้คำตอบเดิม")
    resident.sees("ข้อ 2/5")
    assert current_answers(bot) == [{"overall": (4,)}]


def test_stopping_at_an_answered_question_leaves_only_the_comment(bot, resident):
    begun(resident).presses("ย้อนกลับ").presses("หยุด").sees("หยุดแล้วค่ะ").does_not_see("พักก่อน")
    resident.says("รอนานไปหน่อย").sees("บันทึกข้อความแล้ว")


def test_a_changed_answer_is_confirmed_once(resident):
    begun(resident).presses("ย้อนกลับ").presses("น้อย (2)").sees("เปลี่ยนคำตอบข้อ 1")
    resident.says("99").sees("กดเลือกคำตอบ").does_not_see("เปลี่ยนคำตอบข้อ 1")
