"""Hostile names and texts are shown verbatim and without effect, wherever they appear."""

import io
import json
import logging
import re
from dataclasses import replace
from datetime import timedelta

import pytest
import urllib3

from bot.commands.office import list_gaps
from bot.line.menu_picture import Tile, draw
from bot.telemetry.logs import JsonLines
from domain.organisation.calendar import bangkok, month_key
from handlers.notify import morning_digest
from reports.monthly.plain_text import month_lines
from tests.addresses import file_of
from tests.chat import Phone
from tests.moments import NOON

HTTP = urllib3.PoolManager()
TEMPLATES = "{case.number} {0.__class__} %s %(x)d ${HOME} {{7*7}} {user1}"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"
DISGUISE = "\u202eนวยลับ\u202c\u200b\u2066x\u2069\x1b[31m\x9b2J\x07\0\u2028\x85"
FORMULA = '=HYPERLINK("http://x") @SUM(1)'
STORY = f"ไฟถนนหน้าวัดดับ {TEMPLATES} {MARKUP} {FORMULA} {DISGUISE} จบ"
NAME = f"ยืนยัน {MARKUP}\nสถานะ: ปิดแล้ว {DISGUISE}" + "ย" * 300
FORBIDDEN = [*"\0\x07\x1b\x85\x9b\u2028\u200b\u202c\u202e\u2066\u2069"]


@pytest.fixture
def villain(bot):
    """A person whose LINE display name is an attack."""
    people = bot.line.friends.roster.people
    people["somsri"] = replace(people["somsri"], name=NAME)
    return Phone(bot, "somsri").follows().looks_away()


@pytest.fixture
def filed(villain):
    villain.acts_at(NOON)
    villain.case = villain.complains(STORY)
    return villain


def everything(*phones):
    """Return everything that LINE received for these chats, verbatim."""
    return json.dumps([phone._messages() for phone in phones], ensure_ascii=False)


def test_what_an_officer_reads_is_what_was_typed_without_its_disguises(officer, group, filed):
    officer.sees(TEMPLATES, MARKUP, FORMULA, filed.case, "จบ").says("งานของฉัน").sees(filed.case)
    officer.presses("ดูรายละเอียด").sees("ยืนยัน <script>")
    from_bot = [one for one in officer._messages() if one["from"] == "bot"]
    said = json.dumps(from_bot, ensure_ascii=False)
    assert [mark for mark in FORBIDDEN if mark in said or json.dumps(mark)[1:-1] in said] == []


def test_a_name_cannot_write_a_row_of_its_own(bot, officer, filed):
    officer.says("งานของฉัน").presses("ดูรายละเอียด")
    assert "\nสถานะ: ปิดแล้ว" not in officer.screen
    with bot.office.store.read() as tx:
        case = tx.complaints.by_number(filed.case)
        name = tx.people.find(case.reporter).display_name
    assert "\n" not in name
    assert len(name) <= 200


def test_nothing_is_sent_in_a_form_that_line_fills_in(officer, filed):
    """`{user1}` refers to a person in LINE's textV2, and only there."""
    kinds = {one["message"]["type"] for one in officer._messages() if one["from"] == "bot"}
    assert kinds <= {"text", "flex"}
    assert "substitution" not in everything(officer, filed)


def test_the_group_hears_neither_name_nor_words(bot, head, group, filed, neighbour):
    group.takes_the_bot_in().hears("head", "กองช่าง", mention=True)
    neighbour.complains(STORY)
    assert "เรื่องใหม่" in group.screen or "นว-" in group.screen
    assert [word for word in (TEMPLATES, MARKUP, "ยืนยัน <script>") if word in group.screen] == []


def test_the_digest_and_the_month_show_no_word_of_it(bot, officer, filed):
    bot.now.move_to(NOON + timedelta(days=1))
    with bot.office.uow(bot.now()) as uow:
        morning_digest.send(uow)
    bot.settle()
    with bot.office.read_only_uow(NOON + timedelta(days=20)) as uow:
        lines = "\n".join(month_lines(uow, month_key(bangkok(bot.now()))))
    assert filed.case in lines
    for words in (TEMPLATES, MARKUP, FORMULA):
        assert words not in lines
        assert words not in officer.news[-1]["altText"]


def test_the_page_of_the_case_shows_markup_as_text(bot, filed):
    address = filed.keeps("เปิดหน้าเว็บ")["uri"].replace("https://rongtuk.example", bot.url)
    html = HTTP.request("GET", address).data.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script" not in html
    assert "<img src=x" not in html
    assert TEMPLATES in html
    assert [mark for mark in FORBIDDEN if mark in html] == []


def test_an_officer_s_note_is_as_harmless_to_the_resident(officer, filed):
    officer.presses("รับเรื่อง").presses("ขอข้อมูลเพิ่ม").says(f"{TEMPLATES} {MARKUP} {DISGUISE}")
    officer.presses("ยืนยัน")
    filed.sees(TEMPLATES, MARKUP)
    said = json.dumps(filed.news, ensure_ascii=False)
    assert [mark for mark in FORBIDDEN if mark in said or json.dumps(mark)[1:-1] in said] == []


def test_a_question_nobody_could_answer_commands_no_terminal(bot, villain):
    villain.says(f"ที่ไหนมี xyzzy {DISGUISE} บ้างคะ")
    printed = "\n".join(list_gaps(bot.settings, 10))
    assert "xyzzy" in printed
    assert [mark for mark in FORBIDDEN if mark in printed] == []


def test_a_log_line_stays_one_line_whatever_is_put_into_it():
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    record = logging.makeLogRecord(
        {"name": "bot.x", "msg": "line.given_up", "error": f'"}}\n{{"event":"forged"}}{DISGUISE}'}
    )
    handler.emit(record)
    (line,) = written.getvalue().splitlines()
    assert json.loads(line)["event"] == "line.given_up"
    assert [mark for mark in FORBIDDEN if mark in line] == []


def test_a_word_on_the_menu_is_drawn_and_not_run():
    """The texts may be an office's own; interpreted as typst markup, these would not compile."""
    for hostile in ("#(1/0)", "#panic()", "$x", "*a_", "\\"):
        assert draw([Tile(hostile, "report")] * 6, 3, (2500, 1686)).startswith(b"\x89PNG")


def test_the_name_of_a_file_is_ours(bot, resident, officer):
    resident.says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง")
    resident._act("file", base64="JVBERi0xLjQKJSVFT0Y=", fileName='a"\r\nX: y;../../e.html')
    resident.presses("ยืนยัน")
    answer = HTTP.request("GET", f"{bot.url}{file_of(bot.office, 1)}")
    assert re.fullmatch(
        r'attachment; filename="evidence-[0-9a-f]{8}\.pdf"', answer.headers["Content-Disposition"]
    )
