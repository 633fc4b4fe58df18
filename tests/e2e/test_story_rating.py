"""A resident rates the result: words, reasons for a low score, a comment if they like; once a case."""

from datetime import timedelta

import pytest


@pytest.fixture
def rating(resident, officer):
    """A resident whose case was closed and who has looked: it is fixed. The score is asked for."""
    resident.complains()
    officer.closes()
    return resident.presses("เรียบร้อยแล้ว").sees("มากน้อยเพียงใด")


def ratings(bot) -> list[tuple]:
    with bot.office.store.read() as tx:
        return [
            tuple(row)
            for row in tx.connection.exec_driver_sql(
                "SELECT score, reasons, comment, service FROM rating"
                " WHERE replaced_at IS NULL ORDER BY id"
            )
        ]


def scores(bot) -> list[int]:
    return [row[0] for row in ratings(bot)]


def test_the_scores_have_words_best_first(rating):
    words = ["5 มากที่สุด", "4 มาก", "3 ปานกลาง", "2 น้อย", "1 น้อยที่สุด"]
    assert rating.quick_replies == [*words, "ยกเลิก"]


@pytest.mark.both_databases
def test_a_low_score_is_asked_why_and_may_be_explained(bot, rating):
    rating.presses("2 น้อย").sees("อยากให้ปรับปรุงเรื่องใด").presses("รอนาน")
    rating.sees("ต้องการบอกอะไรเพิ่มเติม").says("รอสองสัปดาห์").sees("บันทึกคะแนนแล้ว")
    assert ratings(bot) == [(2, "slow", "รอสองสัปดาห์", None)]


def test_a_good_score_is_not_asked_why(bot, rating):
    rating.presses("5 มากที่สุด").sees("ต้องการบอกอะไรเพิ่มเติม").presses("ข้าม").sees("บันทึกคะแนนแล้ว")
    assert scores(bot) == [5]


def test_reasons_and_comment_can_be_skipped(bot, rating):
    rating.presses("3 ปานกลาง").presses("ข้าม").presses("ข้าม").sees("บันทึกคะแนนแล้ว")
    assert scores(bot) == [3]


def test_the_score_is_kept_even_when_the_rest_is_never_answered(bot, rating):
    rating.presses("1 น้อยที่สุด")
    assert scores(bot) == [1]


def test_a_score_may_be_typed(bot, rating):
    rating.says("4").sees("ต้องการบอกอะไรเพิ่มเติม")
    assert scores(bot) == [4]


def test_who_was_asked_for_money_is_shown_the_protected_way(rating):
    rating.presses("1 น้อยที่สุด").presses("เรียกรับเงินหรือสิ่งของ").presses("ข้าม")
    rating.sees("เรื่องร้ายแรง").presses("ร้องเรียนเจ้าหน้าที่").sees("ใครเห็นข้อมูลใดบ้าง")


@pytest.mark.both_databases
@pytest.mark.parametrize("trouble", ["ถนนเป็นหลุมหน้าตลาด", "เกิดไฟไหม้บ้านข้างๆ ช่วยด้วย"])
def test_whoever_tells_of_trouble_where_a_score_is_asked_is_heard(rating, trouble):
    rating.says(trouble).sees("เรื่องนี้ตรงกับประเภทใด")
    rating.says("ยกเลิก").says("ประเมินความพึงพอใจ").says(trouble).sees("เรื่องนี้ตรงกับประเภทใด")


def test_one_rating_per_person_and_case(bot, rating, resident):
    five = rating.keeps("5 มากที่สุด")
    rating.presses_kept(five).presses("ข้าม")
    rating.presses_kept(five).sees("ปุ่มนี้หมดอายุแล้ว")
    rating.says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert "ให้คะแนน" not in rating.buttons
    assert scores(bot) == [5]


def test_a_score_pressed_twice_in_one_breath_is_one_rating(bot, rating):
    five, two = rating.keeps("5 มากที่สุด"), rating.keeps("2 น้อย")
    rating.presses_kept(five).presses_kept(two)
    assert scores(bot) == [5]


def test_who_confirmed_and_went_away_can_still_rate(bot, rating):
    rating.presses("ยกเลิก").says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("ให้คะแนน")
    rating.presses("4 มาก").presses("ข้าม")
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
    assert ratings(bot) == []


def test_the_head_hears_of_a_low_score_but_not_whose_it_is(resident, officer, head):
    number = resident.complains()
    officer.closes()
    head.looks_away()
    resident.presses("เรียบร้อยแล้ว").presses("1 น้อยที่สุด")
    head.sees("1 จาก 5", "ไฟถนน").does_not_see(number, "สมศรี")


def test_a_counter_service_is_rated_from_the_menu_as_often_as_one_comes(bot, resident):
    for score in ("5 มากที่สุด", "4 มาก"):
        resident.says("ประเมินความพึงพอใจ").presses("ขอรับบริการเก็บขยะ")
        resident.presses(score).presses("ข้าม").sees("บันทึกคะแนนแล้ว")
    assert [(row[0], row[3]) for row in ratings(bot)] == [
        (5, "waste_collection"),
        (4, "waste_collection"),
    ]


def test_the_menu_offers_closed_cases_that_are_not_rated_yet(resident, officer):
    number = resident.complains()
    officer.closes()
    resident.says("ประเมินความพึงพอใจ").presses(f"{number} ไฟถนน ไฟส่องสว่าง")
    resident.presses("5 มากที่สุด").presses("ข้าม")
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


def test_a_rating_may_be_changed_for_a_week(bot, resident, officer):
    number = resident.complains()
    officer.closes()
    resident.says("ประเมินความพึงพอใจ")
    choose = resident.keeps(f"{number} ไฟถนน ไฟส่องสว่าง")
    resident.presses_kept(choose).presses("5 มากที่สุด").presses("ข้าม")
    rate = {"type": "postback", "label": "ให้คะแนน", "data": "rating/case/1/"}
    resident.presses_kept(rate).presses("2 น้อย").presses("ข้าม").presses("ข้าม")
    assert scores(bot) == [2]
    bot.now.move_to(bot.now() + timedelta(days=8))
    resident.acts_at(bot.now()).presses_kept(rate).sees("ให้คะแนนเรื่องนี้แล้ว")
    assert scores(bot) == [2]


def test_within_the_week_a_button_under_the_case_changes_the_rating(bot, rating):
    rating.presses("5 มากที่สุด").presses("ข้าม").sees("เปลี่ยนคะแนนได้ภายใน 7 วัน")
    rating.says("ติดตามเรื่อง").presses("ดูรายละเอียด").presses("เปลี่ยนคะแนน").presses("4 มาก").presses(
        "ข้าม"
    )
    assert scores(bot) == [4]
    bot.now.move_to(bot.now() + timedelta(days=8))
    rating.acts_at(bot.now()).says("ติดตามเรื่อง").presses("ดูรายละเอียด")
    assert [label for label in rating.buttons if "คะแนน" in label] == []


def test_nobody_can_delete_a_rating_not_even_its_reporter(bot, rating):
    rating.presses("1 น้อยที่สุด").presses("พูดจาไม่สุภาพ").presses("ข้าม")
    rating.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").sees("ลบแล้ว")
    assert ratings(bot) == [(1, "rude", "", None)]


def test_back_from_the_comment_asks_for_the_reason_again(bot, rating):
    rating.presses("2 น้อย").presses("รอนาน").presses("ย้อนกลับ").presses("ไม่เป็นธรรม").presses("ข้าม")
    assert ratings(bot) == [(2, "unfair", "", None)]
