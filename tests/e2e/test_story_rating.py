"""A resident rates the result of a case: a score, the reasons of a low score, an optional comment."""

from datetime import timedelta

import pytest

from tests.surveys import current_answers, words_of

LEVELS = ["มากที่สุด (5)", "มาก (4)", "ปานกลาง (3)", "น้อย (2)", "น้อยที่สุด (1)"]


@pytest.fixture
def rating(resident, officer):
    """A resident whose case was closed and who confirmed it as fixed. The bot asks for the score."""
    resident.complains()
    officer.closes()
    return resident.presses("เรียบร้อยแล้ว").sees("มากน้อยเพียงใด", "ข้อ 1/1")


def scores(bot) -> list[int]:
    return [code for answers in current_answers(bot) for code in answers.get("overall", ())]


def reasons(bot) -> list[tuple[int, ...]]:
    return [answers.get("why", ()) for answers in current_answers(bot)]


def test_the_levels_have_words_in_the_order_of_the_paper_and_none_stands_out(rating):
    assert rating.buttons == LEVELS
    (card,) = [one for one in rating.news if one["type"] == "flex"][-1:]
    assert {button["style"] for button in card["contents"]["footer"]["contents"]} == {"secondary"}
    assert rating.quick_replies == ["ยังบอกไม่ได้", "พักก่อน", "หยุด"]


@pytest.mark.both_databases
def test_a_low_score_is_asked_why_and_may_be_explained(bot, rating):
    rating.presses("น้อย (2)").sees("อยากให้ปรับปรุงเรื่องใด").presses("รอนาน").sees("เลือกแล้ว: รอนาน")
    rating.presses("ชี้แจงไม่ชัดเจน").presses("พอแล้ว").sees("ต้องการบอกอะไรเพิ่มเติม")
    rating.says("รอสองสัปดาห์").sees("บันทึกข้อความแล้ว")
    assert (scores(bot), reasons(bot), words_of(bot)) == ([2], [(1, 2)], ["รอสองสัปดาห์"])


def test_a_good_score_is_not_asked_why(bot, rating):
    rating.presses("มากที่สุด (5)").sees("ต้องการบอกอะไรเพิ่มเติม").sees("บันทึกคำตอบครบแล้ว")
    assert scores(bot) == [5]


@pytest.mark.both_databases
def test_each_answer_is_kept_at_its_tap(bot, rating):
    rating.presses("น้อยที่สุด (1)")
    assert scores(bot) == [1]
    rating.presses("รอนาน").presses("หยุด").sees("คำตอบที่ให้ไว้บันทึกแล้ว")
    assert (scores(bot), reasons(bot)) == ([1], [(1,)])


@pytest.mark.parametrize("typed", ["4", "๔", "มาก", "มาก (4)", "สี่ดาว", "4 คะแนน"])
def test_a_level_may_be_typed(bot, rating, typed):
    rating.says(typed).sees("ต้องการบอกอะไรเพิ่มเติม")
    assert scores(bot) == [4]


@pytest.mark.parametrize(
    ("typed", "level"),
    [
        ("ดีมากจ้า ห้าดาวเลย", 5),
        ("เยี่ยมเลย เอาไปเต็มสิบ", 5),
        ("ปานกลางค่ะ ให้สาม", 3),
        ("ไม่ประทับใจ", 1),
    ],
)
def test_a_level_may_be_said_in_any_words(bot, rating, typed, level):
    rating.says(typed).does_not_see("กดเลือกคำตอบ")
    assert scores(bot) == [level]


def test_a_level_with_its_reason_is_both(bot, rating):
    rating.says("ไม่พอใจเลย ช้ามาก").does_not_see("กดเลือกคำตอบ")
    assert (scores(bot), words_of(bot)) == ([1], ["ไม่พอใจเลย ช้ามาก"])


@pytest.mark.parametrize("typed", ["ไม่ให้ได้ไหม กดไม่เป็น", "ไม่อยากให้คะแนน"])
def test_nobody_must_rate(bot, rating, typed):
    rating.says(typed).does_not_see("กดเลือกคำตอบ", "ข้อ 1/1")
    assert scores(bot) == []


@pytest.mark.parametrize("typed", ["เดี๋ยวๆ ดับอีกแล้ว", "ฝนตกทีเดียว มืดเหมือนเก่า"])
def test_what_is_broken_again_becomes_a_case_with_the_old_topic_and_place(rating, officer, typed):
    rating.says(typed).sees("ตรวจดูก่อนส่ง", typed, "ไฟถนน", "หน้าวัด").presses("ยืนยัน")
    officer.sees("เรื่องใหม่", typed)


def test_also_after_the_thanks(rating, officer):
    rating.says("5").says("ไฟดับอีกแล้ว").sees("ตรวจดูก่อนส่ง", "ไฟถนน", "หน้าวัด")


@pytest.mark.both_databases
@pytest.mark.parametrize("typed", ["ดีมากจ้า ห้าดาวเลย", "เยี่ยมเลย ให้เต็มสิบ", "พอใจมากค่ะ"])
def test_a_rating_typed_instead_of_the_button_confirms_and_rates(
    bot, resident, officer, clerk, typed
):
    number = resident.complains()
    officer.closes()
    clerk.looks_away()
    resident.says(typed).sees(f"บันทึกว่าเรื่อง {number} เรียบร้อยแล้ว", "บันทึกคำตอบ")
    assert scores(bot) == [5]
    clerk.hears_nothing()


def test_a_bad_rating_typed_asks_whether_it_is_fixed(bot, resident, officer):
    resident.complains()
    officer.closes()
    resident.says("แย่มาก ให้หนึ่งดาว").can_press("เรียบร้อยแล้ว", "ยังไม่เรียบร้อย")
    assert scores(bot) == []


@pytest.mark.parametrize("typed", ["9", "0x4", "🙂", "ก"])
def test_what_is_no_answer_leaves_the_question_standing(bot, rating, typed):
    rating.says(typed).sees("กดเลือกคำตอบ", "ข้อ 1/1")
    assert scores(bot) == []


def test_who_was_asked_for_money_is_shown_the_protected_way(rating):
    rating.presses("น้อยที่สุด (1)").presses("เรียกรับเงินหรือสิ่งของ").presses("พอแล้ว")
    rating.sees("เฉพาะผู้รับเรื่องเท่านั้นที่เห็น").presses("ร้องเรียนเจ้าหน้าที่")
    rating.sees("ใครเห็นข้อมูลใดบ้าง")


@pytest.mark.both_databases
@pytest.mark.parametrize("trouble", ["ถนนเป็นหลุมหน้าตลาด", "เกิดไฟไหม้บ้านข้างๆ ช่วยด้วย"])
def test_whoever_tells_of_trouble_is_heard_and_offered_the_survey_once_more(rating, trouble):
    rating.says(trouble).sees("เรื่องนี้ตรงกับประเภทใด").does_not_see("ค้างไว้")
    rating.says("ยกเลิก").sees("แบบสำรวจที่ค้างไว้").presses("ตอบต่อ").sees("ข้อ 1/1")
    rating.says("หยุด").says("ขอบคุณค่ะ").does_not_see("ค้างไว้")


def test_trouble_told_where_a_subject_is_chosen_is_heard(resident):
    resident.says("ประเมินความพึงพอใจ").says("ถนนเป็นหลุมหน้าตลาด").sees("เรื่องนี้ตรงกับประเภทใด")


@pytest.mark.both_databases
def test_a_button_of_an_earlier_bubble_changes_that_answer_and_says_so(bot, rating):
    five = rating.keeps("มากที่สุด (5)")
    rating.presses("มาก (4)").sees("ต้องการบอกอะไรเพิ่มเติม")
    rating.presses_kept(five).sees("เปลี่ยนคำตอบข้อ 1 เป็น “มากที่สุด” แล้ว", "ต้องการบอกอะไรเพิ่มเติม")
    assert scores(bot) == [5]


@pytest.mark.both_databases
def test_after_the_end_an_old_button_still_changes_its_answer(bot, rating):
    two = rating.keeps("น้อย (2)")
    rating.presses("มากที่สุด (5)").says("ขอบคุณค่ะ")
    rating.presses_kept(two).sees("เปลี่ยนคำตอบข้อ 1")
    assert scores(bot) == [2]
    rating.presses_kept(two).sees("บันทึกไว้แล้ว")
    bot.now.move_to(bot.now() + timedelta(days=8))
    rating.acts_at(bot.now()).presses_kept(two).sees("ให้คะแนนเรื่องนี้แล้ว")


def test_a_change_takes_out_what_is_no_longer_asked(bot, rating):
    five = rating.keeps("มากที่สุด (5)")
    rating.presses("น้อย (2)").presses("รอนาน").presses("พอแล้ว").presses_kept(five)
    assert (scores(bot), reasons(bot)) == ([5], [()])


def test_a_press_of_somebody_elses_button_changes_nothing(bot, rating, neighbour):
    five = rating.keeps("มากที่สุด (5)")
    rating.presses("น้อย (2)")
    neighbour.presses_kept(five).sees("ปุ่มนี้หมดอายุแล้ว")
    assert scores(bot) == [2]


def test_who_confirmed_and_went_away_can_still_rate(bot, rating):
    rating.says("ยกเลิก").says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("ให้คะแนน")
    rating.presses("มาก (4)")
    assert scores(bot) == [4]


def test_a_case_that_is_open_cannot_be_rated(resident):
    resident.complains()
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert "ให้คะแนน" not in resident.buttons


def test_nobody_rates_or_judges_anothers_case(bot, resident, neighbour, officer):
    resident.complains()
    officer.closes()
    neighbour.presses_kept(resident.keeps("เรียบร้อยแล้ว")).sees("ไม่พบเรื่องนี้")
    neighbour.presses_kept(resident.keeps("ยังไม่เรียบร้อย")).sees("ไม่พบเรื่องนี้")
    assert current_answers(bot) == []


@pytest.mark.both_databases
def test_head_and_palad_hear_of_a_low_score_the_same_day_but_not_whose(
    resident, officer, head, palad
):
    number = resident.complains()
    officer.closes()
    head.looks_away()
    resident.presses("เรียบร้อยแล้ว").presses("น้อยที่สุด (1)")
    for boss in (head, palad):
        boss.sees("คะแนนต่ำ", "ไฟถนน", "น้อยที่สุด (1/5)").does_not_see(number, "สมศรี")


def test_the_menu_offers_closed_cases_that_are_not_rated_yet(resident, officer):
    number = resident.complains()
    officer.closes()
    resident.says("ประเมินความพึงพอใจ").presses(f"{number} ไฟถนน ไฟส่องสว่าง")
    resident.presses("มากที่สุด (5)")
    resident.says("ประเมินความพึงพอใจ").does_not_see(number)


def test_a_case_is_chosen_by_its_number_alone(bot, resident, officer):
    number = resident.complains()
    officer.closes()
    resident.says("ประเมินความพึงพอใจ").says(number).sees("มากน้อยเพียงใด").says("4")
    assert scores(bot) == [4]


def test_a_case_of_somebody_else_is_not_chosen_by_its_number(neighbour, resident, officer):
    number = resident.complains()
    officer.closes()
    neighbour.says("ประเมินความพึงพอใจ").says(number).sees("ต้องการให้คะแนนเรื่องใด")


def test_a_rating_may_be_changed_for_a_week(bot, rating):
    rating.presses("มากที่สุด (5)").sees("แก้คำตอบได้ภายใน 7\u00a0วัน")
    rating.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เปลี่ยนคะแนน").sees("คำตอบเดิม: มากที่สุด")
    rating.presses("มาก (4)")
    assert scores(bot) == [4]
    bot.now.move_to(bot.now() + timedelta(days=8))
    rating.acts_at(bot.now()).says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert [label for label in rating.buttons if "คะแนน" in label] == []


def test_a_case_cannot_be_rated_long_after_its_end(bot, rating):
    """The link between answer and case is deleted after 30 days, so a second rating could not be recognised."""
    rating.says("หยุด")
    rate = {"type": "postback", "label": "ให้คะแนน", "data": "rating/case/1/"}
    bot.now.move_to(bot.now() + timedelta(days=31))
    rating.acts_at(bot.now()).presses_kept(rate).sees("ภายใน 30 วัน")
    rating.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert [label for label in rating.buttons if "คะแนน" in label] == []


@pytest.mark.both_databases
def test_my_data_counts_the_answers_and_really_deletes_them(bot, rating):
    rating.presses("น้อยที่สุด (1)").presses("รอนาน").presses("พอแล้ว").says("รอนานมาก")
    rating.says("ข้อมูลของฉัน").sees("แบบสำรวจที่ตอบ", "1")
    rating.presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert (current_answers(bot), words_of(bot)) == ([], [])


def test_a_comment_that_is_unsent_is_gone(bot, rating):
    rating.presses("มาก (4)").says("ช้าไปหน่อย")
    assert words_of(bot) == ["ช้าไปหน่อย"]
    rating.unsends()
    assert "ช้าไปหน่อย" not in str(words_of(bot))


def test_back_asks_the_question_before_and_keeps_its_answer_until_then(bot, rating):
    rating.presses("น้อย (2)").presses("รอนาน").presses("พอแล้ว").presses("ย้อนกลับ").sees(
        "อยากให้ปรับปรุงเรื่องใด"
    )
    assert reasons(bot) == [(1,)]
    rating.presses("ย้อนกลับ").sees("มากน้อยเพียงใด").presses("ปานกลาง (3)").sees("อยากให้ปรับปรุงเรื่องใด")
    rating.presses("ไม่เป็นธรรม").presses("พอแล้ว")
    assert (scores(bot), reasons(bot)) == ([3], [(4,)])


def test_three_reasons_are_enough(bot, rating):
    rating.presses("น้อย (2)")
    for label in ("รอนาน", "ชี้แจงไม่ชัดเจน", "พูดจาไม่สุภาพ"):
        rating.presses(label)
    rating.sees("ต้องการบอกอะไรเพิ่มเติม")
    assert reasons(bot) == [(1, 2, 3)]
