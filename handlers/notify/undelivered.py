"""What may have been missed: an answer that is offered again rather than sent twice, an event unheard."""

from domain.organisation.officers import Role
from handlers.core.messages import Choice, Does, Incoming, Press, Reply, Text
from handlers.core.reply_codec import unseal
from handlers.core.unit_of_work import Desk
from handlers.notify.case_events import voice_of
from storage.queues.outbox_delivery import OutboxRow

FLOW, STEP = "missed", "show"


def offer(desk: Desk, row: OutboxRow) -> None:
    """Tell the person that an answer may be missing, with a button that shows it."""
    voice = voice_of(desk, row.recipient)
    press = Press(FLOW, STEP, str(row.id))
    choice = Choice(voice.label("button.show_again"), Does.PRESS, str(press))
    desk.tell(row.recipient, [Text(voice.say("apology.perhaps_missed"), (choice,))])


def show(desk: Desk, line_user_id: str, outbox_id: int) -> list[Reply]:
    """The answer once more, to its own recipient only."""
    replies = desk.tx.outbox.replies_to(line_user_id, outbox_id)
    if replies is None:
        return [Text(voice_of(desk, line_user_id).say("office.old_button"))]
    return unseal(replies)


def apologise(desk: Desk, incoming: Incoming | None, inbox_id: int) -> None:
    """An event was set aside unheard: its sender is told, and the administrator which it is.

    `incoming`: None when not even its sender could be read.
    """
    if incoming is not None and incoming.sender and not incoming.in_group:
        apology = voice_of(desk, incoming.sender).say("apology.set_aside")
        desk.tell(incoming.sender, [Text(apology)])
    alarm = Text(desk.office.words.say("apology.alarm", "th", inbox=inbox_id))
    for linked in desk.tx.officers.linked():
        if linked.officer.role is Role.ADMIN:
            desk.tell(linked.line_user_id, [alarm])
