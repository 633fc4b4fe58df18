"""Answer what people type about the form while they report a problem, which is no part of the story."""

from domain.language.draft_talk import PARTS, Talk, draft_talk
from handlers.conversations.complaint.draft import ComplaintTurn
from handlers.engine.flow import NotUnderstood


def part_to_change(turn: ComplaintTurn, text: str) -> str | None:
    """Return the name of the side question about the part that a text wants to change; None for another text.

    Raises NotUnderstood, which repeats the open question, for "wait" and for "where do I press?".
    """
    talk = draft_talk(text)
    if talk is Talk.WAITS:
        raise NotUnderstood("complaint.not_sent_yet")
    if talk is Talk.LOST:
        raise NotUnderstood("complaint.lost", phone=turn.uow.context.catalog.organisation.phone)
    is_open_already = talk is Talk.CATEGORY and not turn.draft.category
    return talk.value if talk in PARTS and not is_open_already else None
