"""When the month's message quota runs short, messages are deferred to the next reply; none is lost."""

from datetime import timedelta

import pytest

from bot import clock
from domain.organisation.calendar import bangkok, month_key
from handlers.core import dates, push_plan
from scheduler.jobs import ask_for_plan, release_deferred_messages, watch_plan


@pytest.fixture
def used(bot):
    """Use this many messages of a quota of 300, after the bot has asked LINE."""

    def use(count: int, limit: int = 300) -> None:
        bot.line.quota.set(int(bot.now().timestamp() * 1000), limit=limit, used=count)
        ask_for_plan(bot.office, bot.now())
        bot.settle()

    return use


def test_the_plan_is_learnt_from_line_with_what_was_sent_by_hand(bot, used):
    used(120, limit=500)
    with bot.office.read_only_uow(clock.now()) as uow:
        assert (uow.budget.allowance, uow.budget.spent) == (500, 120)


def test_a_case_costs_its_reporter_at_most_three_pushes(bot, resident, officer):
    resident.complains()
    resident.looks_away()
    officer.presses("รับเรื่อง")
    assert len(resident.news) == 1
    for note in ("สั่งหลอดไฟแล้ว", "ช่างเข้าพรุ่งนี้"):
        officer.presses("แจ้งความคืบหน้า").says(note).presses("ยืนยัน")
    assert len(resident.news) == 1
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses("ยืนยัน")
    # The question includes the deferred messages, at no extra cost.
    resident.sees("สั่งหลอดไฟแล้ว", "ช่างเข้าพรุ่งนี้", "เสาไหนคะ", "ตอบคำถาม")
    officer.presses("แจ้งความคืบหน้า").says("กำลังเปลี่ยนหลอด").presses("ยืนยัน").closes("เปลี่ยนแล้ว")
    resident.sees("กำลังเปลี่ยนหลอด", "ดำเนินการแล้ว: เปลี่ยนแล้ว", "เรียบร้อยแล้ว")
    with bot.office.store.read() as tx:
        # A question is always pushed and uses none of the pushes of its case.
        assert tx.connection.exec_driver_sql("SELECT pushes FROM complaint").scalar_one() == 2


def test_an_officer_reads_when_the_reporter_hears_not_now_but_later(resident, officer):
    number = resident.complains()
    officer.presses("รับเรื่อง").sees("แจ้งให้ผู้แจ้งทราบแล้ว")
    officer.presses("แจ้งความคืบหน้า").says("สั่งหลอดไฟแล้ว").presses("ยืนยัน")
    officer.sees(f"บันทึกความคืบหน้าของเรื่อง {number} แล้ว", "ผู้แจ้งเปิดดูเองได้").does_not_see("ถึงผู้แจ้งแล้ว")
    officer.presses("ขอข้อมูลเพิ่ม").says("เสาไหนคะ").presses("ยืนยัน").sees("ถึงผู้แจ้งแล้ว")


def test_short_of_messages_news_rides_on_the_residents_next_reply(resident, officer, used):
    number = resident.complains()
    used(285)
    resident.looks_away()
    officer.presses("รับเรื่อง")
    resident.hears_nothing()
    resident.says("สวัสดีค่ะ").sees("รับเรื่องของท่านแล้ว", number)
    resident.says("สวัสดีค่ะ").does_not_see("รับเรื่องของท่านแล้ว")


def test_with_the_plan_used_up_a_closing_waits_for_the_resident_and_stands_on_the_tracking_page(
    resident, officer, used
):
    number = resident.complains()
    officer.presses("รับเรื่อง")
    used(300)
    resident.looks_away()
    officer.closes("เปลี่ยนหลอดใหม่แล้ว")
    resident.hears_nothing()
    resident.says("ติดตามเรื่อง").sees("ดำเนินการแล้ว: เปลี่ยนหลอดใหม่แล้ว", "เรียบร้อยแล้ว")
    resident.says(number).sees("เปลี่ยนหลอดใหม่แล้ว")


def test_what_line_itself_refuses_for_the_month_rides_as_well(bot, resident, officer):
    resident.complains()
    bot.line.quota.set(int(clock.now().timestamp() * 1000), limit=0, used=0)
    resident.looks_away()
    officer.presses("รับเรื่อง")
    resident.hears_nothing()
    resident.says("สวัสดีค่ะ").sees("รับเรื่องของท่านแล้ว")


def test_in_a_new_month_what_could_not_wait_is_pushed(bot, resident, officer, used):
    resident.complains()
    used(300)
    officer.presses("รับเรื่อง").closes("เปลี่ยนหลอดใหม่แล้ว")
    resident.looks_away()
    new_month = push_plan.next_month(clock.now())
    bot.now.move_to(new_month)
    bot.line.quota.set(int(clock.now().timestamp() * 1000), used=0)
    with bot.office.store.begin() as tx:
        tx.outbox.release_deferred(new_month)
    bot.settle()
    resident.sees("ดำเนินการแล้ว: เปลี่ยนหลอดใหม่แล้ว").does_not_see("รับเรื่องของท่านแล้ว")


def test_beyond_half_of_the_plan_officers_hear_of_new_cases_on_their_next_reply_or_in_the_morning(
    resident, officer, used
):
    used(160)
    officer.looks_away()
    number = resident.complains()
    officer.hears_nothing()
    officer.says("งานของฉัน").sees("เรื่องใหม่", number)


def test_not_fixed_reaches_the_head_at_once_however_little_is_left(resident, officer, head, used):
    resident.complains()
    officer.closes("เปลี่ยนแล้ว")
    used(290)
    head.looks_away()
    resident.presses("ยังไม่เรียบร้อย").says("ยังดับอยู่")
    head.sees("ผู้แจ้งเห็นว่ายังไม่เรียบร้อย")


@pytest.mark.parametrize(
    ("count", "words"), [(240, "ไปแล้ว 240 จาก 300"), (300, "ครบ 300 ข้อความแล้ว")]
)
def test_at_four_fifths_and_at_the_end_the_palad_is_told_once(
    bot, palad, officer, used, count, words
):
    used(count)
    for one in (palad, officer):
        one.looks_away()
    for _ in range(2):
        watch_plan(bot.office, clock.now())
        bot.settle()
    palad.says("งานของฉัน") if count == 300 else None
    palad.sees(words)
    officer.hears_nothing()


def test_that_a_plan_was_used_up_is_not_pushed_from_the_next_one(bot, palad, used):
    used(300)
    palad.looks_away()
    month = dates.month(month_key(bangkok(clock.now()).date())).th
    watch_plan(bot.office, clock.now())
    new_month = push_plan.next_month(clock.now())
    bot.now.move_to(new_month)
    bot.line.quota.set(int(clock.now().timestamp() * 1000), used=0)
    release_deferred_messages(bot.office, new_month + timedelta(minutes=5))
    bot.settle()
    palad.hears_nothing()
    palad.says("งานของฉัน").sees(f"เดือน{month} ส่งข้อความ LINE ครบ 300 ข้อความแล้ว")


def test_a_paid_plan_pushes_alerts_all_month(bot, resident, officer, used):
    # A third of the plan is much on the first day of a month, and little in its middle.
    bot.now.move_to(push_plan.next_month(clock.now()) + timedelta(days=14, hours=10))
    used(5000, limit=15000)
    officer.looks_away()
    resident.complains()
    officer.sees("เรื่องใหม่")
