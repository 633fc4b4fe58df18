"""Deadlines: the morning digest, warnings to ever higher posts, and residents who are told of delays."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot import clock
from domain.organisation.calendar import bangkok
from scheduler.jobs import morning_digest, watch_clocks
from storage.tables import complaint, outbox
from tests.chat import Phone


@pytest.fixture
def morning(bot):
    """Go to the time of the digest of the next working day."""

    def run() -> datetime:
        day = bangkok(clock.now()) + timedelta(days=1)
        while not bot.office.calendar.is_working_day(day.date()):
            day += timedelta(days=1)
        return tick(bot, morning_digest, day.replace(hour=8, minute=15))

    return run


def tick(bot, job, now: datetime) -> datetime:
    bot.now.move_to(now)
    job(bot.office, now)
    bot.settle()
    return now


def later(bot, number: str, **passed: float) -> datetime:
    """Return the moment at this time after the deadline of a case."""
    with bot.office.store.read() as tx:
        return tx.all_cases.by_number(number).due_at + timedelta(**passed)


def pushes(bot) -> int:
    counted = select(func.count()).where(outbox.c.sent_by == "push")
    with bot.office.store.read() as tx:
        return tx.connection.scalar(counted)


def lamp(resident) -> str:
    return resident.complains()


def test_one_message_in_the_morning_lists_what_is_new(bot, resident, officer, colleague, morning):
    number = lamp(resident)
    for one in (officer, colleague):
        one.looks_away()
    now = morning()
    for one in (officer, colleague):
        assert len(one.news) == 1
        one.sees("สรุปงานเช้านี้", "ยังไม่มีผู้รับ 1 เรื่อง", number, "งานของฉัน")
        assert one.news[0]["altText"] == "งานเช้านี้: เรื่องใหม่หรือยังไม่มีผู้รับ 1 เรื่อง"
    tick(bot, morning_digest, now)
    assert len(officer.news) == 1


def test_where_nobody_of_a_section_is_there_who_stands_in_reads_of_its_cases_in_the_morning(
    bot, resident, palad, nayok, morning
):
    number = lamp(resident)
    for one in (palad, nayok):
        one.looks_away()
    morning()
    palad.sees("สรุปงานเช้านี้", "ยังไม่มีผู้รับ 1 เรื่อง", number)
    nayok.hears_nothing()


def test_what_a_section_has_not_taken_is_not_in_the_morning_of_the_palad(
    bot, resident, officer, palad, morning
):
    lamp(resident)
    palad.looks_away()
    morning()
    palad.hears_nothing()


def test_the_day_of_a_second_wait_brings_a_digest_too(bot, resident, officer, morning):
    number = lamp(resident)
    officer.presses("รับเรื่อง")
    for which in (0, 1):
        officer.says("งานของฉัน").presses("ดูรายละเอียด").presses("ดำเนินการอื่น")
        officer.presses("รอ…").presses("งบประมาณ")
        officer.presses(officer.quick_replies[which]).says("รองบ").presses("ยืนยัน")
        with bot.office.store.read() as tx:
            day = bangkok(tx.complaints.by_number(number).review_at)
        officer.looks_away()
        tick(bot, morning_digest, day.replace(hour=8, minute=15))
        officer.sees("ถึงวันนัดตรวจสอบอีกครั้ง 1 เรื่อง", number)
        officer.acts_at(day.replace(hour=10))


def test_a_case_nobody_can_read_stops_no_other_case_s_clock(bot, resident, officer, head):
    broken, number = lamp(resident), lamp(resident)
    with bot.office.store.begin() as tx:
        tx.connection.execute(
            update(complaint).where(complaint.c.number == broken).values(category="no longer there")
        )
    head.looks_away()
    with pytest.raises(ExceptionGroup) as failed:
        tick(bot, watch_clocks, later(bot, number, hours=1))
    bot.settle()
    assert len(failed.value.exceptions) == 1
    head.sees(number)


def test_on_a_day_off_there_is_no_digest(bot, resident, officer):
    lamp(resident)
    officer.looks_away()
    saturday = bangkok(clock.now()).replace(hour=8, minute=15)
    saturday += timedelta(days=(5 - saturday.weekday()) % 7 or 7)
    tick(bot, morning_digest, saturday)
    officer.hears_nothing()


def test_warnings_below_the_end_stand_in_the_digest_alone(bot, resident, officer, morning):
    number = lamp(resident)
    officer.presses("รับเรื่อง").looks_away()
    due = later(bot, number)
    tick(bot, watch_clocks, due - timedelta(days=1))
    officer.hears_nothing()
    day = bangkok(due)
    tick(bot, morning_digest, day.replace(hour=8, minute=15))
    officer.sees("ครบกำหนดวันนี้ 1 เรื่อง", "ใช้เวลาไปแล้ว 80%", number)


@pytest.mark.both_databases
def test_past_its_promise_head_palad_and_nayok_hear_one_after_the_other(
    bot, resident, officer, head, palad, nayok
):
    number = lamp(resident)
    officer.presses("รับเรื่อง")
    ladder = (head, palad, nayok)
    for one in (*ladder, officer):
        one.looks_away()
    notified = []
    for days in (0, 0, 4, 4, 10, 10):
        tick(bot, watch_clocks, later(bot, number, days=days, minutes=5))
        notified.append([len(one.news) for one in ladder])
    # The reply to the resident is overdue as well: two deadlines, two warnings each.
    assert notified[0][0] >= 1
    assert notified[0] == notified[1]
    assert notified[2][1] > notified[0][1]
    assert notified[2] == notified[3]
    assert notified[4][2] > 0
    assert notified[4] == notified[5]
    head.sees("เกินกำหนดเสร็จ", number)
    palad.sees("เรียนปลัดเพื่อโปรดทราบ", number)
    nayok.sees("เรียนนายกเพื่อโปรดทราบ", number)
    resident.says(number).sees("เกินกำหนด แจ้งปลัดแล้ว", "ยังไม่ได้แจ้งผลให้ท่านตามกำหนด แจ้งหัวหน้าแล้ว")
    assert resident.screen.count("เกินกำหนด แจ้งหัวหน้าแล้ว") == 1


def test_its_reporter_reads_of_those_who_were_told_and_of_nobody_else(bot, resident, officer):
    number = lamp(resident)
    officer.looks_away()
    for days in (1, 30):
        tick(bot, watch_clocks, later(bot, number, days=days))
    assert officer.screen.count("\nเกินกำหนดเสร็จ") == 1
    resident.sees("ขออภัยค่ะ", "เตือนผู้รับผิดชอบแล้ว").does_not_see("ผู้บังคับบัญชา")
    resident.says(number).sees("เกินกำหนด เตือนผู้รับผิดชอบแล้ว", "ตามกำหนด เตือนผู้รับผิดชอบแล้ว")
    resident.does_not_see("แจ้งหัวหน้าแล้ว", "แจ้งปลัดแล้ว", "แจ้งนายกแล้ว")


def test_where_the_palad_stands_in_for_the_head_its_reporter_reads_that(
    bot, resident, officer, palad
):
    number = lamp(resident)
    palad.looks_away()
    tick(bot, watch_clocks, later(bot, number, minutes=5))
    palad.sees("เกินกำหนดเสร็จ", number)
    resident.says(number).sees("เกินกำหนด แจ้งปลัดแล้ว").does_not_see("แจ้งหัวหน้าแล้ว")


def test_while_nobody_is_there_nobody_is_said_to_be_told_and_who_comes_later_hears(bot, resident):
    number = lamp(resident)
    now = tick(bot, watch_clocks, later(bot, number, days=30))
    resident.sees("ขออภัยค่ะ", "ล่าช้า").does_not_see("ผู้บังคับบัญชา", "เตือน")
    resident.says(number).does_not_see("เกินกำหนด")
    palad = Phone(bot, "palad").links().looks_away()
    tick(bot, watch_clocks, now + timedelta(hours=1))
    palad.sees("เกินกำหนดเสร็จ", number)
    resident.says(number).sees("เกินกำหนด แจ้งปลัดแล้ว").does_not_see("แจ้งนายกแล้ว")


def test_a_case_about_staff_without_a_custodian_reminds_nobody_until_there_is_one(bot, resident):
    number = resident.complains_of_staff()
    now = tick(bot, watch_clocks, later(bot, number, days=30))
    resident.sees("ล่าช้า").does_not_see("เตือนผู้รับผิดชอบแล้ว")
    custodian = Phone(bot, "integrity").links().looks_away()
    tick(bot, watch_clocks, now + timedelta(hours=1))
    custodian.sees("เกินกำหนดเสร็จ", number)
    resident.says(number).sees("เกินกำหนด เตือนผู้รับผิดชอบแล้ว")


def test_when_the_day_of_a_wait_comes_and_nobody_is_there_nobody_is_said_to_look(
    bot, resident, officer
):
    number = lamp(resident)
    officer.presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ")
    officer.presses(officer.quick_replies[0]).says("รองบปีหน้า").presses("ยืนยัน")
    resident.looks_away()
    with bot.office.store.begin() as tx:
        case = tx.complaints.by_number(number)
        review_at = case.review_at
        tx.officers.retire(case.officer_id, clock.now())
    tick(bot, watch_clocks, review_at + timedelta(minutes=5))
    resident.hears_nothing()


@pytest.mark.both_databases
def test_what_is_late_in_the_same_hour_costs_one_push(bot, resident, neighbour, officer, head):
    numbers = [lamp(resident), lamp(neighbour), lamp(resident)]
    head.looks_away()
    before = pushes(bot)
    tick(bot, watch_clocks, later(bot, numbers[-1], minutes=5))
    head.sees(*numbers)
    assert pushes(bot) == before + 1


def test_a_case_that_waits_warns_nobody(bot, resident, officer, head):
    number = lamp(resident)
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses("ยืนยัน")
    for one in (officer, head):
        one.looks_away()
    tick(bot, watch_clocks, later(bot, number, days=3))
    for one in (officer, head):
        one.hears_nothing()


def test_when_the_day_of_a_wait_comes_holder_and_resident_hear_of_it(bot, resident, officer):
    number = lamp(resident)
    officer.presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ")
    officer.presses(officer.quick_replies[0]).says("รองบปีหน้า").presses("ยืนยัน").looks_away()
    resident.looks_away()
    with bot.office.store.read() as tx:
        review_at = tx.complaints.by_number(number).review_at
    tick(bot, watch_clocks, review_at - timedelta(minutes=5))
    resident.hears_nothing()
    for _ in range(2):
        tick(bot, watch_clocks, review_at + timedelta(minutes=5))
        assert len(resident.news) == len(officer.news) == 1
    officer.sees("ถึงวันนัดตรวจสอบอีกครั้ง", number)
    resident.sees("ยังรองบประมาณ", "แจ้งให้กองช่างตรวจสอบแล้ว")


def test_a_palad_who_holds_a_case_hears_that_the_day_of_its_wait_has_come(
    bot, resident, officer, palad
):
    number = lamp(resident)
    palad.says("งานของฉัน").presses("ดูรายละเอียด").presses("รับเรื่อง")
    palad.presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ")
    palad.presses(palad.quick_replies[0]).says("รองบ").presses("ยืนยัน")
    for one in (palad, officer):
        one.looks_away()
    with bot.office.store.read() as tx:
        review_at = tx.complaints.by_number(number).review_at
    tick(bot, watch_clocks, review_at + timedelta(minutes=5))
    palad.sees("ถึงวันนัดตรวจสอบอีกครั้ง", number)
    officer.hears_nothing()


def test_of_a_case_in_hand_the_resident_hears_when_the_day_of_its_wait_comes(
    bot, resident, officer
):
    number = lamp(resident)
    resident.looks_away()
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ")
    officer.presses(officer.quick_replies[0]).says("รองบปีหน้า").presses("ยืนยัน")
    # The deadline is suspended, so the resident is notified at once, whatever the case's number of pushes.
    officer.sees("พักเรื่อง", "แจ้งให้ผู้แจ้งทราบแล้ว")
    assert len(resident.news) == 2
    with bot.office.store.read() as tx:
        review_at = tx.complaints.by_number(number).review_at
    tick(bot, watch_clocks, review_at + timedelta(minutes=5))
    resident.sees("รองบปีหน้า", "ถึงวันที่นัดไว้แล้ว", "ยังรองบประมาณ")


def test_what_waits_for_the_resident_is_told_them_at_once(bot, resident, officer):
    lamp(resident)
    resident.looks_away()
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("รอ…").presses("ข้อมูลจากผู้แจ้ง")
    officer.presses(officer.quick_replies[0]).says("รอท่านเปิดประตูให้ช่าง").presses("ยืนยัน")
    assert len(resident.news) == 2
    resident.sees("รอท่านเปิดประตูให้ช่าง")


def test_after_fifteen_days_without_a_word_the_resident_hears_why(bot, resident, officer, head):
    number = lamp(resident)
    resident.looks_away()
    now = clock.now()
    tick(bot, watch_clocks, now + timedelta(days=14))
    resident.hears_nothing()
    tick(bot, watch_clocks, now + timedelta(days=15, minutes=1))
    tick(bot, watch_clocks, now + timedelta(days=16))
    assert len(resident.news) == 1
    resident.sees(number, "ขออภัยค่ะ", "ล่าช้า")
    tick(bot, watch_clocks, now + timedelta(days=31))
    assert len(resident.news) == 2
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").sees("แจ้งท่านว่า: ขออภัย")


def test_who_says_it_is_not_fixed_hears_why_it_takes_long_fifteen_days_after_that(
    bot, resident, officer, head
):
    lamp(resident)
    officer.closes()
    disputed = clock.now() + timedelta(days=20)
    resident.acts_at(disputed).presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม").looks_away()
    tick(bot, watch_clocks, disputed + timedelta(days=14))
    resident.hears_nothing()
    tick(bot, watch_clocks, disputed + timedelta(days=15, hours=1))
    assert len(resident.news) == 1


def test_of_a_restricted_case_only_its_custodians_hear_however_late(
    bot, resident, officer, head, palad, nayok, integrity
):
    resident.complains_of_staff()
    everyone = (officer, head, palad, nayok)
    for one in (*everyone, integrity):
        one.looks_away()
    tick(bot, watch_clocks, clock.now() + timedelta(days=60))
    integrity.sees("เกินกำหนด")
    for one in everyone:
        one.hears_nothing()


def test_a_wait_that_ends_gives_the_days_back_and_breaches_nothing(bot, resident, officer, head):
    number = lamp(resident)
    officer.presses("รับเรื่อง").presses("ดำเนินการอื่น").presses("รอ…").presses("งบประมาณ")
    officer.presses(officer.quick_replies[1]).says("รองบกลางปี").presses("ยืนยัน")
    long_after = later(bot, number, days=1)
    tick(bot, watch_clocks, long_after)
    for one in (officer, head):
        one.looks_away()
    officer.acts_at(long_after).presses("แจ้งความคืบหน้า").says("ได้งบแล้ว").presses("ยืนยัน")
    tick(bot, watch_clocks, long_after + timedelta(hours=1))
    head.hears_nothing()
    assert later(bot, number) > long_after
