"""Handle attachments that cannot be stored: remove them from the draft and notify their sender.

The open question is repeated below the notice, because LINE shows only the quick replies of the newest message:
https://developers.line.biz/en/reference/messaging-api/#quick-reply
"""

from handlers.access.recipients import reporter_of, translator_of
from handlers.conversations import FLOWS
from handlers.conversations.complaint import abandoned_draft
from handlers.core.messages import Reply, Text
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.engine.conversation import ask_again
from handlers.engine.turn import turn_with
from handlers.usecases import attachments
from handlers.usecases.corrections import in_draft
from storage.cases.attachments import AttachmentState

_NOTICES = {
    AttachmentState.GONE: "attachment.gone",
    AttachmentState.UNREADABLE: "attachment.unreadable",
    AttachmentState.TOO_LARGE: "attachment.too_large",
    AttachmentState.OVER_CEILING: "attachment.over_ceiling",
}


def notify_sender(uow: UnitOfWork, message_id: str, state: AttachmentState, requester: str) -> None:
    """Mark an attachment as lost and notify its sender, so that they can send another one.

    `state`: why it cannot be stored: GONE (LINE no longer has it), UNREADABLE, TOO_LARGE or OVER_CEILING.
    `requester`: the LINE user id of the sender; if empty, the reporter of the attachment's case is notified, or
    nobody if it is in none.
    """
    found = attachments.lose(uow, message_id, state)
    address = found and (requester or reporter_of(uow, found.complaint_id))
    if not found or not address:
        return
    in_draft.leave_out(uow, address, found.id)
    notice = Text(translator_of(uow, address).say(_NOTICES[state]))
    uow.notify(address, [notice, *_open_question(uow, address)])


def _open_question(uow: UnitOfWork, line_user_id: str) -> list[Reply]:
    running = saved_conversation.load(uow, line_user_id)
    if running is None or abandoned_draft.is_old(running, uow.now):
        return []
    turn = turn_with(uow, line_user_id, translator_of(uow, line_user_id).language).at(running)
    flow = FLOWS[running.flow]
    return ask_again(turn, flow) if flow.open_step(turn) else []
