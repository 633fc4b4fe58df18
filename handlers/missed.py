"""An answer that may not have arrived: offered again rather than sent twice."""

from handlers.desk import Desk
from handlers.dialogue import Choice, Does, Press, Reply, Text
from handlers.envelope import unseal
from handlers.notices import voice_of
from storage.sending import OutboxRow

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
