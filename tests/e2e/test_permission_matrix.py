"""The permission matrix of tests/permissions.toml: every role, act and kind of case, in the chat and the console."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlparse

import pytest

from bot.commands.console import add_administrator
from domain.organisation.officers import Role
from tests.chat import Phone
from tests.desk import Desk
from web.console.case import ACTS as ACTION_ACTS

PERMISSIONS = tomllib.loads(
    (Path(__file__).parents[1] / "permissions.toml").read_text(encoding="utf-8")
)
MATRIX = {role: kinds for role, kinds in PERMISSIONS.items() if role != "pages"}
ACTS = frozenset({*ACTION_ACTS, "seal", "withdraw", "identity", "correct", "caller"})
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
        """Return the newest entry of a case's history, except entries about reading it."""
        with self.bot.office.store.read() as tx:
            return tx.audit.newest_of(self.cases[kind], {"read", "identity_opened"})


@pytest.fixture
def town(bot, resident, neighbour) -> Town:
    phones = {name: Phone(bot, key).links() for name, key in PHONES.items()}
    desks = {name: Desk.of(phone) for name, phone in phones.items()}
    address = add_administrator(bot.settings, "ผู้ดูแล").split()[0]
    desks["admin"] = Desk(bot).opens(urlparse(address).path).sends()
    resident.sends_photos().says("ไฟถนนหน้าวัดดับ").presses("ไฟถนน ไฟส่องสว่าง").presses("ยืนยัน")
    neighbour.complains("ไฟถนนหน้าโรงเรียนดับ")
    phones["officer"].closes()
    neighbour.complains("ขยะไม่มาเก็บ", "ขยะ ถังขยะ")
    neighbour.complains_of_staff(link="ปกปิดชื่อ")
    with bot.office.store.read() as tx:
        (kept,) = tx.staff_cases.open_of(department=None, limit=5)
        cases = {"own": 1, "closed": 2, "other": 3, "kept": kept.id}
        numbers = {kind: tx.all_cases.get(key).number for kind, key in cases.items()}
    return Town(bot, phones, desks, cases, numbers)


def path_of(town: Town, kind: str) -> str:
    return f"/desk/{'register' if kind == 'kept' else 'cases'}/{town.cases[kind]}"


def test_the_matrix_names_every_role():
    assert {*MATRIX} - {"stranger"} == set(Role)
    assert {kind for role in MATRIX.values() for kind in role} <= set(KINDS)


def test_the_console_shows_and_does_exactly_what_the_matrix_says(town):
    with town.bot.office.store.read() as tx:
        (photo,) = tx.attachments.of_case(town.cases["own"])
    for role, desk in town.desks.items():
        token = re.search(r'name="form_token" value="(\w+)"', desk.opens("/desk/me").html)[1]
        for kind in KINDS:
            allowed = MATRIX[role].get(kind)
            desk.opens(path_of(town, kind))
            assert desk.status in ({200} if allowed is not None else {403, 404}), (role, kind)
            assert (town.numbers[kind] in desk.html) is (allowed is not None), (role, kind)
            offered = set(re.findall(rf'action="{path_of(town, kind)}/(\w+)"', desk.html)) & ACTS
            assert offered == set(allowed or []), (role, kind)
            before = town.changes(kind)
            others = ("join", "photos", "referral") if not allowed else ()
            for act in (
                *sorted(ACTS - offered),
                *others,
                *(() if allowed is not None else ["note"]),
            ):
                sent = {"form_token": token, "seen": str(before), "other": "2", **FIELDS}
                desk.posts(f"{path_of(town, kind)}/{act}", sent)
                assert desk.status in {403, 404, 405, 422}, (role, kind, act)
            assert town.changes(kind) == before, (role, kind)
        reads, handles = "own" in MATRIX[role], bool(MATRIX[role].get("own"))
        assert (desk.opens(f"/desk/files/{photo.key}").status == 200) is reads, role
        assert (desk.opens(f"/desk/files/{photo.key}/cover").status == 200) is handles, role


def test_the_chat_shows_and_does_no_more_than_the_matrix_says(town):
    for role, phone in town.phones.items():
        for kind in KINDS:
            key, before = town.cases[kind], town.changes(kind)
            allowed = MATRIX[role].get(kind)
            phone.looks_away().presses_kept(forged("show", key))
            assert (town.numbers[kind] in phone.screen) is (allowed is not None), (role, kind)
            for act in {"accept", "close"} - set(allowed or []):
                phone.presses_kept(forged(act, key))
            assert town.changes(kind) == before, (role, kind)


def forged(step: str, key: int) -> dict[str, str]:
    """Return a button that the chat never showed."""
    return {"type": "postback", "label": "x", "data": f"officer/{step}/{key}/"}
