"""Queries of turns and jobs stay fast after years: no statement scans a table that grows.

All roles act, every statement is recorded, and the database explains its plan for each
after a long history.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import urllib3
from sqlalchemy import event, text

from bench import history
from domain.organisation.calendar import bangkok, month_key
from scheduler.timetable import TIMETABLE
from storage.db.column_types import milliseconds
from storage.tables import attachment, inbox, outbox
from tests.moments import NOON

GROWING = {
    *("inbox", "outbox", "message_part", "person"),
    *(
        "complaint",
        "resolution",
        "audit",
        "response",
        "answer",
        "survey_words",
        "attachment",
        "identity",
        "receipt",
    ),
}
SHORT = {
    *("ix_inbox_waiting", "ix_inbox_oldest", "ix_inbox_set_aside"),
    *("ix_outbox_waiting", "ix_outbox_oldest", "ix_outbox_held", "ix_outbox_given_up"),
    *("ix_complaint_open", "ix_complaint_open_since", "ix_complaint_unjudged"),
    *("ix_complaint_due", "ix_complaint_restricted", "ix_complaint_desk"),
    *("ix_response_linked", "ix_survey_words_unread"),
}
"""Indexes over open or rare rows, which may be scanned."""
SWEEPS = re.compile(r"^DELETE FROM (inbox|outbox) WHERE \1.id IN")
"""Tables of at most thirty days, which nightly jobs may scan."""
MANY = 6000
Noted = dict[str, Any]


@pytest.fixture
def noted(bot) -> Noted:
    """Records every statement of the bot with the parameters of its first run."""
    message_texts: Noted = {}

    def note(_connection, _cursor, statement, facts, _context, many) -> None:
        if statement.split(" ")[0] in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}:
            message_texts.setdefault(statement, facts[0] if many else facts)

    event.listen(bot.office.store.engine, "before_cursor_execute", note)
    return message_texts


@pytest.mark.both_databases
def test_no_statement_reads_through_a_table_that_grows(
    bot, noted, resident, neighbour, officer, head, integrity, palad, group
):
    residents_act(bot, resident, neighbour, officer)
    officers_act(resident, officer, head, palad, group)
    staff_conduct(neighbour, integrity)
    jobs_run(bot)
    years_pass(bot.office.store)
    assert len(noted) > 100
    plans = PLANS[bot.office.store.engine.dialect.name](bot.office.store, noted)
    assert {statement: read for statement, read in plans if read} == {}


def test_the_look_would_find_a_statement_that_does(bot, noted):
    with bot.office.store.read() as tx:
        tx.connection.execute(text("SELECT count(*) FROM audit WHERE actor = 'system'")).all()
    years_pass(bot.office.store)
    (found,) = [read for _, read in sqlite_plans(bot.office.store, noted) if read]
    assert found == ["SCAN audit"]


def residents_act(bot, resident, neighbour, officer) -> None:
    number = resident.complains()
    resident.says("ไฟที่แจ้งไปแล้วยังไม่มาซ่อมเลย").presses("ยืนยัน")
    resident.says("ติดตามเรื่อง").presses("ดูรายละเอียด").says(number)
    page = resident.keeps("เปิดหน้าเว็บ")["uri"].replace("https://rongtuk.example", bot.url)
    assert urllib3.PoolManager().request("GET", page).status == 200
    officer.closes()
    resident.presses("ยังไม่เรียบร้อย").presses("ยังเหมือนเดิม")
    officer.closes()
    resident.presses("เรียบร้อยแล้ว").presses("น้อย (2)").presses("รอนาน").presses("พอแล้ว").says(
        "รอนานมาก"
    )
    neighbour.says("ประเมินความพึงพอใจ").presses("ยกเลิก")
    neighbour.sends_photos().says("ไฟถนนหน้าบ้านดับ").unsends().says("ยกเลิก")
    neighbour.complains("ไฟหน้าตลาดดับ")
    neighbour.says("ข้อมูลของฉัน").presses("ลบข้อมูลที่ลบได้").presses("ยืนยัน")


def officers_act(resident, officer, head, palad, group) -> None:
    group.takes_the_bot_in().hears("head", "กองช่าง", mention=True)
    number = resident.complains("ถนนหน้าบ้านเป็นหลุม", "ถนน ทางเท้า สะพาน")
    officer.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says("ตรงไหน").presses("ยืนยัน")
    resident.presses("ตอบคำถาม").says("ตรงข้ามวัด").presses("ยืนยัน")
    group.hears("chang", f"{number} เรียบร้อยแล้ว")
    for one in (officer, head, palad):
        one.says("งานของฉัน").presses("ดูรายละเอียด")


def staff_conduct(neighbour, integrity) -> None:
    neighbour.complains_of_staff(link="ปกปิดชื่อ")
    integrity.says("งานของฉัน").presses("ดูรายละเอียด").presses("รับเรื่อง")


def jobs_run(bot) -> None:
    """Times of the run: a working morning, the first of a month, and the end of the retention of a case."""
    now = bot.now()
    morning = bangkok(now).replace(hour=8, minute=20)
    while not bot.office.calendar.is_working_day(morning.date()):
        morning += timedelta(days=1)
    for moment in (now, morning, now + timedelta(days=40), now + timedelta(days=4000)):
        bot.now.move_to(moment)
        for job in TIMETABLE:
            job.run(bot.office, moment)
        bot.settle()


def years_pass(store) -> None:
    """Insert thousands of cases and of completed messages."""
    history.write(store, month_key(bangkok(NOON).date()), 20, MANY // 20)
    at = milliseconds(NOON)
    times = {"next_at": NOON, "state": 2, "attempts": 1}
    with store.begin() as tx:
        tx.connection.execute(
            inbox.insert(),
            [
                {**times, "state": 1, "webhook_event_id": f"{at}{n}", "sender": "", "raw": b""}
                | {"received_at": NOON}
                for n in range(MANY)
            ],
        )
        tx.connection.execute(
            outbox.insert(),
            [
                {**times, "retry_key": f"{at}{n}", "recipient": "", "payload": b""}
                | {"created_at": NOON}
                for n in range(MANY)
            ],
        )
        tx.connection.execute(
            attachment.insert(),
            [
                {"message": f"{at}{n}", "owner": f"U{n}", "kind": "image", "moment": "before"}
                | {"complaint_id": history.HIGHEST_ID - 1 - n, "file": f"{n}", "sent_on": NOON}
                for n in range(MANY)
            ],
        )
    history.settle(store)


# ---------------------------------------------------------------- how it would be answered
def sqlite_plans(store, noted: Noted) -> Iterator[tuple[str, list[str]]]:
    with store.engine.connect().execution_options(reading=True) as connection:
        asked = list(noted.items())
        # EXPLAIN alone does not notice that the indexes were created again.
        connection.exec_driver_sql("SELECT count(*) FROM audit").all()
        for statement, facts in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", facts)
            scans = [row.detail for row in rows if row.detail.startswith("SCAN ")]
            yield statement, [scan for scan in scans if is_long(scan, statement)]


def is_long(scan: str, statement: str) -> bool:
    _, table, *rest = scan.split(" ")
    names = dict(re.findall(r"(\w+) AS (\w+)", statement))
    known = {alias: name for name, alias in names.items()}
    index = rest[-1] if rest else ""
    return known.get(table, table) in GROWING and index not in SHORT and not SWEEPS.match(statement)


def postgres_plans(store, noted: Noted) -> Iterator[tuple[str, list[str]]]:
    with store.engine.connect() as connection:
        # So that a table is scanned only where no index could be used.
        connection.exec_driver_sql("SET enable_seqscan = off")
        for statement, facts in list(noted.items()):
            answer = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", facts)
            plan = answer.scalar_one()
            plan = json.loads(plan) if isinstance(plan, str) else plan
            reads = [_read(node) for node in _nodes(plan[0]["Plan"])]
            is_sweep = SWEEPS.match(statement)
            yield statement, [] if is_sweep else [read for read in reads if read]


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _read(node: dict[str, Any]) -> str:
    """Return the table or index that a plan node scans, or ""."""
    kind, table, index = (node.get(key, "") for key in ("Node Type", "Relation Name", "Index Name"))
    is_whole = kind == "Seq Scan" or (index and "Index Cond" not in node)
    grows = table in GROWING or not table
    return f"{kind} {table} {index}" if is_whole and grows and index not in SHORT else ""


PLANS = {"sqlite": sqlite_plans, "postgresql": postgres_plans}
