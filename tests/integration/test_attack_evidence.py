"""The evidence of a staff complaint opens for its custodian only, for hours, and each opening is recorded."""

from dataclasses import replace

import pytest

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.organisation.officers import Role
from handlers.access import evidence, recipients
from handlers.core.signed_urls import Page
from storage.cases.attachments import AttachmentKind, Moment
from tests.integration.staff_office import WAYS_TO_LOSE_IT
from tests.moments import HOUR
from tests.sealed import opened_entries


@pytest.fixture
def web(settings, office, clock):
    event_writer = EventWriter(office.store, clock)
    office = replace(
        office, signed_urls=replace(office.signed_urls, public_url="https://rongtuk.example")
    )
    yield create_app(settings, office, event_writer, clock).test_client()
    event_writer.close()


def with_evidence(desk, case):
    """Add a file to a case; return the URL on its custodian's card, and one without a reader."""
    with desk.uow() as uow:
        key = uow.tx.attachments.request(
            f"M{case.id}", "draft:x", AttachmentKind.FILE, Moment.BEFORE, uow.now
        )
        uow.tx.attachments.assign_to_case([key], "draft:x", case.id, Moment.BEFORE)
        stored = desk.office.files.store(b"%PDF-1.4")
        uow.tx.attachments.mark_stored(
            f"M{case.id}", AttachmentKind.FILE, stored, "application/pdf"
        )
    with desk.office.read_only_uow(desk.clock.now) as uow:
        (one,) = uow.tx.attachments.get_many([key])
        urls = replace(desk.office.signed_urls, public_url="https://rongtuk.example")
        (reader,) = [
            linked.officer.id for linked in recipients.audience(uow, uow.tx.all_cases.get(case.id))
        ]
        until = evidence.expiry(uow, uow.tx.all_cases.get(case.id))
        address = urls.file(one, str(reader), until).removeprefix("https://rongtuk.example")
        return address, urls.path(Page.FILE, one.id, one.message)


def test_an_address_of_evidence_opens_for_the_custodian_and_is_written_down(desk, web):
    ids = desk.keepers()
    case = desk.complain()
    address, _ = with_evidence(desk, case)
    assert web.get(address).data == b"%PDF-1.4"
    with desk.office.read_only_uow(desk.clock.now) as uow:
        entries = opened_entries(uow.tx.audit.of(case.id), case)
    read = [one for one in entries if one.note == "evidence"]
    assert [one.actor for one in read] == [f"officer:{ids[Role.INTEGRITY]}"]


@pytest.mark.parametrize("happens", WAYS_TO_LOSE_IT)
def test_an_address_of_evidence_ends_with_its_readers_right(desk, web, happens):
    ids = desk.keepers()
    case = desk.complain()
    address, _ = with_evidence(desk, case)
    happens(desk, ids, case)
    nothing = web.get("/files/for/abc")
    refused = web.get(address)
    assert (refused.status_code, refused.data) == (404, nothing.data)


def test_an_address_of_evidence_expires_within_hours(desk, web):
    desk.keepers()
    address, _ = with_evidence(desk, desk.complain())
    desk.clock.now += 13 * HOUR
    assert web.get(address).status_code == 404


def test_no_signed_address_without_a_reader_opens_a_staff_complaint(desk, web):
    desk.keepers()
    _, unbound = with_evidence(desk, desk.complain())
    assert web.get(unbound).status_code == 404
