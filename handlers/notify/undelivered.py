"""Notify people of messages that may not have been delivered and of events that could not be handled."""

from domain.organisation.officers import Role
from handlers.access.recipients import translator_of
from handlers.access.sending import still_readable
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.core.reply_codec import decode_replies
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.outbox_delivery import OutboxRow


def offer(uow: UnitOfWork, row: OutboxRow) -> None:
    """Notify a recipient that an answer may be missing, with a button that shows it.

    The answer itself is not sent again, because it may have been delivered.
    """
    translator = translator_of(uow, row.recipient)
    choice = buttons.choice(translator, "button.show_again", Button.SHOW_MISSED_ANSWER, row.id)
    uow.notify(row.recipient, [Text(translator.say("apology.perhaps_missed"), (choice,))])


def show(uow: UnitOfWork, line_user_id: str, outbox_id: int) -> list[Reply]:
    """Return the messages of an outbox row to its own recipient; anyone else is told that the button is old.

    Raises UnreadableReplyError if another release wrote them.
    """
    replies = uow.tx.outbox.replies_to(line_user_id, outbox_id)
    if replies is None:
        return [Text(translator_of(uow, line_user_id).say("office.old_button"))]
    readable = still_readable(uow, line_user_id, decode_replies(replies))
    return readable or [Text(translator_of(uow, line_user_id).say("office.old_button"))]


def apologise(uow: UnitOfWork, event: InboundEvent | None, inbox_id: int) -> None:
    """Notify the sender and the administrators that the handling of an event was given up.

    `event`: None if it could not be read, so that its sender is unknown. `inbox_id`: the id of its inbox row.
    """
    if event is not None and event.sender and not event.in_group:
        apology = translator_of(uow, event.sender).say("apology.set_aside")
        uow.notify(event.sender, [Text(apology)])
    alarm = Text(uow.context.translations.say("apology.alarm", "th", inbox=inbox_id))
    for linked in uow.tx.officers.linked():
        if linked.officer.role is Role.ADMIN:
            uow.notify(linked.line_user_id, [alarm])
