"""Whether the reporter of a case has been told what the office last said, for officers."""

from datetime import datetime

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.messages import Row
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.outbox import Notice, OutboxState

NEVER = 3650
"""Days after which a message that waits has no day of its own: it goes with the next answer."""
TO_REPORTER = frozenset(
    {
        *(Action.ACCEPT, Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE),
        *(Action.TRANSFER, Action.NOT_OURS),
        *("review", "why"),
    }
)
"""Actions that tell the reporter something: the office's side of the conversation."""


def words(translator: Translator, now: datetime, notice: Notice) -> str:
    """Return what became of a message to the reporter."""
    match notice.state:
        case OutboxState.SENT:
            return translator.say("console.told", hour=dates.hour(notice.sent_at or notice.next_at))
        case OutboxState.GIVEN_UP:
            return translator.say("console.undelivered")
        case OutboxState.DEFERRED:
            return untold(translator, now, notice.next_at)
    return translator.say("console.telling")


def untold(translator: Translator, now: datetime, next_at: datetime) -> str:
    """Return that the reporter has not been told, and when they will be."""
    if (next_at - now).days > NEVER:
        return translator.say("console.untold")
    return translator.say("console.untold_until", day=dates.day(next_at))


def last_notice(uow: UnitOfWork, case: Complaint) -> Notice | None:
    """Return what became of the last message to the reporter; None if there was none, or it is not recorded."""
    told = [key for key, entry in uow.tx.audit.numbered(case.id) if entry.action in TO_REPORTER]
    return uow.tx.outbox.of_entries(told[-1:]).get(told[-1]) if told else None


def untold_row(uow: UnitOfWork, translator: Translator, case: Complaint) -> tuple[Row, ...]:
    """Return the row that says the reporter does not know yet what was last said; none if they do."""
    if case.filed_at == uow.now:
        return ()
    notice = last_notice(uow, case)
    if notice is None or notice.state not in {OutboxState.DEFERRED, OutboxState.GIVEN_UP}:
        return ()
    return (Row(translator.say("card.reporter"), words(translator, uow.now, notice)),)
