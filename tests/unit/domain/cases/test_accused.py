"""Whom residents' sentences accuse."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import domain
from domain.cases.accused import Accusation, Basis, Certainty
from domain.cases.matcher import Matcher, Statement
from domain.cases.names import NameReader
from domain.cases.question import choices, needs_question
from domain.cases.staff import Appointment, Staff
from domain.cases.vocabulary import Vocabulary
from domain.organisation.officers import Role
from tests.shipped import shipped_catalog

SENTENCES = tomllib.loads(
    (Path(__file__).parents[3] / "language" / "accused.toml").read_text(encoding="utf-8")
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
    return Vocabulary.parse(table, catalog.departments, catalog.organisation.custodians)


def staff_of(appointments):
    units = {one.role: one.unit for one in shipped_catalog().organisation.custodians}
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


@pytest.mark.parametrize(
    ("part", "words", "accused", "asks"), SENTENCES, ids=lambda one: str(one)[:60]
)
def test_whom_a_sentence_accuses(part, words, accused, asks):
    told = Statement("เล่าไม่ถูก", who=words) if part == "who" else Statement(words)
    found = matcher().find(told)
    assert (accused_by(found), needs_question(found)) == (set(accused), asks)


@pytest.mark.parametrize(
    ("pressed", "accused"),
    [
        ({"unknown"}, set()),
        ({"unit:finance"}, {"finance"}),
        ({"post:keeper:integrity"}, {"receiver"}),
        ({"post:keeper:palad", "unit:clerk"}, {"palad", "clerk"}),
    ],
)
def test_an_answer_by_button_is_binding_and_asked_for_once(pressed, accused):
    found = matcher().find(Statement("เจ้าหน้าที่เรียกเงิน", choices=frozenset(pressed)))
    assert (accused_by(found), needs_question(found)) == (accused, False)


def test_an_answer_frees_nobody_whom_the_words_accuse():
    told = Statement("ปลัดเรียกเงิน", choices=frozenset({"unknown"}))
    assert accused_by(matcher().find(told)) == {"palad"}


def test_every_button_of_the_question_is_a_choice():
    catalog = shipped_catalog()
    offered = choices(catalog.organisation.custodians, catalog.departments)
    assert len(offered) == 10
    found = matcher().find(Statement("", choices=frozenset(offered)))
    assert found.officers or found.roles or found.units or found.others


def test_a_choice_nobody_offered_is_refused():
    with pytest.raises(ValueError, match="no choice"):
        matcher().find(Statement("", choices=frozenset({"post:king"})))


def test_a_section_and_a_post_of_another_office_are_known_by_their_own_names():
    section = replace(shipped_catalog().departments[0], key="x", th="สำนักช่าง", aliases=("ตึกเล็ก",))
    path = Path(domain.__file__).parent / "data" / "accusation.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words = Vocabulary.parse(table, [section], [])
    found = Matcher(staff_of([]), words).find(Statement("คนที่ตึกเล็กเรียกเงิน", later=("ช่างโยธาก็ด้วย",)))
    assert (found.units, {one.part for one in found.evidence}) == ({"x"}, {"story", "later"})


def test_what_was_matched_is_kept():
    found = matcher().find(Statement("พี่ณรงค์ขู่ผม"))
    (evidence,) = [one for one in found.evidence if one.basis is Basis.NAME]
    assert (evidence.target, evidence.part, evidence.words) == ("officer:10", "story", "ณรง")
    assert evidence.certainty is Certainty.CERTAIN
