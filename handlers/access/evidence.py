"""Decides who may fetch a photo or file by an address that was made for one reader."""

from handlers.access import permission
from handlers.core.messages import row_key
from handlers.core.signed_urls import Opened
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import Attachment, Moment


def may_fetch(uow: UnitOfWork, opened: Opened, found: Attachment) -> bool:
    """Whether an address still opens this attachment.

    It was made for it, has not expired, and its reader may read it: an officer's address ends when they may not
    read the case any more, and the reporter's opens officers' photos.
    """
    if found.message != opened.name or uow.now.timestamp() >= opened.until:
        return False
    kind, _, key = opened.reader.partition(":")
    if kind != "officer":
        return found.moment is Moment.AFTER
    officer = next((one for one in uow.tx.officers.all() if one.id == row_key(key)), None)
    case = uow.tx.all_cases.find(found.complaint_id) if found.complaint_id else None
    return officer is not None and case is not None and permission.may_read(uow, officer, case)
