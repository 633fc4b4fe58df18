"""Whom residents' sentences accuse, and how fast that is found."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

import domain
from domain.cases.accused import Accusation
from domain.cases.matcher import Matcher, Told
from domain.cases.names import NameReader
from domain.cases.question import needs_question
from domain.cases.staff import Appointment, Staff
from domain.cases.vocabulary import Vocabulary
from domain.people import Role
from tests.shipped import shipped_catalog

SENTENCES = tomllib.loads(
    (Path(__file__).parents[1] / "language" / "accused.toml").read_text(encoding="utf-8")
)["sentences"]
PEOPLE = {
    "wichai": Appointment(1, ("ปลัดวิชัย ทองแท้", "Wichai Thongthae"), Role.PALAD, active=False),
    "sombat": Appointment(2, ("นายสมบัติ มั่งมี",), Role.NAYOK),
    "arun": Appointment(3, ("อรุณ แสงทอง",), Role.INTEGRITY),
    "ek": Appointment(4, ("ช่างเอก",), Role.OFFICER, "engineering"),
    "prasert": Appointment(5, ("ดร.ประเสริฐ ใจดี",), Role.HEAD, "engineering"),
    "malee": Appointment(6, ("นางสาวมาลี ศรีสุข",), Role.OFFICER, "finance"),
    "nit": Appointment(7, ("สุนิสา พันธุ์ทิพย์ (นิด)",), Role.OFFICER, "finance"),
    "dang": Appointment(8, ("แดง บุญมา",), Role.OFFICER, "engineering", active=False),
    "kamala": Appointment(9, ("นายกมลา ดีงาม",), Role.ADMIN),
    "narong": Appointment(10, ("ว่าที่ ร.ต.ณรงค์ ชื่นบาน",), Role.OFFICER, "clerk"),
}
KEYS = {one.officer_id: key for key, one in PEOPLE.items()}


@cache
def vocabulary():
    catalog = shipped_catalog()
    path = Path(domain.__file__).parent / "data" / "accusation.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Vocabulary.parse(table, catalog.departments, catalog.organisation.keepers)


def staff_of(appointments):
    units = {one.role: one.unit for one in shipped_catalog().organisation.keepers}
    return Staff(appointments, NameReader(vocabulary().titles), units)


@cache
def matcher():
    return Matcher(staff_of(PEOPLE.values()), vocabulary())


def accused_by(accusation: Accusation) -> set[str]:
    """Persons, posts and sections that the words themselves accuse."""
    found = set()
    for one in accusation.evidence:
        kind, _, key = one.target.partition(":")
        key = key.removeprefix("keeper:").replace("integrity", "receiver")
        if not one.excuse:
            keys = ["palad", "nayok"] if key == "executives" else [key]
            found |= {KEYS[int(key)]} if kind == "officer" else set(keys)
    return found


@pytest.mark.parametrize(("part", "words", "accused", "asks"), SENTENCES, ids=lambda one: str(one)[:60])
def test_whom_a_sentence_accuses(part, words, accused, asks):
    told = Told("เล่าไม่ถูก", who=words) if part == "who" else Told(words)
    found = matcher().find(told)
    assert (accused_by(found), needs_question(found)) == (set(accused), asks)
