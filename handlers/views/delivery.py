"""Delivery state of the office's messages to the reporter of a case, for officers."""

from datetime import datetime

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.outbox import Notice, OutboxState

NEVER = 3650
"""Days from now from which a waiting message counts as having no date: it is sent with the next reply."""
TO_REPORTER = frozenset(
    {
        *(Action.ACCEPT, Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE),
        *(Action.TRANSFER, Action.NOT_OURS, Action.REOPEN, Action.CORRECT),
        *("review", "why"),
    }
)
"""Actions of the office that send the reporter a message."""


def words(translator: Translator, now: datetime, notice: Notice) -> str:
    """Return the delivery state of a message to the reporter as text."""
    match notice.state:
        case OutboxState.SENT:
            return translator.say("console.told", hour=dates.hour(notice.sent_at or notice.next_at))
        case OutboxState.GIVEN_UP:
            return translator.say("console.undelivered")
        case OutboxState.DEFERRED:
            return untold(translator, now, notice.next_at)
    return translator.say("console.telling")


def untold(translator: Translator, now: datetime, next_at: datetime) -> str:
    """Return the text that the reporter has not been notified, and when they will be."""
    if (next_at - now).days > NEVER:
        return translator.say("console.untold")
    return translator.say("console.untold_until", day=dates.day(next_at))


def last_notice(uow: UnitOfWork, case: Complaint) -> Notice | None:
    """Return the state of the last message to the reporter; None if there was none, or it is not recorded."""
    sent = [key for key, entry in uow.tx.audit.numbered(case.id) if entry.action in TO_REPORTER]
    return uow.tx.outbox.of_entries(sent[-1:]).get(sent[-1]) if sent else None


def untold_row(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    """Return the row that the reporter has not received the last message yet; empty if they have."""
    if case.filed_at == uow.now:
        return ()
    notice = last_notice(uow, case)
    if notice is None or notice.state not in {OutboxState.DEFERRED, OutboxState.GIVEN_UP}:
        return ()
    return (Row(translator.say("card.reporter"), words(translator, uow.now, notice)),)
