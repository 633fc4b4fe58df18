"""Cases that have been kept long enough forget their persons, by the years of their category."""

from dataclasses import replace
from datetime import timedelta

from domain.cases.complaint import Complaint, Place
from domain.cases.retention import ended_before
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from storage.cases import message_parts

UNSENT_KEPT = timedelta(days=30)
A_DAY = timedelta(days=1)
"""Of what is loose the day alone is known: counted from its end, nothing goes before its draft."""
QUOTED_FOR = timedelta(days=90)
"""How long a message of ours in a group can be answered by quoting it."""
BATCH = 200
"""Cases a transaction: a night after an outage must not hold everyone up."""


def forget_unsent(uow: UnitOfWork) -> None:
    """Drafts nobody came back to and what was sent with them, single messages, what groups were told."""
    uow.tx.conversations.forget(uow.now - UNSENT_KEPT)
    attachments.drop(uow, uow.tx.attachments.loose_before(uow.now - UNSENT_KEPT - A_DAY))
    uow.tx.groups.forget_said(uow.now - QUOTED_FOR)
    uow.tx.message_parts.forget(uow.now - message_parts.KEPT)


def forget_old_cases(uow: UnitOfWork) -> int:
    """Take the persons out of the cases that are due, at most `BATCH`; returns how many."""
    words = uow.context.translations.say("retention.forgotten", "th")
    forgotten = 0
    for category in uow.context.catalog.categories:
        due = uow.tx.retention.due(
            category.key, ended_before(uow.now, category.keep_years), BATCH - forgotten
        )
        for complaint_id in due:
            attachments.drop(uow, uow.tx.attachments.of_case(complaint_id))
            uow.tx.complaints.save(_nameless(uow.tx.all_cases.get(complaint_id), words))
            uow.tx.retention.forget(complaint_id, uow.now)
        if due:
            uow.tx.message_parts.drop([message_parts.case(one) for one in due])
        forgotten += len(due)
    return forgotten


def _nameless(case: Complaint, words: str) -> Complaint:
    """Who, the exact place and the story go; village, topic and days stay for the figures."""
    return replace(
        case,
        reporter="",
        hide_name=True,
        place=Place(village=case.place.village),
        detail=words,
        question="",
        conduct=None,
    )
