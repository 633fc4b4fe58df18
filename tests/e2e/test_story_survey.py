"""Surveys in the chat: a counter from the menu or a QR code, pausing, the whole office, the official EIT."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.organisation.calendar import bangkok
from domain.surveys.eit import EitWindow
from domain.surveys.participation import DoorKind
from handlers.usecases.surveys import rounds
from tests.surveys import count, current_answers, response, words_of

ALL_FOUR = {"steps": (4,), "staff": (4,), "place": (4,), "channels": (4,), "overall": (4,)}
COUNTER = "ขอรับบริการเก็บขยะ"


def opened(bot, key="pulse", days=30):
    """Open a round of one of the office's question sets, from today."""
    with bot.office.uow(bot.now()) as uow:
        closes = bangkok(bot.now()).date() + timedelta(days=days)
        return rounds.open_round(uow, bot.office.question_sets[key], closes=closes)


def door(bot, key="counter", kind=DoorKind.COUNTER, **about):
    with bot.office.uow(bot.now()) as uow:
        found = rounds.standing_round(uow, key)
        return rounds.make_door(uow, found.id, kind, **about)


@pytest.mark.both_databases
def test_a_counter_is_rated_from_the_menu_in_five_taps_and_one_for_the_service(bot, resident):
    resident.says("แบบสำรวจ").sees("ให้คะแนนเรื่องใดหรือบริการใด").presses(COUNTER).sees("ข้อ 1/5")
    for _ in range(5):
        resident.presses("มาก (4)")
    assert current_answers(bot) == [ALL_FOUR]
    resident.sees("บันทึกคำตอบครบแล้ว", "เจ้าหน้าที่ไม่เห็นว่าใครตอบ", "แบบสำรวจของ อบต. เอง", "ไม่พิมพ์ก็ได้")


@pytest.mark.both_databases
def test_a_person_rates_a_counter_once_a_day_however_often_they_try(bot, resident, neighbour):
    for _ in range(2):
        resident.says("แบบสำรวจ").presses(COUNTER)
        for _ in range(5):
            resident.presses("มากที่สุด (5)")
    resident.says("แบบสำรวจ").presses(COUNTER).sees("แก้คำตอบได้").presses("น้อย (2)").presses("หยุด")
    assert [one["overall"] for one in current_answers(bot)] == [(2,)]
    neighbour.says("แบบสำรวจ").presses(COUNTER).presses("น้อย (2)")
    bot.now.move_to(bot.now() + timedelta(days=1))
    resident.acts_at(bot.now()).says("หยุด").says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)")
    assert count(bot, response) == 3


@pytest.mark.both_databases
def test_the_counters_qr_code_types_its_code_and_leads_to_the_first_question(bot, resident):
    code = door(bot, service="waste_collection").code
    resident.says(f"แบบสำรวจ {code}").sees("ข้อ 1/5").does_not_see("Question 1")
    for _ in range(5):
        resident.presses("มาก (4)")
    with bot.office.store.read() as tx:
        (given,) = tx.connection.execute(response.select()).all()
    assert (given.service, given.section, given.state) == ("waste_collection", "health", "complete")


def test_an_unknown_code_and_a_closed_door_get_a_sentence(bot, resident):
    resident.says("แบบสำรวจ AAAAAAAAAAAAAAAA").sees("ไม่พบแบบสำรวจของรหัสนี้")
    code = door(bot).code
    with bot.office.uow(bot.now()) as uow:
        rounds.close_door(uow, code)
    resident.says(f"แบบสำรวจ {code}").sees("แบบสำรวจนี้ปิดแล้ว")


@pytest.mark.both_databases
def test_a_round_that_closes_between_two_taps_says_so_and_loses_nothing(bot, resident):
    found = opened(bot)
    resident.says("แบบสำรวจ").presses(_pulse(bot))
    resident.presses("มาก (4)")
    with bot.office.uow(bot.now()) as uow:
        rounds.close_round(uow, found.id)
    resident.presses("มาก (4)").sees("แบบสำรวจนี้ปิดแล้ว")
    assert current_answers(bot) == [{"equal": (4,)}]


def _pulse(bot):
    """The short label of the button for a set with a long title."""
    assert len(bot.office.question_sets["pulse"].th) > 40
    return "ความเห็นต่อ อบต."


def test_midnight_between_two_answers_is_one_visit(bot, resident):
    resident.says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)")
    bot.now.move_to(bot.now() + timedelta(hours=11))
    resident.acts_at(bot.now()).presses("มาก (4)")
    assert count(bot, response) == 1


@pytest.mark.both_databases
def test_a_pause_keeps_the_place_for_a_week(bot, resident):
    first = resident.says("แบบสำรวจ").presses(COUNTER).keeps("มากที่สุด (5)")
    resident.presses("มาก (4)").presses("พักก่อน").sees("ไม่หาย")
    resident.says("แบบสำรวจ").presses("ตอบต่อ").sees("ข้อ 2/5")
    resident.presses_kept(first).sees("เปลี่ยนคำตอบ")
    assert len(current_answers(bot)) == 1


def test_another_matter_in_between_is_finished_and_then_the_survey_is_offered_once(bot, resident):
    resident.says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)")
    resident.complains()
    resident.sees("แบบสำรวจที่ค้างไว้").presses("ตอบต่อ").sees("ข้อ 2/5")


def test_a_photo_or_a_sticker_is_answered_and_the_question_stands(resident):
    resident.says("แบบสำรวจ").presses(COUNTER)
    resident.sends_photos().sees("กดเลือกคำตอบ", "ข้อ 1/5")
    resident.sends_sticker().sees("ข้อ 1/5")


@pytest.mark.parametrize(
    "text", ["ก" * 2001, "=HYPERLINK(1)", "🙂" * 40, "'; DROP TABLE answer; --"]
)
def test_any_words_are_kept_as_they_are_or_refused_by_a_sentence(bot, resident, text):
    resident.says("แบบสำรวจ").presses(COUNTER)
    for _ in range(5):
        resident.presses("มาก (4)")
    resident.says(text)
    if len(text) > 2000:
        resident.sees("ยาว 2001 ตัวอักษร")
    assert words_of(bot) == ([] if len(text) > 2000 else [text])


@pytest.mark.parametrize("level", ["มากที่สุด (5)", "น้อยที่สุด (1)"])
def test_the_official_eit_is_shown_in_its_window_whatever_was_answered(bot, resident, level):
    day = bangkok(bot.now()).date()
    window = EitWindow(2570, day, day, "https://itas.example/eit/nawanghin", None, "ประกาศ", True)  # noqa: FBT003
    _set_windows(bot, window)
    resident.says("แบบสำรวจ").presses(COUNTER)
    for _ in range(5):
        resident.presses(level)
    if level.startswith("น้อย"):
        resident.presses("รอนาน").presses("พอแล้ว")
    resident.sees("แบบวัด EIT ของ ป.ป.ช. ปีงบประมาณ 2570").can_press("ตอบแบบวัดของ ป.ป.ช.")


def test_an_unverified_window_is_shown_to_nobody(bot, resident):
    day = bangkok(bot.now()).date()
    _set_windows(bot, EitWindow(2570, day, day, "https://itas.example", None, "เดา", False))  # noqa: FBT003
    resident.says("แบบสำรวจ").presses(COUNTER).presses("หยุด").does_not_see("ป.ป.ช.")


def _set_windows(bot, *windows):
    bot.worker._context = replace(bot.worker._context, eit_windows=windows)


def test_a_survey_of_the_whole_office_is_answered_once_in_a_round(bot, resident):
    opened(bot)
    resident.says("แบบสำรวจ").presses(_pulse(bot)).sees("ข้อ 1/6")
    for label in ("มาก (4)", "มาก (4)", "ไม่เคย (1)", "มาก (4)", "มาก (4)", "มาก (4)"):
        resident.presses(label)
    resident.sees("ไม่ใช่แบบวัด EIT")
    resident.says("แบบสำรวจ")
    assert _pulse(bot) not in resident.buttons


def test_who_was_asked_for_money_alarms_head_and_palad(bot, resident, head, palad):
    opened(bot)
    palad.looks_away()
    resident.says("แบบสำรวจ").presses(_pulse(bot)).presses("มาก (4)").presses("มาก (4)").presses(
        "เคย (2)"
    )
    palad.sees("ถูกเรียกรับเงิน").does_not_see("สมศรี")


def test_telling_of_improvements_is_kept_apart_and_deleted_with_my_data(bot, resident):
    resident.says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)").presses("หยุด")
    resident.presses("แจ้งเมื่อปรับปรุงแล้ว").sees("เก็บแยกจากคำตอบ")
    resident.says("ข้อมูลของฉัน").sees("แบบสำรวจที่ตอบ\n2")
    resident.presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน").says("ข้อมูลของฉัน").sees("แบบสำรวจที่ตอบ\n0")


def test_a_new_year_begins_a_new_round(bot, resident):
    resident.says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)").presses("หยุด")
    year = rounds.year_bounds(2573)[0]
    bot.now.move_to(year + timedelta(days=1))
    resident.acts_at(bot.now()).says("แบบสำรวจ").presses(COUNTER).presses("มาก (4)")
    with bot.office.store.read() as tx:
        found = [one for one in tx.survey_rounds.all() if one.question_set.key == "counter"]
    assert next(bangkok(one.opens_at).date() for one in found) == date(2029, 10, 1)
