"""The month in the chat: decisions with buttons, the oldest cases with links, and the page of each section."""

import io
import json
from dataclasses import replace

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from domain.cases.complaint import Place
from domain.errors import Refused
from domain.figures.month_page import AspectMonth, from_json
from domain.organisation.calendar import month_bounds
from domain.organisation.officers import Role
from domain.surveys.participation import DoorKind, visit_subject
from handlers.usecases import officers
from handlers.usecases.desk import order_ends, orders
from handlers.usecases.surveys import answering, rounds
from reports.issues import FileFormat, count_sheets, current_issue, render
from reports.monthly import send
from storage.tables import outbox
from tests.builders import a_case
from tests.moments import DAY, HOUR

MONTH = "2569-10"
START, END = month_bounds(MONTH)
MORNING = END + 8 * HOUR
OFFICERS = (
    ("นายก", Role.NAYOK, None),
    ("ปลัด", Role.PALAD, None),
    ("ช่าง", Role.HEAD, "engineering"),
    ("หมอ", Role.HEAD, "health"),
)


@pytest.fixture
def month(office):
    """Two cases of the engineers, one of them late and unassigned, one of the health section; officers in LINE."""
    with office.uow(START) as uow:
        for name, role, department in OFFICERS:
            _, code = officers.add(uow, name, role, department)
            officers.link(uow, f"U{name}", code)
        for number, (department, category, filed) in enumerate(
            (("engineering", "light", 1), ("engineering", "road", 28), ("health", "waste", 29)), 1
        ):
            filed_at = START + filed * DAY
            case = a_case(
                id=0,
                number=f"นว-2570-00000{number}-1",
                reporter=f"U{number}",
                category=category,
                department=department,
                place=Place(village=3),
                filed_at=filed_at,
                due_at=filed_at + 7 * DAY,
                answer_by=filed_at + 15 * DAY,
            )
            uow.tx.complaints.add(case, draft_id=str(number))
    return replace(
        office, signed_urls=replace(office.signed_urls, public_url="https://office.invalid")
    )


def sent_to(office, name):
    """Return the encoded messages to an officer as one text."""
    with office.store.read() as tx:
        keys = tx.connection.scalars(select(outbox.c.id)).all()
        found = [tx.outbox.replies_to(f"U{name}", key) for key in keys]
    return " ".join(filter(None, found))


def test_executives_get_cases_to_decide_with_buttons_that_act(month):
    with month.uow(MORNING) as uow:
        assert send.report(uow, MONTH)
    nayok, palad = sent_to(month, "นายก"), sent_to(month, "ปลัด")
    for person in (nayok, palad):
        assert "ยังไม่มีผู้รับผิดชอบ ให้มอบหมาย" in person
        assert "สั่งให้มอบหมาย" in person
        assert "officer/urge/1/" in person
        assert all(f"officer/show/{case}/" in person for case in (1, 2, 3))
        assert "sheet=2" in person
    # The ปลัด assigns cases; the นายก reads and orders.
    assert "officer/assign/1/" in palad
    assert "officer/assign/1/" not in nayok


def test_the_score_of_two_answers_goes_to_the_section_that_runs_the_survey_alone(month):
    with month.uow(START) as uow:
        _, code = officers.add(
            uow, "สำรวจ", Role.OFFICER, uow.context.catalog.organisation.eit_section
        )
        officers.link(uow, "Uสำรวจ", code)
        round_id = rounds.standing_round(uow, "counter").id
        door = rounds.door_of(uow, round_id, DoorKind.CHAT).id
        for person, score in enumerate((2, 5)):
            subject = visit_subject("tax_payment", "2026-10-01")
            form = answering.open_form(uow, door, f"U{person:032x}", subject)
            answering.answer(uow, form, "overall", (score,))
    with month.uow(MORNING) as uow:
        send.report(uow, MONTH)
        issue = current_issue(uow, "M1", MONTH)
    assert "3.50 จาก 5 (2 คำตอบ)" in sent_to(month, "สำรวจ")
    for name in ("นายก", "ปลัด"):
        assert "3.50" not in sent_to(month, name)
    (attached,) = PdfReader(io.BytesIO(render(month, issue, FileFormat.PDF))).attachments.values()
    figures = json.loads(attached[0])["month"]
    assert (figures["ratings"], figures["satisfaction"], figures["services"]) == (2, None, [])


def test_a_head_gets_the_page_of_the_own_section_alone(month):
    with month.uow(MORNING) as uow:
        send.report(uow, MONTH)
        issue = current_issue(uow, "M1", MONTH)
    person = sent_to(month, "หมอ")
    assert "section=health" in person
    assert ".pdf?section=health" in person
    assert "officer/show/3/" in person
    assert "officer/show/1/" not in person
    assert "officer/urge" not in person
    assert "officer/assign/1/" in sent_to(month, "ช่าง")
    page = render(month, issue, FileFormat.PDF, section="health")
    assert page.startswith(b"%PDF")
    assert page != render(month, issue, FileFormat.PDF)
    assert count_sheets(month, issue) == 2
    pictures = [render(month, issue, FileFormat.PNG, part=sheet) for sheet in (1, 2)]
    assert len(set(pictures)) == 2
    with pytest.raises(IndexError):
        render(month, issue, FileFormat.PNG, part=3)


def test_the_button_orders_the_section_once_and_its_head_is_asked(month):
    with month.uow(MORNING) as uow:
        case = uow.tx.complaints.get(1)
        nayok = next(one for one in uow.tx.officers.all() if one.role is Role.NAYOK)
        given = orders.urge(uow, nayok, case)
        assert given is not None
        assert "ให้มอบหมายผู้รับผิดชอบเรื่อง นว-2570-000001-1" in given.words
        assert "เกินกำหนดแล้ว 24 วัน" in given.words
        assert orders.urge(uow, nayok, case) is None
        head = next(one for one in uow.tx.officers.all() if one.name == "ช่าง")
        with pytest.raises(Refused, match="not_yours"):
            orders.urge(uow, head, case)
    assert f"officer/order/{given.id}/" in sent_to(month, "ช่าง")
    with month.uow(MORNING + HOUR) as uow:
        order_ends.confirm(uow, head, given.id)
        assert orders.urge(uow, nayok, uow.tx.complaints.get(2)) is not None


def test_a_page_stored_before_there_were_sections_is_still_read():
    old = '{"decisions":[],"departments":[],"oldest":[],"trend":[],"waiting_for":[["",2]]}'
    page = from_json(old)
    assert page.waiting_for == (("", 2),)
    assert (page.unread_words, page.aspects, page.sections) == (0, (), ())
    newer = replace(page, unread_words=3, aspects=(AspectMonth("ขั้นตอน", (0, 1, 2, 3, 4)),))
    assert from_json(newer.to_json()) == newer


def test_officers_of_a_department_without_a_head_are_asked_and_confirm(month):
    with month.uow(MORNING) as uow:
        clerk, code = officers.add(uow, "ธุรการ", Role.OFFICER, "clerk")
        officers.link(uow, "Uธุรการ", code)
        engineer, code = officers.add(uow, "นายช่าง", Role.OFFICER, "engineering")
        officers.link(uow, "Uนายช่าง", code)
        nayok = next(one for one in uow.tx.officers.all() if one.role is Role.NAYOK)
        to_clerks = orders.give(uow, nayok, "clerk", "ให้รายงานผล")
        to_engineers = orders.give(uow, nayok, "engineering", "ให้เร่งรัด")
        assert order_ends.confirm(uow, clerk, to_clerks).words == "ให้รายงานผล"
        with pytest.raises(Refused, match="not_yours"):
            order_ends.confirm(uow, engineer, to_engineers)
    assert "ให้รายงานผล" in sent_to(month, "ธุรการ")
    assert "ให้เร่งรัด" not in sent_to(month, "นายช่าง")
    assert "รับทราบคำสั่งแล้ว" in sent_to(month, "นายก")
