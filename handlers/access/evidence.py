"""Decides who may open the files of a case, and for how long a URL of one works.

A URL is made for one reader. The permission is checked again when it is opened, so that it stops working when the
reader is removed, moved or accused, and when the case becomes a staff complaint.
"""

from datetime import datetime, timedelta

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access import custodians, permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.messages import row_key
from handlers.core.signed_urls import REPORTER, Opened
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import Attachment, AttachmentState, Moment

SEALED_FOR = timedelta(hours=12)
"""How long the URL of a file in a staff complaint works."""
OPEN_FOR = timedelta(days=7)
"""How long the URL of another file works; a card in the chat shows its photos for a week."""


def expiry(uow: UnitOfWork, case: Complaint) -> datetime:
    """Return when a URL that is made now, of a file of this case, stops working."""
    return uow.now + (OPEN_FOR if may_leave_by(Outlet.WEB_PAGE, case) else SEALED_FOR)


def reader_of(officer: Officer | None) -> str:
    """Return the reader for whom a URL is made: an officer, or with None the reporter of the case."""
    return REPORTER if officer is None else str(officer.id)


def is_open_to_holders(uow: UnitOfWork, one: Attachment) -> bool:
    """Whether a signed URL without a reader opens this attachment: in an ordinary case, or while it is in no case.

    A staff complaint is not loaded for this.
    """
    return one.complaint_id is None or uow.tx.complaints.find(one.complaint_id) is not None


def may_open(uow: UnitOfWork, opened: Opened, one: Attachment) -> bool:
    """Whether a URL opens this attachment now. For a staff complaint the opening is recorded in the audit log.

    An officer must be permitted to read the case. The reporter gets the officers' photos only.
    """
    if not opened.is_of(one) or opened.until <= uow.now or one.state is not AttachmentState.STORED:
        return False
    case = uow.tx.all_cases.find(one.complaint_id) if one.complaint_id else None
    if case is None:
        return False
    if opened.reader == REPORTER:
        return one.moment is Moment.AFTER
    readers = [one for one in uow.tx.officers.all() if one.id == row_key(opened.reader)]
    return any(
        officer.active
        and permission.may_read(uow, officer, case)
        and custodians.note_read(uow, officer, case, "evidence")
        for officer in readers
    )


def may_keep(uow: UnitOfWork, message_id: str) -> bool:
    """Whether to keep a file that may identify its author. `message_id`: LINE's id of its message.

    False if its case hides the reporter's name and was filed before the file arrived. Before filing, the reporter
    is warned and decides.
    """
    found = uow.tx.attachments.by_message(message_id)
    case = found and found.complaint_id and uow.tx.all_cases.find(found.complaint_id)
    return not case or not case.hide_name
