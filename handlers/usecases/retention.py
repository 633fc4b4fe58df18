"""Retention: delete abandoned drafts, and personal data of cases after the years that their category sets."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.complaint import Complaint, Place
from domain.cases.retention import ended_before
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from storage.cases import message_parts

DRAFT_RETENTION = timedelta(days=30)
A_DAY = timedelta(days=1)
"""Added for attachments in no case: only the day they were sent is stored, and they must outlast their draft."""
QUOTED_FOR = timedelta(days=90)
"""How long the bot recognises the case of a message that is quoted in a group."""
INQUIRIES_KEPT = timedelta(days=365)
"""How long the text and the sender of a question, praise or suggestion are kept."""
BATCH = 200
"""Maximum cases in one transaction, so that a long backlog does not block other transactions."""


def forget_drafts(uow: UnitOfWork) -> None:
    """Delete abandoned drafts and their attachments, old links of messages, and the text of old inquiries."""
    uow.tx.conversations.forget(uow.now - DRAFT_RETENTION)
    attachments.drop(uow, uow.tx.attachments.unfiled_before(uow.now - DRAFT_RETENTION - A_DAY))
    uow.tx.groups.forget_messages(uow.now - QUOTED_FOR)
    uow.tx.message_parts.forget(uow.now - message_parts.RETENTION)
    uow.tx.inquiries.forget(uow.now - INQUIRIES_KEPT)


def forget_old_cases(uow: UnitOfWork) -> int:
    """Delete the personal data of the cases that are due, at most BATCH; returns how many."""
    replacement = uow.context.translations.say("retention.forgotten", "th")
    forgotten = 0
    for category in uow.context.catalog.categories:
        due = uow.tx.retention.due(
            category.key, ended_before(uow.now, category.keep_years), BATCH - forgotten
        )
        for complaint_id in due:
            attachments.drop(uow, uow.tx.attachments.of_case(complaint_id))
            case = uow.tx.all_cases.get(complaint_id)
            uow.tx.complaints.save(_anonymised(case, replacement))
            uow.tx.retention.forget(complaint_id, uow.now)
            uow.tx.origins.forget(complaint_id)
            uow.tx.audit.forget_notes(case, uow.now)
        if due:
            uow.tx.custody.forget_words(due)
            uow.tx.message_parts.drop([message_parts.case(one) for one in due])
        forgotten += len(due)
    return forgotten


def _anonymised(case: Complaint, replacement: str) -> Complaint:
    """Return the case without reporter, story and exact place; figures still need village, category and dates."""
    return replace(
        case,
        reporter="",
        hide_name=True,
        place=Place(village=case.place.village),
        detail=replacement,
        question="",
        conduct=None,
    )
