"""The staff edition: all roles read the office side by side, and nobody gets a small group, words or a staff complaint."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from domain.cases.complaint import Status
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Role
from domain.organisation.periods import last_finished
from domain.reporting.improvement import Source
from domain.surveys.participation import DoorKind
from handlers.usecases import improvements
from handlers.usecases.surveys import rounds
from reports.staff_edition import staff_figures
from storage.reporting.improvements import NewImprovement, Plan
from storage.tables import answer, response
from tests.builders import a_case
from tests.moments import DAY
from tests.web_client import signed_in

RECEIVED = {"engineering": 12, "health": 9, "clerk": 2, "education": 1}


@pytest.fixture
def start(clock):
    return last_finished(clock(), 6).bounds[0]


@pytest.fixture
def half_year(office, start):
    """Cases of four sections, late in one, a complaint about staff, and answers on two services."""
    with office.uow(start) as uow:
        number = 0
        for department, count in RECEIVED.items():
            for index in range(count):
                number += 1
                filed = start + number * DAY
                case = a_case(
                    id=0,
                    number=f"{number:06}",
                    reporter=f"U{number}",
                    department=department,
                    detail="บ้านยายมีไฟดับ",
                    filed_at=filed,
                    due_at=filed + 7 * DAY,
                    answer_by=filed + 15 * DAY,
                )
                case = uow.tx.complaints.add(case, draft_id=f"{number}")
                days = 20 if department == "engineering" and index < 3 else 2
                at = filed + days * DAY
                ended = replace(case, status=Status.CLOSED, answered_at=at, ended_at=at)
                uow.tx.complaints.save(ended)
                uow.tx.resolutions.add(ended, "note")
        secret = a_case(
            id=0, number="S1", filed_at=start + DAY, restricted=True, category="corruption"
        )
        uow.tx.all_cases.add(secret, draft_id="secret")
    with office.uow(start) as uow:
        answers(uow, start, {"tax_payment": 12, "waste_collection": 3, "": 9})
    return office


def answers(uow, start, counts):
    round_id = rounds.standing_round(uow, "counter").id
    door = rounds.door_of(uow, round_id, DoorKind.CHAT).id
    key = 0
    for service, count in counts.items():
        for _ in range(count):
            key += 1
            at = start + timedelta(days=key)
            shared = {"round_id": round_id, "door_id": door, "service": service}
            whole = {"mode": "self", "state": "complete", "started_at": at, "submitted_at": at}
            uow.tx.connection.execute(insert(response).values(id=key, **shared, **whole))
            given = {"question": "overall", "code": 3 + key % 3, "submitted_at": at}
            uow.tx.connection.execute(
                insert(answer).values(id=key, response_id=key, **shared, **given)
            )


def told(office, clock):
    from handlers.core.i18n import Translator  # noqa: PLC0415

    with office.read_only_uow(clock()) as uow:
        return staff_figures(uow, Translator(office.translations))


def test_sections_stand_side_by_side_and_the_small_ones_together(half_year, clock):
    found = {one.department: one for one in told(half_year, clock).sections}
    assert (found["engineering"].received, found["engineering"].late) == (12, 3)
    assert {"clerk", "education", "health"}.isdisjoint(found)
    assert (found[""].received, found[""].in_time, found[""].late) == (12, 12, 0)
    assert sum(one.received for one in found.values()) == sum(RECEIVED.values())


def test_services_have_n_and_margin_and_a_small_one_neither(half_year, clock):
    found = {one.service: one for one in told(half_year, clock).services}
    assert found["tax_payment"].n == 12
    assert found["tax_payment"].margin > 0
    hidden = [one for one in found.values() if one.n is None]
    assert "waste_collection" in {one.service for one in hidden}
    assert len(hidden) > 1
    assert {(one.mean, one.margin) for one in hidden} == {(None, None)}


def test_a_half_year_with_few_cases_tells_no_section(office, start, clock):
    with office.uow(start) as uow:
        case = a_case(id=0, number="1", filed_at=start + DAY)
        uow.tx.complaints.add(case, draft_id="1")
    assert told(office, clock).sections == ()


@pytest.mark.parametrize(
    ("role", "department"),
    [
        (Role.OFFICER, "engineering"),
        (Role.OFFICER, "clerk"),
        (Role.HEAD, "health"),
        (Role.PALAD, None),
        (Role.NAYOK, None),
        (Role.INTEGRITY, None),
        (Role.ADMIN, None),
    ],
)
def test_every_role_reads_the_same_page_and_no_words(client, half_year, clock, role, department):
    assert client.get("/desk/figures").status_code == 303
    browser, _ = signed_in(client, half_year, clock, role, department)
    browser.opens("/desk/figures").reads(
        "ผลงานทั้ง อบต.", "กองอื่นที่มีเรื่องน้อย รวมกัน", "น้อยกว่า 5 เรื่อง", "มาตรการส่งเสริมคุณธรรม"
    ).does_not_read("ยายมี", "000001", "S1", "U1")


def test_an_improvement_tells_who_by_when_and_a_proposal_is_not_told(client, half_year, clock):
    browser, officer = signed_in(client, half_year, clock, Role.PALAD, None)
    _, doer = signed_in(client, half_year, clock, name="มานะ ขยัน")
    due = bangkok(clock()).date() + timedelta(days=30)
    with half_year.uow(clock()) as uow:
        for what in ("ตั้งตู้คิวใหม่", "ยังเป็นเพียงข้อเสนอ"):
            new = NewImprovement(what, Source.OTHER, "engineering")
            key = improvements.propose(uow, officer, new).id
            if what == "ตั้งตู้คิวใหม่":
                improvements.agree(uow, officer, key, Plan(doer.id, due, None))
    browser.opens("/desk/figures").reads("ตั้งตู้คิวใหม่", "มานะ ขยัน").does_not_read("ข้อเสนอ")


def test_a_page_of_other_duties_says_so_and_not_that_it_lay_open_too_long(client, office, clock):
    browser, _ = signed_in(client, office, clock, Role.HEAD, "engineering")
    for path in ("/desk/reports", "/desk/evidence"):
        page = browser.opens(path)
        assert page.status == 403
        page.reads("หน้านี้ไม่อยู่ในหน้าที่ของท่าน").does_not_read("เปิดค้างไว้นาน")
