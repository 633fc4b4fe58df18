"""No exit leaks a staff complaint. Each search first proves that it finds what is stored in the clear.

The searches look for the reporter's account, the text of the complaint and other facts about the reporter.
A complaint with the name shown and an ordinary case prove that the same search finds them.
"""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.telemetry.logs import JsonLines
from domain.organisation.calendar import bangkok, month_key
from handlers.access import custodians
from handlers.usecases import conduct
from reports.monthly.plain_text import month_lines
from scheduler.jobs import morning_digest, scrub
from storage.db.column_types import metadata
from storage.people.identities import Identities
from tests.addresses import staff_case

STORY = "เรียกรับเงินห้าร้อยบาทที่ช่องสาม"
ORDINARY = "ไฟถนนหน้าวัดดับสามวันแล้ว"
QUESTION, ANSWER = "ช่องหมายเลขอะไรคะคุณ", "ช่องสามวันจันทร์บ่าย"
NAMED, SEALED, UNLINKED = "ให้ผู้รับเรื่องเห็นชื่อ", "ปกปิดชื่อ", "ไม่เก็บชื่อเลย"
HOME = {"person"}
"""The only table that contains accounts in the clear: whoever ever wrote to the office."""


@pytest.fixture
def records() -> Iterator[list[str]]:
    """Collects every line that the program logs, formatted as for the log."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(JsonLines().format(record))
    logging.getLogger().addHandler(handler)
    yield lines
    logging.getLogger().removeHandler(handler)


def account_of(bot, key):
    return bot.line.friends.roster.people[key].id


def rows_of(store) -> dict[str, list[bytes]]:
    """Return every row of every table as bytes, as in a dump of the database."""
    found = {}
    with store.read() as tx:
        for table in metadata.sorted_tables:
            found[table.name] = [
                b"|".join(
                    value if isinstance(value, bytes) else str(value).encode() for value in row
                )
                for row in tx.connection.execute(select(table))
            ]
    return found


def tables_with(store, *words) -> set[str]:
    """Return the tables that contain one of the words in the clear."""
    return {
        table
        for table, rows in rows_of(store).items()
        for row in rows
        if any(word.encode() in row for word in words)
    }


def files_with(folder, *words) -> set[str]:
    """Return the files (database, write-ahead log, attachments) whose bytes contain one of the words."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(word.encode() in path.read_bytes() for word in words):
            found.add(path.name)
    return found


def questioned(resident, integrity):
    """A question and its answer, with a photo, through the bot."""
    integrity.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says(QUESTION).presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says(ANSWER).sends_photos().presses("ยืนยัน")


@contextmanager
def without_sealing(monkeypatch) -> Iterator[None]:
    """Remove the protection: the pseudonym is the account itself, and the identity is in the clear."""
    with monkeypatch.context() as patch:
        patch.setattr(Identities, "pseudonym", lambda _self, account: account)
        yield


# ------------------------------------------------------------------ rest: tables, files, write-ahead log
@pytest.mark.both_databases
@pytest.mark.parametrize("link", [NAMED, SEALED])
def test_no_table_ties_the_reporter_of_a_staff_complaint_to_the_case(
    bot, resident, integrity, link
):
    resident.tells_of_staff(STORY, link=link)
    questioned(resident, integrity)
    assert tables_with(bot.office.store, account_of(bot, "somsri")) == HOME


@pytest.mark.both_databases
def test_no_table_ties_a_reporter_without_a_link_to_the_case(bot, resident, integrity):
    resident.says("ร้องเรียนเจ้าหน้าที่").sends_photos().says("ไม่ทราบ").presses("เมื่อวาน").says(STORY)
    resident.presses("ครบแล้ว").presses(UNLINKED).presses("ยืนยัน")
    code = re.search(r"\w{4}-\w{4}-\w{4}", resident.screen)[0]
    resident.says(code)
    assert tables_with(bot.office.store, account_of(bot, "somsri")) == HOME
    assert tables_with(bot.office.store, code, code.replace("-", "")) == set()


def test_were_it_not_sealed_the_same_look_would_find_it(bot, resident, integrity, monkeypatch):
    with without_sealing(monkeypatch):
        resident.tells_of_staff(STORY, link=SEALED)
    assert tables_with(bot.office.store, account_of(bot, "somsri")) == {*HOME, "complaint"}


@pytest.mark.both_databases
def test_the_words_of_a_complaint_about_staff_lie_sealed_and_of_another_in_the_clear(
    bot, resident, integrity
):
    resident.complains(ORDINARY)
    assert tables_with(bot.office.store, ORDINARY) == {"complaint", "case_words"}
    resident.tells_of_staff(STORY, who="ชายใส่แว่น", link=NAMED)
    questioned(resident, integrity)
    integrity.presses("ปิดเรื่อง").says("ตักเตือนด้วยวาจา").presses("เป็นที่ส่วนบุคคล").presses("ยืนยัน")
    resident.presses("ยังไม่เรียบร้อย").says("ยังเรียกเงินอีก")
    words = (STORY, "ชายใส่แว่น", QUESTION, ANSWER, "ตักเตือนด้วยวาจา", "ยังเรียกเงินอีก")
    assert tables_with(bot.office.store, *words) == set()


def test_half_way_through_not_even_who_is_talking_can_be_seen(bot, resident):
    resident.tells_of_staff(STORY, send=False)
    assert tables_with(bot.office.store, account_of(bot, "somsri")) == HOME
    assert tables_with(bot.office.store, STORY, "conduct") == set()


def test_the_bytes_of_database_log_and_attachments_hold_neither_words_nor_account(
    bot, resident, neighbour, integrity
):
    folder = bot.settings.data_dir
    resident.tells_of_staff(STORY, link=SEALED)
    questioned(resident, integrity)
    neighbour.complains(ORDINARY)
    assert files_with(folder, ORDINARY) != set()
    assert files_with(folder, STORY, QUESTION, ANSWER, "JFIF") == set()
    scrub(bot.office, bot.now())
    account = account_of(bot, "somsri").encode()
    (database,) = (path for path in folder.rglob("*.db"))
    # Once, beside the name: in the table and index of people, and nowhere else.
    near = [
        database.read_bytes()[found.start() - 200 : found.start() + 200]
        for found in re.finditer(account, database.read_bytes())
    ]
    assert near
    numbers = re.compile(rb"\xe0\xb8\x99\xe0\xb8\xa7-\d{4}-9\d{5}-\d")
    assert [numbers.findall(part) for part in near] == [[] for _ in near]


# ------------------------------------------------------------------ people: other officers, the accused, groups
def test_no_officer_but_the_custodian_comes_to_it_by_any_way(
    bot, resident, integrity, palad, nayok, clerk, officer, head
):
    others = (palad, nayok, clerk, officer, head)
    number = resident.tells_of_staff(STORY).number()
    integrity.says("งานของฉัน").sees(number, STORY)
    show, ask = integrity.keeps("ดูรายละเอียด"), integrity.presses("ดูรายละเอียด").keeps("ขอข้อมูลเพิ่ม")
    more = integrity.keeps("ดำเนินการอื่น")
    for other in others:
        other.says("งานของฉัน").does_not_see(number, STORY)
        other.says(number).sees("ไม่พบเรื่องนี้").does_not_see(STORY)
        for button in (show, ask, more):
            other.presses_kept(button).sees("ไม่พบเรื่องนี้").does_not_see(STORY, number)


def test_it_cannot_be_given_to_anybody(resident, integrity):
    resident.tells_of_staff(STORY)
    integrity.presses("ดำเนินการอื่น")
    assert "มอบหมาย" not in integrity.quick_replies
    assert "ส่งต่อกอง" not in integrity.quick_replies


def test_another_resident_finds_nothing(resident, neighbour, integrity):
    number = resident.tells_of_staff(STORY).number()
    neighbour.says(number).sees("ไม่พบเรื่องนี้").says("ติดตามเรื่อง").does_not_see(number)


def test_a_group_hears_nothing_of_it(resident, integrity, group):
    group.takes_the_bot_in()
    resident.tells_of_staff(STORY)
    assert STORY not in group.screen
    assert "เรื่องใหม่" not in group.screen


# ------------------------------------------------------------------ figures and logs
def test_the_month_does_not_tell_a_small_count(bot, resident, integrity):
    number = resident.tells_of_staff(STORY).number()
    other = resident.complains(ORDINARY)
    with bot.office.read_only_uow(bot.now()) as uow:
        lines = "\n".join(month_lines(uow, month_key(bangkok(bot.now()))))
    assert "ร้องเรียนเจ้าหน้าที่: แจ้งเป็นรายครึ่งปี" in lines
    assert other in lines
    assert [word for word in (number, STORY) if word in lines] == []


def test_no_log_line_holds_account_name_words_or_number_also_when_everything_fails(
    bot, resident, integrity, records, monkeypatch
):
    number = resident.tells_of_staff(STORY).number()

    def fail(_desk, *_rest):
        raise RuntimeError(STORY, number, account_of(bot, "somsri"))

    monkeypatch.setattr("storage.queues.inbox.MAX_ATTEMPTS", 1)
    monkeypatch.setattr(custodians, "address_of", fail)
    monkeypatch.setattr(conduct, "file", fail)
    integrity.presses("รับเรื่อง")
    resident.tells_of_staff(STORY)
    everything = "\n".join(records)
    assert "event.failed" in everything
    leaked = [
        word for word in (STORY, number, account_of(bot, "somsri"), "สมศรี") if word in everything
    ]
    assert leaked == []


def test_the_log_ties_an_ordinary_case_to_its_event_and_one_about_staff_to_none(
    bot, resident, integrity, records, caplog
):
    caplog.set_level(logging.INFO)
    ordinary = resident.complains(ORDINARY)
    restricted = resident.tells_of_staff(STORY).number()
    integrity.presses("รับเรื่อง")
    lines = [json.loads(record) for record in records]
    changes = [line for line in lines if line["event"] == "case.changed"]
    assert [(line["case"], line["action"]) for line in changes] == [(ordinary, "file")]
    handled = [line["inbox"] for line in lines if line["event"] == "event.handled"]
    assert changes[0]["inbox"] in handled
    everything = "\n".join(records)
    people = [account_of(bot, "somsri"), "สมศรี", ORDINARY, STORY]
    assert [word for word in (restricted, *people) if word in everything] == []


# ------------------------------------------------------------------ the key to the sealed
def test_every_opening_of_a_sealed_identity_is_written_down(bot, resident, integrity):
    resident.tells_of_staff(STORY, link=SEALED)
    integrity.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says(QUESTION).presses("ยืนยัน")
    with bot.office.store.read() as tx:
        entries = [(entry.actor, entry.action) for entry in tx.audit.of(staff_case(bot.office))]
    assert entries.count(("system", custodians.OPENED)) == 2
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").does_not_see(custodians.OPENED)


def test_the_morning_tells_of_it_to_its_custodian_alone_and_as_a_count(
    bot, resident, integrity, palad, nayok, clerk, officer, head
):
    number = resident.tells_of_staff(STORY).number()
    everyone = (palad, nayok, clerk, officer, head, integrity)
    for one in everyone:
        one.looks_away()
    day = bangkok(bot.now()) + timedelta(days=1)
    while not bot.office.calendar.is_working_day(day.date()):
        day += timedelta(days=1)
    bot.now.move_to(day.replace(hour=8, minute=15))
    morning_digest(bot.office, bot.now())
    bot.settle()
    assert [one.key for one in everyone if one.news] == ["integrity"]
    integrity.sees("ยังไม่มีผู้รับ 1 เรื่อง").does_not_see(STORY)
    assert number not in palad.says("สวัสดีครับ").screen
