"""Handle a text that is sent after the story of a complaint: it changes the draft or is added to the story."""

from dataclasses import replace

from domain.language.acts import Act
from domain.language.topic_choice import is_bare_number
from domain.language.unanswered_question import as_unanswered_question
from handlers.conversations.complaint import several, suspicion
from handlers.conversations.complaint.change_of_mind import changed
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.manners import ANNOUNCEMENTS, GREETINGS, is_manners
from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.flow import NotUnderstood
from handlers.usecases.case_filing import DETAIL_LIMIT

NO_STORY = frozenset({Act.SPAM, Act.HUMAN})
"""Acts of texts that never continue a story, in addition to greetings and thanks."""


def added(turn: ComplaintTurn, event: InboundEvent, needed: str) -> ComplaintDraft:
    """Return the draft after the text of an event.

    Raises NotUnderstood with the word key `needed` for a command, for greetings and thanks, and for an event
    without text.
    """
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood(needed)
    understood = turn.uow.understood(text)
    if understood.command == "hide_name":
        return replace(turn.draft, hide_name=True)
    has_words = as_unanswered_question(text) is not None and not is_bare_number(text)
    is_beside = understood.act in NO_STORY or is_manners(turn, text, GREETINGS | ANNOUNCEMENTS)
    if understood.command or not has_words or is_beside:
        raise NotUnderstood(needed)
    change = changed(turn, event)
    if change is not None:
        return several.split(turn, change)
    draft = turn.draft
    if understood.anonymous:
        draft = replace(draft, hide_name=True)
        if not understood.names_a_problem:
            return draft
    if several.is_another(turn, draft, text):
        return several.with_another(turn, draft, text)
    longer = replace(draft, detail=f"{draft.detail}\n{text}"[:DETAIL_LIMIT])
    return suspicion.noted(turn, longer, added=text)
