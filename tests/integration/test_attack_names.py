"""Attacks by whoever manages the team or the settings: a name that is a word of complaints bars their custodian.

Whoever shares a unit with somebody whom a complaint names is barred from it. The accused ปลัด could give a colleague
of the custodian, or a section, a name that most complaints contain.
"""

import pytest

from domain.errors import Refused
from domain.organisation.officers import Role
from handlers.usecases.desk import team
from tests.integration.test_attack_settings import set_in_console
from tests.integration.test_attack_team import by_palad, renamed

MATE = "นางสาวดวงใจ แสนดี"


@pytest.fixture
def ids(desk):
    found = desk.keepers()
    found["mate"] = desk.appoint(MATE, Role.OFFICER, "clerk", account="Umate")
    return found


@pytest.mark.parametrize("word", ["เรียก", "ปลัด", "ผู้รับเหมา", "เริยก", "ชาวบ้าน"])
def test_no_colleague_of_a_custodian_is_called_by_a_word_of_complaints(desk, ids, word):
    attempts = (
        lambda: renamed(desk, ids["mate"], MATE, other_names=["ดวง", word]),
        lambda: renamed(desk, ids["mate"], f"{word} แสนดี"),
        lambda: by_palad(desk, team.appoint, f"{word} แสนดี", Role.OFFICER, "clerk"),
    )
    # The ปลัด's post is taken off the beginning of a full name, as a title is.
    for attempt in attempts[: 1 if word == "ปลัด" else 3]:
        with pytest.raises(Refused, match="common_name"):
            attempt()
    case = desk.complain("ปลัดวิชัยเรียกเงินจากผู้รับเหมาและชาวบ้าน")
    assert desk.custodian(case) == ids[Role.INTEGRITY]


def test_names_that_are_rare_alone_are_not_given_to_one_officer_together(desk, ids):
    renamed(desk, ids["mate"], MATE, other_names=["อำนาจ"])
    with pytest.raises(Refused, match="common_name"):
        renamed(desk, ids["mate"], MATE, other_names=["หญิง"])


def test_a_real_name_that_is_a_word_is_entered_on_the_server(desk, ids):
    officer = desk.appoint("นายใหญ่ เรียกขวัญ", Role.OFFICER, "clerk")
    renamed(desk, officer, "นายใหญ่ เรียกขวัญ", other_names=["อ๊อด"])
    by_palad(desk, team.appoint, "นายอำนาจ มั่งมี", Role.OFFICER, "clerk")


@pytest.mark.parametrize(
    "changed", [{"aliases": ["เงิน"]}, {"th": "กองเรียก", "short_th": "กองเรียก"}]
)
def test_no_section_is_named_by_a_word_of_complaints_before_a_custodian_comes(desk, ids, changed):
    """A name that is taken back still counts, and bars whoever belongs to the section later."""
    with pytest.raises(Refused, match="setting_kept"):
        set_in_console(desk, "departments", ("department", "finance"), changed)
    desk.change(ids[Role.INTEGRITY], role=Role.INTEGRITY, department="finance")
    assert desk.custodian(desk.complain("เจ้าหน้าที่เรียกเงิน")) == ids[Role.INTEGRITY]


def test_a_section_gets_a_name_that_is_no_word(desk, ids):
    names = {"th": "กองช่างและผังเมือง", "short_th": "กองช่าง", "aliases": ["กองโยธาเก่า"]}
    set_in_console(desk, "departments", ("department", "engineering"), names)
