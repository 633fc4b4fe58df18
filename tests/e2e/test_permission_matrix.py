"""The permission matrix of tests/permissions.toml: every role, act and kind of case, in the chat and the console."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pytest

from bot.commands.console import add_administrator
from domain.cases.lifecycle import Action
from domain.organisation.officers import Role
from tests.chat import Phone
from tests.desk import Desk
from web.console.case import ACTS

MATRIX = tomllib.loads((Path(__file__).parents[1] / "permissions.toml").read_text(encoding="utf-8"))
KINDS = ("own", "other", "closed", "kept")
PHONES = {
    "officer": "chang",
    "head": "head",
    "palad": "palad",
    "nayok": "nayok",
    "integrity": "integrity",
    "stranger": "clerk",
}
FIELDS = {
    "note": "ข้อความ",
    "receiver": "clerk",
    "waiting_for": "parts",
    "review": "2030-01-01",
    "reason": "ไม่มีสิ่งให้ถ่ายรูป",
}


@dataclass
class Town:
    """A bot with every role and one case of each kind. `cases`: their ids, `numbers`: their numbers."""

    bot: object
    phones: dict[str, Phone]
    desks: dict[str, Desk]
    cases: dict[str, int]
    numbers: dict[str, str]

    def changes(self, kind: str) -> int:
        """The newest entry of a case's history, but those of reading it."""
        with self.bot.office.store.read() as tx:
            return tx.audit.newest_of(self.cases[kind], {"read", "identity_opened"})


@pytest.fixture
def town(bot, resident, neighbour) -> Town:
    phones = {name: Phone(bot, key).links() for name, key in PHONES.items()}
    desks = {name: Desk.of(phone) for name, phone in phones.items()}
    address = add_administrator(bot.settings, "ผู้ดูแล").split()[0]
    desks["admin"] = Desk(bot).opens(urlparse(address).path).sends()
    resident.complains("ไฟถนนหน้าโรงเรียนดับ")
    phones["officer"].closes()
    resident.complains("ไฟถนนหน้าวัดดับ")
    neighbour.complains("ขยะไม่มาเก็บ", "ขยะ ถังขยะ")
    neighbour.complains_of_staff()
    with bot.office.store.read() as tx:
        (kept,) = tx.staff_cases.open_of(department=None, limit=5)
        cases = {"closed": 1, "own": 2, "other": 3, "kept": kept.id}
        numbers = {kind: tx.all_cases.get(key).number for kind, key in cases.items()}
    return Town(bot, phones, desks, cases, numbers)


def path_of(town: Town, kind: str) -> str:
    return f"/desk/{'register' if kind == 'kept' else 'cases'}/{town.cases[kind]}"


def test_the_matrix_names_every_role():
    assert {*MATRIX} - {"stranger"} == set(Role)
    assert {kind for role in MATRIX.values() for kind in role} <= set(KINDS)


def test_the_console_shows_and_does_exactly_what_the_matrix_says(town):
    shown = {}
    for role, desk in town.desks.items():
        for kind in KINDS:
            desk.opens(path_of(town, kind))
            if desk.status == 200:
                offered = set(re.findall(rf'action="{path_of(town, kind)}/(\w+)"', desk.html))
                shown.setdefault(role, {})[kind] = sorted(offered & ACTS)
            else:
                assert desk.status in {403, 404}, (role, kind)
                assert town.numbers[kind] not in desk.html
    wanted = {
        role: {kind: sorted(acts) for kind, acts in kinds.items()} for role, kinds in MATRIX.items()
    }
    assert {role: shown.get(role, {}) for role in MATRIX} == wanted


def test_the_console_refuses_every_act_that_the_matrix_does_not_name(town):
    for role, desk in town.desks.items():
        for kind in KINDS:
            allowed = MATRIX[role].get(kind, [])
            before = town.changes(kind)
            desk.opens("/desk/me")
            for act in sorted(ACTS - set(allowed)):
                for path in (f"/desk/cases/{town.cases[kind]}", f"/desk/register/{town.cases[kind]}"):
                    desk.opens("/desk/me").posts(f"{path}/{act}", {"seen": str(before), **FIELDS})
                    assert desk.status in {403, 404, 422}, (role, kind, act)
            if kind not in MATRIX[role]:
                for path in ("note", "join", "separate", "photos", "referral"):
                    desk.opens("/desk/me")
                    desk.posts(f"/desk/cases/{town.cases[kind]}/{path}", {"note": "x", "other": "2"})
                    assert desk.status in {403, 404, 422}, (role, kind, path)
            assert town.changes(kind) == before, (role, kind)


def test_the_chat_shows_and_does_no_more_than_the_matrix_says(town):
    for role, phone in town.phones.items():
        for kind in KINDS:
            key, before = town.cases[kind], town.changes(kind)
            allowed = MATRIX[role].get(kind)
            for step in ("show", "whole"):
                phone.looks_away().presses_kept(forged(step, key))
                assert (town.numbers[kind] in phone.screen) is (allowed is not None), (role, kind)
            for act in sorted({one.value for one in Action} & ACTS - set(allowed or [])):
                phone.presses_kept(forged(act, key)).says("ข้อความ").says("ยกเลิก")
            assert town.changes(kind) == before, (role, kind)


def forged(step: str, key: int) -> dict[str, str]:
    """A button that the chat never showed."""
    return {"type": "postback", "label": "x", "data": f"officer/{step}/{key}/"}


def test_photos_open_for_whoever_reads_the_case_and_for_nobody_else(town):
    resident = Phone(town.bot, "somsri")
    resident.sends_photos().says("ไฟถนนหน้าตลาดดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    with town.bot.office.store.read() as tx:
        case = tx.complaints.by_number(resident.number())
        (photo,) = tx.attachments.of_case(case.id)
    opened = {role: desk.opens(f"/desk/files/{photo.id}").status for role, desk in town.desks.items()}
    assert {role for role, status in opened.items() if status == 200} == {
        role for role, kinds in MATRIX.items() if "own" in kinds
    }
    cover = {
        role
        for role, desk in town.desks.items()
        if desk.opens(f"/desk/files/{photo.id}/cover").status == 200
    }
    assert cover == {role for role, kinds in MATRIX.items() if kinds.get("own")}
