"""Handle a text that is sent after the story of a complaint: it changes the draft or is added to the story."""

from dataclasses import replace

from handlers.conversations.complaint import danger, form_talk, meaning, several, suspicion
from handlers.conversations.complaint.change_of_mind import changed
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.manners import continues_story
from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.flow import NotUnderstood
from handlers.usecases.case_filing import DETAIL_LIMIT


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
    if not continues_story(turn, text):
        raise NotUnderstood(needed)
    change = changed(turn, event)
    if change is not None:
        return several.split(turn, change)
    if (asked_for := form_talk.part_to_change(turn, text)) is not None:
        return turn.draft.asking(asked_for)
    draft = turn.draft
    if understood.anonymous:
        draft = replace(draft, hide_name=True)
        if not understood.names_a_problem:
            return draft
    if several.is_another(turn, draft, text):
        return several.with_another(turn, draft, text)
    is_loose = not _is_about_it(turn, text) and meaning.is_unsure(turn, text)
    if is_loose and not danger.is_reported(turn):
        raise meaning.not_added(turn, "aside.unsure", text)
    longer = replace(draft, detail=f"{draft.detail}\n{text}"[:DETAIL_LIMIT])
    return suspicion.noted(turn, longer, added=text)


def _is_about_it(turn: ComplaintTurn, text: str) -> bool:
    """Whether a text names the topic of the story, such as a water truck where the taps are dry."""
    understood = turn.uow.understood(text)
    topics = {turn.draft.category, *turn.uow.understood(turn.draft.detail).topics[:1]}
    return understood.names_a_problem and not topics.isdisjoint(understood.topics[:2])


def at_side_question(turn: ComplaintTurn, event: InboundEvent, needed: str) -> ComplaintDraft:
    """Return the draft after a text at a side question that takes none: it belongs to the report all the same."""
    draft = added(turn, event, needed)
    is_open = draft.progress.side_question == turn.draft.progress.side_question
    return draft.without_side_question() if is_open else draft
