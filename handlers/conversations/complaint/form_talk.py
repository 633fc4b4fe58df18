"""Which part of the report a text wants to change: it is no part of the story."""

from domain.language.draft_talk import Talk, draft_talk
from handlers.conversations.complaint.draft import ComplaintTurn


def part_to_change(turn: ComplaintTurn, text: str) -> str | None:
    """Return the name of the side question about the part that a text wants to change; None for another text."""
    talk = draft_talk(text)
    is_open_already = talk is Talk.CATEGORY and not turn.draft.category
    return None if talk is None or is_open_already else talk.value
