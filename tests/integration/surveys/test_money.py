"""An answer that reports a demand for money accuses a section: nobody of that section is notified."""

import pytest

from domain.organisation.officers import Role
from domain.surveys.participation import MOST_ALERTS_A_DAY, DoorKind
from handlers.notify import survey_alerts
from handlers.usecases.surveys import answering, rounds
from storage.organisation_data.surveys.file import check_content
from storage.organisation_data.surveys.reading import read_shared_words
from tests.integration.staff_office import StaffOffice
from tests.moments import NOON

TAX = "tax_payment"


@pytest.fixture
def desk(office, worker, line, clock):
    found = StaffOffice(office, worker, line, clock)
    found.clock.now = NOON
    found.keepers()
    for section in ("finance", "clerk", "health"):
        found.appoint(f"หัวหน้า {section}", Role.HEAD, section, account=f"Uhead-{section}")
        found.appoint(f"เจ้าหน้าที่ {section}", Role.OFFICER, section, account=f"Uofficer-{section}")
    found.deliver()
    return found


def answers(desk, person, subject, **codes):
    with desk.uow() as uow:
        found = rounds.standing_round(uow, "counter")
        door = rounds.door_of(uow, found.id, DoorKind.CHAT)
        form = answering.open_form(uow, door.id, person, f"visit:{subject}:2026-11-17")
        for question, code in codes.items():
            form = answering.answer(uow, form, question, (code,))


def told(desk, words):
    return {account for account, got in desk.deliver().items() if words in got}


def test_money_at_a_counter_reaches_custodian_and_palad_and_nobody_of_its_section(desk):
    answers(desk, "Ua", TAX, overall=1, why=5)
    got = desk.deliver()
    assert {one for one in got if "เรียกรับเงิน" in got[one]} == {"Uintegrity", "Upalad"}
    assert "คะแนนต่ำ" in got["Uhead-finance"]
    assert "เงิน" not in got["Uhead-finance"]


def test_who_belongs_to_the_section_is_not_told_whatever_their_post(desk):
    ids = desk.appoint("นายปลัดเก่า ย้ายมา", Role.OFFICER, "finance", account="Unew")
    with desk.uow() as uow:
        moved = next(one for one in uow.tx.officers.linked() if one.line_user_id == "Upalad")
    desk.change(moved.officer.id, department="finance")
    answers(desk, "Ua", TAX, overall=1, why=5)
    assert told(desk, "เรียกรับเงิน") == {"Uintegrity"}
    assert ids


def test_further_ones_of_a_day_are_counted_apart_from_low_scores(desk):
    for number in range(MOST_ALERTS_A_DAY + 2):
        answers(desk, f"U{number}", TAX, overall=1, why=5)
    desk.deliver()
    with desk.uow() as uow:
        survey_alerts.tell_of_more(uow)
    got = desk.deliver()
    assert {one for one in got if "เรียกรับเงิน" in got[one]} == {"Uintegrity", "Upalad"}
    assert "คะแนนต่ำอีก 2 คำตอบ" in got["Uhead-finance"]


def test_money_asked_by_nobody_in_particular_reaches_the_section_of_the_survey_and_the_palad(desk):
    with desk.uow() as uow:
        found = rounds.open_round(
            uow, desk.office.question_sets["pulse"], closes=NOON.date().replace(month=12), target=40
        )
        door = rounds.door_of(uow, found.id, DoorKind.CHAT)
        form = answering.open_form(uow, door.id, "Ua", "office")
        for question, code in (("equal", 4), ("honest", 4), ("money", 2)):
            form = answering.answer(uow, form, question, (code,))
    assert told(desk, "เรียกรับเงิน") == {"Uhead-clerk", "Upalad"}


EVER = """
key = "own"
version = 1
purpose = "own"
source = "ours"
[scale.ever]
codes = [2, 1]
th = ["เคย", "ไม่เคย"]
en = ["Yes", "No"]
outside = "ไม่ขอตอบ"
[[question]]
key = "money"
kind = "scale"
scale = "ever"
reverse = true
th = "ท่านเคยถูกเรียกเงินหรือของตอบแทนหรือไม่"
en = "Were you asked for money or gifts?"
"""


@pytest.mark.parametrize(("code", "is_told"), [(2, True), (1, False)])
def test_an_own_reversed_question_about_money_alerts_without_leads_to(desk, code, is_told):
    question_set = check_content(EVER.encode(), "own.toml", read_shared_words()).question_set
    with desk.uow() as uow:
        closes = NOON.date().replace(month=12)
        found = rounds.open_round(uow, question_set, closes=closes, target=40)
        door = rounds.make_door(uow, found.id, DoorKind.COUNTER, service=TAX)
        form = answering.open_form(uow, door.id, "Ua", "office")
        form = answering.answer(uow, form, "money", (code,))
        assert answering.tells_of_money(form) is is_told
    assert told(desk, "เรียกรับเงิน") == ({"Uintegrity", "Upalad"} if is_told else set())
