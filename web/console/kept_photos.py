"""Photos kept for closing a case, so that officers can check and black out before the reporter gets them.

They are in no case until it is closed. Unused photos are deleted with the abandoned drafts of the chat.
"""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.usecases import attachments
from storage.cases.attachments import Attachment, Moment
from web.console.acts import Picture

_OWNER = "case:"


def of(uow: UnitOfWork, case: Complaint) -> Sequence[Attachment]:
    """The photos that are kept for a case."""
    return uow.tx.attachments.kept_for(_owner(case))


def with_new(uow: UnitOfWork, case: Complaint, pictures: Sequence[Picture]) -> Evidence:
    """Keep stored photos for a case; returns them together with those kept before, as evidence for an action."""
    owner = _owner(case)
    before = [one.id for one in of(uow, case)]
    free = max(0, attachments.LIMIT - len(before))
    new = [
        attachments.keep(uow, owner, picture.file, moment=Moment.AFTER)
        for picture in pictures[:free]
    ]
    ids = (*before, *new)
    return Evidence(ids, owner) if ids else NO_EVIDENCE


def case_id_of(owner: str) -> int | None:
    """The id of the case for which an owner's photos are kept; None for another owner."""
    prefix, key = owner[: len(_OWNER)], owner[len(_OWNER) :]
    return row_key(key) or None if prefix == _OWNER else None


def _owner(case: Complaint) -> str:
    return f"{_OWNER}{case.id}"
