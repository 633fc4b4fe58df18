"""Attempts to find the reporter of a staff complaint, or its former neighbours, by the names of stored files."""

import pytest
from sqlalchemy import select

from domain.cases.lifecycle import Act, Action
from domain.organisation.officers import Role
from handlers.engine.draft import Evidence
from handlers.usecases import attachments, case_filing, complaints, joined_cases, sealing
from handlers.usecases.case_filing import NewComplaint
from storage.cases.attachments import AttachmentKind, Moment
from storage.queues.tasks import TaskKind
from storage.tables import attachment
from tests.integration.staff_office import RESIDENT

PDF = b"%PDF-1.4 the same"


def names_of(store):
    with store.read() as tx:
        return [row.file for row in tx.connection.execute(select(attachment).order_by("id"))]


def test_a_file_that_was_sent_twice_does_not_tie_two_cases_together(store, worker, line, clock):
    """A resident sends a photo with an ordinary case, under their account, and with a complaint without a link."""
    for message in ("1", "2"):
        line.photos[message] = PDF
        with store.begin() as tx:
            tx.attachments.request(
                message, f"draft:{message}", AttachmentKind.FILE, Moment.BEFORE, clock.now
            )
            tx.tasks.ask(TaskKind.ATTACHMENT, message, clock.now)
        assert worker.run_next_task()
    first, second = names_of(store)
    assert first != second


@pytest.fixture
def town(desk):
    desk.keepers()
    desk.appoint("หัวหน้า ช่าง", Role.HEAD, "engineering", account="Uhead")
    return desk


def test_photos_of_joined_cases_are_not_shared_with_one_that_is_sealed(town):
    with town.uow() as uow:
        head = uow.tx.officers.by_line("Uhead")
        leader, member = (
            case_filing.file(uow, RESIDENT, NewComplaint("road", f"ถนนพัง {one}"), f"d{one}")
            for one in range(2)
        )
        joined_cases.join(uow, head, member.id, leader.id)
        stored = uow.context.files.store(b"a photo of the result")
        covered = uow.context.files.store(b"the same with a face blacked out")
        photo = attachments.keep(uow, "draft:x", stored, moment=Moment.AFTER)
        uow.tx.attachments.cover(photo, covered, "[]")
        closing = Act(Action.CLOSE, note="เรียบร้อย")
        complaints.officer_acts(uow, head, leader.id, closing, Evidence((photo,), "draft:x"))
        assert names_of_case(uow, leader) == names_of_case(uow, member)
        before = names_of_case(uow, leader)
        sealing.seal(uow, head, member.id)
        own = names_of_case(uow, member)
        assert names_of_case(uow, leader) == before
        assert not own & before
        assert {uow.context.files.read(name) for name in own} == {
            b"a photo of the result",
            b"the same with a face blacked out",
        }


def names_of_case(uow, case):
    found = uow.tx.attachments.of_case(case.id)
    return {name for one in found for name in (one.file, one.shown)}
