"""On the 1st at 08:00 the executives get the monthly report exactly once, however often the job runs."""

import threading
from datetime import datetime, timedelta, timezone

import pytest
import urllib3

from bot import clock
from domain.organisation.calendar import bangkok, month_after, month_bounds, month_key
from handlers.usecases import case_filing
from handlers.usecases import monthly_report as months
from handlers.usecases.case_filing import NewComplaint
from scheduler.jobs import monthly_report

BANGKOK = timezone(timedelta(hours=7))
HOUR = timedelta(hours=1)
HTTP = urllib3.PoolManager(retries=False)


@pytest.fixture
def this_month(bot) -> str:
    """The month of the story; the scheduler has been running since before it."""
    month = month_key(bangkok(clock.now()).date())
    monthly_report(bot.office, month_bounds(month)[0] + 8 * HOUR)
    bot.settle()
    return month


def first_of_next(month: str) -> datetime:
    return month_bounds(month)[1]


def tick(bot, now: datetime) -> None:
    bot.now.move_to(now)
    monthly_report(bot.office, now)
    bot.settle()


@pytest.mark.both_databases
def test_the_month_arrives_once_on_the_1st_at_8(
    bot, this_month, resident, officer, palad, nayok, clerk
):
    resident.complains()
    officer.closes()
    resident.presses("เรียบร้อยแล้ว").presses("มากที่สุด (5)")
    recipients = (palad, nayok, clerk)
    for one in (*recipients, officer):
        one.looks_away()
    tick(bot, first_of_next(this_month) + 7 * HOUR)
    palad.hears_nothing()
    for late in (8 * HOUR, 8 * HOUR, 9 * HOUR, 30 * 24 * HOUR):
        tick(bot, first_of_next(this_month) + late)
    # The section that runs the EIT survey also gets the answers by question.
    assert [len(one.news) for one in recipients] == [3, 3, 4]
    clerk.sees("แบบสำรวจความพึงพอใจ", "5 มากที่สุด\n1 คำตอบ (100%)", "เรื่องร้องทุกข์ที่ปิดแล้ว 5.00 (1 คำตอบ)")
    for one in recipients:
        one.sees("สรุปประจำเดือน", "รับเรื่อง\n1", "ปิดเรื่อง\n1")
        one.sees("1 จาก 1", "ไฟถนน ไฟส่องสว่าง: 1 เรื่อง", "ไม่มีเรื่องคงค้าง")
    # Executives see no score of so few people that it tells one's answer.
    for one in (palad, nayok):
        one.sees("1 คำตอบ น้อยกว่า 5 จึงไม่แสดงคะแนน")
    officer.hears_nothing()


@pytest.mark.both_databases
def test_many_schedulers_at_once_send_it_once(bot, this_month, palad):
    palad.looks_away()
    now = first_of_next(this_month) + 8 * HOUR
    bot.now.move_to(now)
    ticks = [threading.Thread(target=monthly_report, args=(bot.office, now)) for _ in range(6)]
    for one in ticks:
        one.start()
    for one in ticks:
        one.join()
    bot.settle()
    assert [one["type"] for one in palad.news] == ["image", "image", "flex"]


def test_the_page_is_a_picture_to_read_and_a_paper_to_sign(
    bot, this_month, resident, officer, nayok
):
    resident.complains()
    nayok.looks_away()
    tick(bot, first_of_next(this_month) + 8 * HOUR)
    picture = nayok.news[0]["originalContentUrl"]
    paper = nayok.keeps("เปิดเอกสาร PDF")["uri"]
    for address, begins in ((picture, b"\x89PNG"), (paper, b"%PDF")):
        answer = HTTP.request("GET", address.replace("https://rongtuk.example", bot.url))
        assert answer.status == 200
        assert answer.data.startswith(begins)
    spoilt = paper.replace(".pdf", "0.pdf").replace("https://rongtuk.example", bot.url)
    assert HTTP.request("GET", spoilt).status == 404


def test_a_run_missed_while_the_machine_was_off_is_made_up(bot, this_month, palad):
    palad.looks_away()
    tick(bot, first_of_next(this_month) + timedelta(days=11))
    assert [one["type"] for one in palad.news] == ["image", "image", "flex"]


def test_two_missed_months_come_in_order(bot, this_month, palad):
    palad.looks_away()
    tick(bot, first_of_next(month_after(this_month)) + timedelta(days=3))
    assert len(palad.news) == 6
    assert [
        this_month in repr(month_report(bot, this_month)),
        bool(month_report(bot, month_after(this_month))),
    ] == [True, True]


def month_report(bot, month: str):
    with bot.office.store.read() as tx:
        return tx.jobs.frozen_month(month)


def test_an_office_that_begins_today_is_told_of_no_month_before(bot, palad):
    palad.looks_away()
    tick(bot, clock.now())
    tick(bot, clock.now())
    palad.hears_nothing()


def test_frozen_figures_do_not_move_when_something_happens_later(
    bot, this_month, resident, officer, palad
):
    number = resident.complains()
    tick(bot, first_of_next(this_month) + 8 * HOUR)
    before = month_report(bot, this_month)
    officer.closes()
    resident.complains("ถนนเป็นหลุมหน้าตลาด", "ถนน ทางเท้า สะพาน")
    with bot.office.uow(clock.now()) as uow:
        figures = months.figures_of(uow, this_month)
    assert figures.sha256 == before.sha256
    assert number in before.figures


def test_a_small_count_of_complaints_about_staff_is_not_told_by_the_month(
    bot, this_month, resident, integrity, palad
):
    number = resident.complains_of_staff("เจ้าหน้าที่ทะเบียน")
    palad.looks_away()
    tick(bot, first_of_next(this_month) + 8 * HOUR)
    palad.sees("ร้องเรียนเจ้าหน้าที่\nแจ้งเป็นรายครึ่งปี", "รับเรื่อง\n0").does_not_see(number, "ทะเบียน")


def test_the_five_oldest_are_named_with_their_age(bot, this_month, resident, palad):
    numbers = [resident.complains() for _ in range(6)]
    palad.looks_away()
    tick(bot, first_of_next(this_month) + 8 * HOUR)
    palad.sees(*numbers[:5]).does_not_see(numbers[5])


def test_what_the_reporters_found_is_counted_apart_and_beside_the_same_month_of_the_year_before(
    bot, this_month, resident, neighbour, officer, palad
):
    a_year_ago = month_bounds(this_month)[0].replace(year=month_bounds(this_month)[0].year - 1)
    with bot.office.uow(a_year_ago + 10 * HOUR) as uow:
        case_filing.file(uow, "U" + "0" * 32, NewComplaint("light", "ไฟดับ"), "a-year-ago")
    for one in (resident, neighbour, neighbour):
        one.complains()
        officer.closes()
    resident.presses("เรียบร้อยแล้ว")
    neighbour.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม")
    palad.looks_away()
    tick(bot, first_of_next(this_month) + 8 * HOUR)
    palad.sees(
        "ผลการยืนยันของผู้แจ้ง",
        "เรียบร้อยแล้ว 1",
        "ยังไม่เรียบร้อย 1",
        "เปิดเรื่องอีกครั้ง 1",
        "3 (เดือนก่อน 0 ปีก่อน 1)",
        "ข้อความ LINE ที่ส่ง",
    )
