"""An address opens one thing for ever, or nothing: an id that is given again opens nothing of the next."""

import re

import pytest
from sqlalchemy import update

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.cases.conduct import Conduct, ReporterLink
from handlers.core.signed_urls import Page
from handlers.usecases import case_filing, conduct
from handlers.usecases.case_filing import NewComplaint
from storage.cases.attachments import AttachmentKind, Moment
from storage.cases.complaint_statements import FIRST_STAFF_ID
from storage.tables import attachment, complaint
from tests.addresses import file_of, page_of, photo_of
from tests.line_bodies import BOONMEE, SOMSRI
from tests.moments import NOON
from tests.web_client import signed_in, web_client

ENDLESS = "9" * 30


@pytest.fixture
def pages(settings, office, clock):
    event_writer = EventWriter(office.store, clock)
    yield create_app(settings, office, event_writer, clock).test_client()
    event_writer.close()


def keep(office, message, kind, media_type):
    """Something that came with this message and is here; its id."""
    with office.store.begin() as tx:
        key = tx.attachments.request(message, f"draft:{message}", kind, Moment.BEFORE, NOON)
        tx.attachments.mark_stored(message, kind, office.files.store(message.encode()), media_type)
    return key


@pytest.mark.parametrize(
    ("kind", "media_type", "address_of"),
    [
        (AttachmentKind.IMAGE, "image/jpeg", photo_of),
        (AttachmentKind.FILE, "application/pdf", file_of),
    ],
    ids=["photo", "file"],
)
def test_what_is_gone_leaves_its_address_to_nobody(office, pages, kind, media_type, address_of):
    first = keep(office, "M1", kind, media_type)
    address = address_of(office, first)
    assert pages.get(address).data == b"M1"
    with office.store.begin() as tx:
        tx.attachments.drop([first])
    nothing = pages.get(address)
    second = keep(office, "M2", kind, media_type)
    with office.store.begin() as tx:
        # As SQLite does by itself, and PostgreSQL after a restore.
        tx.connection.execute(update(attachment).where(attachment.c.id == second).values(id=first))
    assert pages.get(address_of(office, first)).data == b"M2"
    refused = pages.get(address)
    assert (refused.status_code, refused.data) == (nothing.status_code, nothing.data)
    assert refused.status_code == 404


def test_a_case_that_a_restore_lost_leaves_its_address_to_nobody(office, pages):
    with office.uow(NOON) as uow:
        case = case_filing.file(uow, "U1", NewComplaint("light", "ไฟดับ"), "draft-1")
    address = page_of(office, case.id)
    assert pages.get(address).status_code == 200
    with office.store.begin() as tx:
        tx.connection.execute(update(complaint).values(number="นว-2570-009999-1"))
    refused = pages.get(address)
    assert refused.status_code == 404
    assert "ไฟดับ" not in refused.text
    assert pages.get(page_of(office, case.id)).status_code == 200


def test_no_address_of_a_file_tells_how_many_files_there_are(settings, office, pages, clock):
    with office.uow(NOON) as uow:
        case = case_filing.file(uow, "U1", NewComplaint("light", "ไฟดับ"), "draft-1")
    for number in range(3):
        key = keep(office, f"M{number}", AttachmentKind.IMAGE, "image/jpeg")
        with office.store.begin() as tx:
            tx.attachments.assign_to_case([key], f"draft:M{number}", case.id, Moment.BEFORE)
    with web_client(settings, office, clock) as client:
        desk, _ = signed_in(client, office, clock)
        files = re.findall(r'"/desk/files/([^"/]+)', desk.opens(f"/desk/cases/{case.id}").html)
        assert len(set(files)) == 3
        assert all(re.fullmatch("[0-9a-f]{32}", one) for one in files)
        assert desk.opens(f"/desk/files/{files[0]}").content in {b"M0", b"M1", b"M2"}
        assert desk.opens(f"/desk/files/{key}").status == 404
    assert re.fullmatch(r"/photos/[0-9a-f]{32}-[0-9a-f]{32}\.jpg", photo_of(office, key))
    with office.store.read() as tx:
        (one,) = tx.attachments.get_many([key])
    # As the release before wrote it.
    before = office.signed_urls.path(Page.PHOTO, one.id, one.message)
    assert pages.get(f"{before}.jpg").data == b"M2"


@pytest.mark.parametrize("form", ["/photos/{}-{}.jpg", "/files/{}-{}", "/case/{}-{}"])
def test_a_key_no_database_could_hold_is_a_404_and_no_fault(pages, form):
    assert pages.get(form.format(ENDLESS, "0" * 32)).status_code == 404


def test_no_gap_between_two_ids_tells_of_a_staff_complaint(office):
    ids = []
    for number in range(3):
        with office.uow(NOON) as uow:
            lamp = case_filing.file(uow, SOMSRI, NewComplaint("light", "ไฟดับ"), f"lamp{number}")
            new = NewComplaint(conduct.category_of(uow), "เรียกเงิน")
            staff, _ = conduct.file(
                uow, BOONMEE, new, Conduct(ReporterLink.SEALED), f"staff{number}"
            )
        ids.append(lamp.id)
        assert staff.id >= FIRST_STAFF_ID
    assert ids == [ids[0], ids[0] + 1, ids[0] + 2]
