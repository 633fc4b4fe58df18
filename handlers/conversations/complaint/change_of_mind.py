"""Changes a complaint's draft when its writer changes their mind in a sentence instead of by buttons."""

from dataclasses import replace

from domain.language.change_of_mind import Change, change_of_mind, choice_among
from domain.language.places import said_place
from domain.language.told_place import village_alone
from domain.text.thai_text import fold
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import EventKind, InboundEvent
from handlers.usecases.complaints import DETAIL_LIMIT

_SHORT = 30
"""Characters of a sentence that may name a topic of trouble without telling of it."""


def changed(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft | None:
    """Return the changed draft; None if the event is no change of mind that can be carried out."""
    if event.kind is not EventKind.TEXT or not turn.draft.detail:
        return None
    kept = chosen(turn, event.text)
    if kept is not None:
        return kept
    change = change_of_mind(event.text)
    if change is None:
        return _with_village(turn, event.text)
    understood = turn.uow.understood(event.text)
    tells = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    if tells and not change.drops_story and len(event.text) > _SHORT:
        # "Not only one lane, all of village 3 is dark" tells more of the story.
        return None
    return _with_place(turn, change) or _with_topic(turn, event, change)


def chosen(turn: ComplaintTurn, text: str) -> ComplaintDraft | None:
    """Return the draft with those of its several problems that are still wanted; None if the text names none."""
    parts = turn.draft.parts
    choice = choice_among(text) if len(parts) > 1 else None
    if choice is None:
        return None
    topic = _topic(turn, choice.words)
    named = [
        at == choice.at if choice.at is not None else part.category == topic
        for at, part in enumerate(parts)
    ]
    kept = [
        part for part, is_named in zip(parts, named, strict=True) if is_named != choice.leaves_out
    ]
    if not kept or len(kept) == len(parts):
        return None
    draft = replace(turn.draft, one_by_one=False, all_topics=False)
    return draft.with_parts(kept).without_side_question()


def _with_village(turn: ComplaintTurn, text: str) -> ComplaintDraft | None:
    """Return the draft with the village, if the text is nothing but a village of this office; else None."""
    village = village_alone(text, turn.uow.context.catalog.organisation)
    if village is None:
        return None
    place = replace(turn.draft.place, village=village)
    return replace(turn.draft, place=place).without_side_question()


def _with_place(turn: ComplaintTurn, change: Change) -> ComplaintDraft | None:
    said = said_place(fold(change.words))
    if said is None or change.drops_story or _topic(turn, change.words):
        return None
    known = {village.number for village in turn.uow.context.catalog.organisation.villages}
    village = said.village if said.village in known else None
    if village is None and not said.words:
        return None
    place = turn.draft.place
    place = replace(
        place,
        village=place.village if village is None else village,
        words=said.words or place.words,
    )
    return replace(turn.draft, place=place).without_side_question()


def _with_topic(turn: ComplaintTurn, event: InboundEvent, change: Change) -> ComplaintDraft | None:
    topic = _topic(turn, change.words)
    if not topic:
        return None
    draft = replace(turn.draft, also=None, one_by_one=False, all_topics=False)
    if not change.drops_story:
        return replace(draft, category=topic).without_side_question()
    # The end of the typed text is the new matter; in it the letters are as they were typed.
    words = event.text.strip()[-len(change.words) :].strip()
    if turn.uow.understood(words).guess.margin and len(words) > len(_name(turn, topic)):
        return replace(draft, detail=words[:DETAIL_LIMIT], category="").without_side_question()
    return replace(draft, detail="", category=topic, nudged=False).without_side_question()


def _topic(turn: ComplaintTurn, words: str) -> str:
    """Return the key of the topic that the words name; empty for none, or for the topic about staff."""
    understood = turn.uow.understood(words)
    topic = understood.guess.ranking[0]
    about_staff = turn.uow.context.catalog.is_about_staff(topic)
    return topic if understood.guess.margin and not about_staff else ""


def _name(turn: ComplaintTurn, topic: str) -> str:
    return turn.uow.context.catalog.category(topic).th
