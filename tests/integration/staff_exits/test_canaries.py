"""Canaries of a staff complaint are in every table, none in the clear, and in no log or command output.

One complaint was filed as such. Another was an ordinary case with everything a case can have, until an officer
found that it is about staff; from then on nothing of it may be found either.
"""

import json
import logging

import pytest
from prometheus_client import generate_latest
from sqlalchemy import func, select

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from bot.telemetry.logs import JsonLines
from domain.cases.complaint import Proof
from domain.cases.conduct import ReporterLink
from domain.cases.lifecycle import Act, Action
from handlers.usecases import case_filing, internal_notes, joined_cases, sealing
from handlers.usecases.case_filing import NewComplaint
from handlers.usecases.desk import orders
from handlers.usecases.surveys import answering
from scheduler import jobs
from storage.db.column_types import metadata
from storage.people.daily_use import Use
from storage.queues.inbox import NewEvent
from tests.integration.staff_exits import exits
from tests.integration.staff_exits.office import CANARY, Office
from tests.integration.staff_office import RESIDENT, StaffOffice
from tests.integration.test_at_rest import everything_in

pytestmark = pytest.mark.long

WITHOUT_CASES = {
    *("sign_in_attempt", "sign_in_link", "console_login", "console_session", "link_attempt"),
    *("message_quota", "office_change", "report_file", "report_issue", "month_report"),
    *("survey_follower", "survey_invited", "survey_offer", "rating", "identity_request"),
    *("message_part", "push_ledger", "job_run", "case_origin", "qr_point", "webhook_event"),
    *("evidence", "improvement", "improvement_link", "improvement_step", "ita_score", "mail"),
    *("paper_check", "joined_case", "itas_count"),
}
"""Tables without any data of a case; a new table must be filled by this test or added here."""


@pytest.fixture
def desk(office, worker, line, clock):
    return StaffOffice(office, worker, line, clock)


@pytest.fixture
def world(desk):
    return Office(desk, is_complained_of=True)


def becomes_about_staff(world):
    """Return the number of an ordinary case of the engineers with a canary in every text, which its head then seals."""
    desk = world.desk
    with desk.uow() as uow:
        new = NewComplaint("road", f"ถนนพัง {CANARY}เดิม")
        case = case_filing.file(uow, RESIDENT, new, "sealed-later")
    world.acts("Uchang", case.id, Act(Action.ACCEPT))
    world.acts("Uchang", case.id, Act(Action.UPDATE, note=f"{CANARY}แจ้ง"))
    closing = Act(Action.CLOSE, note=f"{CANARY}ปิดแล้ว", proof=Proof(no_photo_reason=f"{CANARY}มืด"))
    world.acts("Uchang", case.id, closing)
    with desk.uow() as uow:
        door, subject = answering.rate_case(uow, RESIDENT, case.id)
        form = answering.open_form(uow, door.id, RESIDENT, subject)
        form = answering.answer(uow, form, "overall", (1,), draft_id="f" * 12)
        answering.comment(uow, form, "words", f"{CANARY}ความเห็น")
    desk.add(case, f"{CANARY}ยังไม่ดี", Action.DISPUTE)
    world.acts("Uchang", case.id, Act(Action.NOT_OURS, note=f"{CANARY}ทางหลวง", agency="highways"))
    with desk.uow() as uow:
        officer, now = uow.tx.officers.by_line("Uchang"), uow.tx.complaints.get(case.id)
        internal_notes.add(uow, officer, now, f"{CANARY}ภายใน")
        nayok = uow.tx.officers.by_line("Unayok")
        orders.give(uow, nayok, "engineering", f"{CANARY}สั่ง", case=now)
    desk.deliver()
    with desk.uow() as uow:
        voice = case_filing.file(uow, "Uvoice", NewComplaint("road", "ถนนพังเหมือนกัน"), "voice")
        joined_cases.join(uow, uow.tx.officers.by_line("Uchanghead"), voice.id, case.id)
    world.ordinary.append(voice.id)
    with desk.uow() as uow:
        sealing.seal(uow, uow.tx.officers.by_line("Uchanghead"), case.id)
    return case


def waits(world):
    """Add sealed data that waits: an event, a draft, a message, an unanswered question, a wrong code."""
    desk = world.desk
    desk.says("Ustranger", f"ทำไมคุณมาลีขอเงินค่าน้ำร้อนน้ำชา {CANARY}ถาม")
    desk.says(RESIDENT, "ร้องเรียนเจ้าหน้าที่").says(RESIDENT, f"เขาเรียกเงิน {CANARY}ร่าง")
    with desk.uow() as uow:
        event = json.dumps({"text": f"{CANARY}รอ"}, ensure_ascii=False)
        uow.tx.inbox.store([NewEvent("event-1", RESIDENT, event)], uow.now)
        uow.tx.daily_use.add(RESIDENT, Use.WRONG_CODES, uow.now)
    jobs.seal_audit(desk.office, desk.clock.now)


@pytest.mark.parametrize("link", ReporterLink)
def test_nothing_of_it_lies_in_the_clear_in_any_table(world, kind, link, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    world.live(link)
    sealed_later = becomes_about_staff(world)
    if link is ReporterLink.NONE:
        waits(world)
    store = world.desk.office.store
    with store.read() as tx:
        empty = {
            table.name
            for table in metadata.sorted_tables
            if not tx.connection.scalar(select(func.count()).select_from(table))
        }
    if link is ReporterLink.NONE:
        assert sorted(empty - WITHOUT_CASES - {"identity"}) == []
    raw = everything_in(store)
    assert CANARY.encode() not in raw
    logged = "\n".join(f"{JsonLines().format(one)} {vars(one)}" for one in caplog.records)
    said = {"log": logged, "metrics": generate_latest().decode()} | exits.commands_of(
        world, tmp_path
    )
    numbers = [case.number[3:] for case in [*world.staff, sealed_later]]
    assert [name for name, words in said.items() if CANARY in words] == []
    assert [name for name, words in said.items() if numbers[0] in words] == []


def test_what_was_sealed_later_is_gone_from_every_page_and_list(world, kind, settings, office):
    world.live()
    sealed_later = becomes_about_staff(world)
    world.desk.heard.clear()
    event_writer = EventWriter(office.store, world.desk.clock)
    app = create_app(settings, office, event_writer, world.desk.clock)
    readers = ("Uchang", "Uchanghead", "Umovedpalad", "Ubacknayok", "Umovedhead")
    exits.try_everything(world, readers, sealed_later)
    console = exits.Console(world, app, [sealed_later.id], [1, world.ordinary[-1]])
    said = {}
    for account in readers:
        said |= console.of(account)
    said |= exits.public_pages(world, app, [sealed_later.id], [sealed_later.number])
    said |= {account: world.desk.heard[account] for account in readers}
    event_writer.close()
    searched = f"q={CANARY}"
    assert [name for name, words in said.items() if CANARY in words and searched not in name] == []
    assert [
        name
        for name, words in said.items()
        if sealed_later.number in words.replace(f"“{sealed_later.number}”", "")
    ] == []
