"""Canaries: words in every text of a staff complaint, searched for at every exit and for every reader.

A reader is an officer of a role with a history: never linked, linked, removed, appointed again, moved. Only the
custodian and the reporter may ever receive one.
"""

import logging

import pytest
from prometheus_client import generate_latest

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from bot.telemetry.logs import JsonLines
from domain.cases.complaint import Proof
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.core.buttons import Button, Names
from handlers.usecases import complaints
from reports.monthly.plain_text import month_lines
from scheduler import jobs
from storage.tables import department_group
from tests.addresses import page_of
from tests.databases import on_sqlite
from tests.integration.staff_office import RESIDENT, StaffOffice
from tests.moments import DAY

STORY, WHO, WHEN, PROOF = "ขมิ้นเรื่อง", "ขมิ้นใคร", "ขมิ้นเมื่อไร", "ขมิ้นหลักฐาน"
ADDED, QUESTION, ANSWER, CLOSED, DISPUTED, REASON = (
    "ขมิ้นเพิ่ม",
    "ขมิ้นถาม",
    "ขมิ้นตอบ",
    "ขมิ้นปิด",
    "ขมิ้นค้าน",
    "ขมิ้นไม่มีรูป",
)
CANARY = "ขมิ้น"
GROUP = "Cgroup"
OFFICE_BUTTONS = [one for one in Button if one.flow == "officer" and one.names is Names.ID]


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


@pytest.fixture
def web(settings, office, clock):
    event_writer = EventWriter(office.store, clock)
    yield create_app(settings, office, event_writer, clock).test_client()
    event_writer.close()


def staffed(desk):
    """Officers of every role and history; the accounts of all who may see nothing."""
    desk.keepers(Role.PALAD, Role.NAYOK)
    clerk = desk.appoint("นางมาลี ศรีสุข", Role.OFFICER, "finance", account="Uaccused")
    desk.appoint("นางสาวมาลี ไม่มีไลน์", Role.OFFICER, "finance")
    desk.appoint("คนใน กองคลัง", Role.INTEGRITY, "finance", account="Umate")
    desk.appoint("หัวหน้า คลัง", Role.HEAD, "finance", account="Uhead")
    desk.appoint("หัวหน้า ธุรการ", Role.HEAD, "clerk", account="Uclerkhead")
    desk.appoint("ธุรการ คนหนึ่ง", Role.OFFICER, "clerk", account="Uclerk")
    desk.appoint("ช่างเอก", Role.OFFICER, "engineering", account="Uchang")
    desk.appoint("ผู้ดูแล ระบบ", Role.ADMIN, account="Uadmin")
    moved = desk.appoint("คนย้าย กอง", Role.OFFICER, "finance", account="Umoved")
    desk.change(moved, role=Role.INTEGRITY, department="health")
    gone = desk.appoint("คนลา ออก", Role.INTEGRITY, account="Ugone")
    desk.remove(gone)
    back = desk.appoint("คนกลับ มา", Role.OFFICER, "finance", account="Uback")
    desk.remove(back)
    desk.appoint("คนกลับ มา", Role.INTEGRITY, "health", account="Uback")
    with desk.uow() as uow:
        uow.tx.people.ensure("Ustranger", uow.now)
        uow.tx.people.notice_shown("Ustranger", uow.now)
        for section in ("finance", "clerk", "engineering"):
            uow.tx.connection.execute(
                department_group.insert().values(
                    group_id=f"{GROUP}{section}",
                    department=section,
                    linked_by=clerk,
                    linked_at=uow.now,
                    members=5,
                )
            )
    return [
        *("Uaccused", "Umate", "Uhead", "Uclerkhead", "Uclerk", "Uchang", "Uadmin", "Umoved"),
        *("Ugone", "Uback", "Unayok", "Ustranger"),
    ]


def lived_through(desk, link):
    """A case that accuses a clerk, with a canary in every text; its custodian is the ปลัด."""
    case = desk.complain(
        f"มาลีเรียกเงิน {STORY}", who=f"มาลี {WHO}", link=link, when=WHEN, evidence=PROOF
    )
    palad = desk.custodian(case)
    desk.add(case, ADDED)
    acts(desk, palad, case, Act(Action.ACCEPT))
    acts(desk, palad, case, Act(Action.ASK, note=QUESTION))
    desk.add(case, ANSWER, Action.ANSWER)
    proof = Proof(no_photo_reason=REASON)
    acts(desk, palad, case, Act(Action.CLOSE, note=CLOSED, proof=proof))
    desk.add(case, DISPUTED, Action.DISPUTE)
    return case


def acts(desk, officer_id, case, act):
    with desk.uow() as uow:
        complaints.officer_acts(uow, uow.tx.officers.get(officer_id), case.id, act)


def tries_everything(desk, account, case):
    for text in ("งานของฉัน", case.number, "ติดตามเรื่อง"):
        desk.reads(account, text)
    for button in (*OFFICE_BUTTONS, Button.SHOW_OWN_CASE, Button.ADD, Button.RATE_CASE):
        desk.reads_after(account, button, case)
        desk.reads(account, "ยกเลิก")


def days_pass(desk):
    """Run every job, long after every deadline."""
    for days in (1, 40):
        desk.clock.now += days * DAY
        for job in (
            jobs.watch_clocks,
            jobs.morning_digest,
            jobs.expire_verdicts,
            jobs.watch_plan,
            jobs.release_deferred_messages,
            jobs.monthly_report,
        ):
            job(desk.office, desk.clock.now)
        desk.deliver()


@pytest.mark.long
@on_sqlite
@pytest.mark.parametrize("link", ReporterLink)
def test_no_exit_shows_a_word_of_it_to_anybody_else(desk, web, caplog, link):
    caplog.set_level(logging.DEBUG)
    others = staffed(desk)
    case = lived_through(desk, link)
    desk.deliver()
    for account in others:
        tries_everything(desk, account, case)
    desk.deliver()
    days_pass(desk)
    # A typed number is repeated in "not found", which everybody gets for every number.
    exits = {
        account: words
        for account, words in desk.heard.items()
        if account not in {"Upalad", RESIDENT}
    }
    exits |= {
        "log": "\n".join(f"{JsonLines().format(one)} {vars(one)}" for one in caplog.records),
        "metrics": generate_latest().decode(),
        "case page": web.get(page_of(desk.office, case.id)).text,
        "open": web.get("/open").text + web.get("/open/data.json").text,
        "health": web.get("/health/ready").text,
    }
    with desk.uow() as uow:
        exits["month"] = "\n".join(month_lines(uow, "2569-11"))
    assert set(others) - {"Ugone"} <= exits.keys()
    leaks = {
        name: word
        for name, words in exits.items()
        for word in (CANARY, case.number[3:])
        if word in words
    }
    assert leaks == {}


@on_sqlite
@pytest.mark.parametrize("link", ReporterLink)
def test_the_custodian_is_shown_every_canary_so_they_are_there_to_be_found(desk, link):
    staffed(desk)
    case = lived_through(desk, link)
    desk.deliver()
    desk.shows("Upalad", case)
    desk.deliver()
    shown = desk.heard["Upalad"]
    canaries = (STORY, WHO, WHEN, PROOF, ADDED, ANSWER, DISPUTED)
    assert [one for one in (*canaries, case.number) if one not in shown] == []
