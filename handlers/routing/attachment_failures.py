"""What was sent and could not be kept: it leaves the draft it came into, and its sender is told.

What they had been asked is asked again below: LINE shows the quick replies of the newest message only.
"""

from handlers.conversations import FLOWS
from handlers.conversations.complaint import abandoned_draft
from handlers.core.messages import Reply, Text
from handlers.core.unit_of_work import Desk
from handlers.engine.conversation import ask_again, talk_with
from handlers.notify.case_events import voice_of
from handlers.usecases import attachments
from handlers.usecases.corrections import in_draft
from storage.cases.attachments import State

_SAID = {
    State.GONE: "attachment.gone",
    State.UNREADABLE: "attachment.unreadable",
    State.TOO_LARGE: "attachment.too_large",
}


def tell(desk: Desk, message_id: str, state: State, asker: str) -> None:
    """LINE no longer has it, or we cannot keep it: tell whoever sent it, so they can send another.

    `asker`: their account; empty where only the reporter of its case, if it is in one, may be told.
    """
    found = attachments.lose(desk, message_id, state)
    address = found and (asker or attachments.reporter_of(desk, found))
    if not found or not address:
        return
    in_draft.leave_out(desk, address, found.id)
    said = Text(voice_of(desk, address).say(_SAID[state]))
    desk.tell(address, [said, *_open_question(desk, address)])


def _open_question(desk: Desk, line_user_id: str) -> list[Reply]:
    place = desk.tx.conversations.find(line_user_id)
    if place is None or place.flow not in FLOWS or abandoned_draft.is_old(place, desk.now):
        return []
    talk = talk_with(desk, line_user_id, voice_of(desk, line_user_id).language).at(place)
    running = FLOWS[place.flow]
    return ask_again(talk, running) if running.open_step(place.draft) else []
