"""What may have been missed: an answer that is offered again rather than sent twice, an event unheard."""

from domain.organisation.officers import Role
from handlers.access.recipients import translator_of
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.core.reply_codec import decode_replies
from handlers.core.unit_of_work import UnitOfWork
from storage.queues.outbox_delivery import OutboxRow


def offer(uow: UnitOfWork, row: OutboxRow) -> None:
    """Tell the person that an answer may be missing, with a button that shows it."""
    translator = translator_of(uow, row.recipient)
    choice = buttons.choice(translator, "button.show_again", Button.SHOW_MISSED_ANSWER, row.id)
    uow.notify(row.recipient, [Text(translator.say("apology.perhaps_missed"), (choice,))])


def show(uow: UnitOfWork, line_user_id: str, outbox_id: int) -> list[Reply]:
    """The answer once more, to its own recipient only."""
    replies = uow.tx.outbox.replies_to(line_user_id, outbox_id)
    if replies is None:
        return [Text(translator_of(uow, line_user_id).say("office.old_button"))]
    return decode_replies(replies)


def apologise(uow: UnitOfWork, event: InboundEvent | None, inbox_id: int) -> None:
    """An event was set aside unheard: its sender is told, and the administrator which it is.

    `incoming`: None when not even its sender could be read.
    """
    if event is not None and event.sender and not event.in_group:
        apology = translator_of(uow, event.sender).say("apology.set_aside")
        uow.notify(event.sender, [Text(apology)])
    alarm = Text(uow.context.translations.say("apology.alarm", "th", inbox=inbox_id))
    for linked in uow.tx.officers.linked():
        if linked.officer.role is Role.ADMIN:
            uow.notify(linked.line_user_id, [alarm])
