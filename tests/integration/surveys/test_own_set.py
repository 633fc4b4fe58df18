"""The section opens a round from a file of its own, reads its n and its words in LINE, and the figures are right."""

import io
import random
import re

import pandas as pd
import pytest

from domain.surveys.participation import DoorKind
from handlers.usecases import officers
from handlers.usecases.surveys import form, form_entries, rounds
from storage.tables import survey_round
from tests.integration.surveys.test_chat import Person
from tests.web_client import forges, rows, signed_in

SET = """key = "water"
version = 1
purpose = "own"
th = "แบบสำรวจน้ำประปาหมู่บ้าน"
en = "Village water"
source = "กองช่าง"

[scale.four]
codes = [4, 3, 2, 1]
th = ["ไหลแรงทั้งวัน", "ไหลดี", "ไหลอ่อน", "ไม่ค่อยไหล"]
en = ["Strong all day", "Good", "Weak", "Rarely"]
outside = "ไม่ได้ใช้น้ำประปา"

[[question]]
key = "flow"
kind = "scale"
scale = "four"
th = "น้ำที่บ้านไหลเป็นอย่างไร"
en = "How does the water flow at home?"

[[question]]
key = "trouble"
kind = "scale"
scale = "four"
reverse = true
th = "ต้องรองน้ำไว้ใช้บ่อยเพียงใด"
en = "How often do you have to store water?"

[[question]]
key = "words"
kind = "text"
th = "อยากบอกอะไรเรื่องน้ำประปาไหม"
en = "Anything to tell about the water?"
"""
TITLE = "แบบสำรวจน้ำประปาหมู่บ้าน"


@pytest.fixture
def section(client, office, clock):
    """The officer of the section that runs the surveys, in the console and in LINE."""
    browser, officer = signed_in(client, office, clock, department="clerk", name="สุภาพร")
    phone = Person(office)
    phone.now = clock()
    with office.uow(clock()) as uow:
        officers.link(uow, phone.id, officers.new_code(uow, officer))
    return browser, phone


def answers_by_form(office, found, clock, codes, words=""):
    with office.uow(clock()) as uow:
        door = rounds.door_of(uow, found.id, DoorKind.WEB)
        opened = form.open_for_browser(uow, door.code, form.new_browser())
        given = {f"q-{key}": [str(code)] for key, code in codes.items()}
        form.store(uow, opened, form_entries.read(found.question_set, given | {"q-words": [words]}))


def test_a_round_of_an_own_file_is_answered_and_read_and_its_figures_are_right(
    section, office, clock
):
    console, phone = section
    sent = {"file": (io.BytesIO(SET.encode("utf-8-sig")), "น้ำประปา.toml")}
    forges(console, "/desk/surveys", closes="31/12/2569", population="", source="", **sent)
    assert console.status == 200
    console.sends("/desk/surveys")
    assert console.status == 303
    (row,) = rows(office, survey_round)
    with office.uow(clock()) as uow:
        found = rounds.get(uow, row.id)
    chance = random.Random(7)
    given = [
        {"flow": chance.choice([4, 3, 3, 2, 1, 0]), "trouble": chance.randint(1, 4)}
        for _ in range(13)
    ]
    for number, codes in enumerate(given):
        answers_by_form(office, found, clock, codes, "น้ำไหลอ่อนตอนเย็น" if not number else "")
    phone.says("ผลสำรวจ")
    rows_told = {row.label: row.value for card in phone.cards for row in getattr(card, "rows", ())}
    assert rows_told["ผู้ตอบ"] == "13 คำตอบ"
    phone.presses("อ่านข้อความ")
    assert "น้ำไหลอ่อนตอนเย็น" in phone.screen
    console.opens(f"/desk/surveys/{row.id}").reads(TITLE, "ผู้ตอบ 13", "5 คนแรก จากทั้งหมด 13")
    forges(console, f"/desk/surveys/{row.id}/close")
    assert console.status == 303
    table = pd.DataFrame(given)
    flow = table.flow[table.flow > 0]
    trouble = 5 - table.trouble
    console.opens(f"/desk/surveys/{row.id}")
    for codes in (flow, trouble):
        score = ((codes - 1) / 3 * 100).mean()
        console.reads(f"{score:.1f}", f"{codes.mean():.2f}", f"{codes.std():.2f}")
        console.reads(f"{codes.mean() / 4 * 100:.2f}")
    console.reads("ต้องรองน้ำไว้ใช้บ่อยเพียงใด (กลับด้านแล้ว)", "ร้อยละ", "ระดับ")
    phone.says("ผลสำรวจ").presses("ดูผล")
    shown = " ".join(row.value for card in phone.cards for row in card.rows)
    assert f"{((flow - 1) / 3 * 100).mean():.1f} ({len(flow)} คำตอบ)" in shown
    assert "ของค่าเฉลี่ย" not in shown
    labels = [row.label for card in phone.cards for row in card.rows]
    assert "ต้องรองน้ำไว้ใช้บ่อยเพียงใด (กลับด้านแล้ว)" in labels
    # The margin of the total is in the points of its score.
    assert re.search(r"± [0-9]+\.[0-9] คะแนน", shown)
