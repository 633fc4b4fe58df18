"""Change a complaint's draft when its writer asks for a change in a sentence instead of by buttons."""

from dataclasses import replace

from domain.cases.complaint import Place
from domain.language.change_of_mind import Change, change_of_mind, choice_among
from domain.language.corrected_place import (
    corrected_place,
    denies_village,
    with_village,
)
from domain.language.places import said_place
from domain.language.said_aside import Said
from domain.language.told_place import village_alone, village_told, with_place
from domain.text.thai_text import fold
from handlers.conversations.complaint import meaning
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.core.messages import EventKind, InboundEvent
from handlers.engine.turn import Turn
from handlers.usecases.case_filing import DETAIL_LIMIT

PLACE_LIMIT = 300
"""Characters of the longest place in words."""
_SHORT = 30
"""Characters of the longest sentence that may name a topic without reporting a problem."""


def changed(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft | None:
    """Return the changed draft; None if the event asks for no change, or for none that is possible."""
    if event.kind is not EventKind.TEXT or not turn.draft.detail:
        return None
    kept = chosen(turn, event.text)
    kept = corrected(turn, event.text) if kept is None else kept
    if kept is not None:
        return kept
    change = change_of_mind(event.text)
    if change is None:
        return _with_village(turn, event.text)
    understood = turn.uow.understood(event.text)
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    if tells_trouble and not change.drops_story and len(event.text) > _SHORT:
        # "Not only one lane, all of village 3 is dark" continues the story.
        return None
    return _with_place(turn, change) or _with_topic(turn, event, change)


def corrected(turn: ComplaintTurn, text: str) -> ComplaintDraft | None:
    """Return the draft with the place that a text gives instead of the old one; None if it gives none."""
    before = _village(turn)
    label = meaning.said(turn, text)
    is_place = label is Said.FIX_PLACE or (label is Said.FIX_TEXT and denies_village(text, before))
    if not is_place:
        return None
    draft, office = turn.draft, turn.uow.context.catalog.organisation
    place = corrected_place(text, replace(draft.place, village=before), office)
    return None if place is None else _at(turn, place)


def _village(turn: ComplaintTurn) -> int | None:
    """Return the village of the report, also if only its story names it."""
    draft, office = turn.draft, turn.uow.context.catalog.organisation
    stories = (part.detail for part in draft.parts)
    return draft.place.village or village_told((draft.place.words, *stories), office)


def _at(turn: ComplaintTurn, place: Place) -> ComplaintDraft:
    """Return the draft with another place. The stories would contradict it, so their village is replaced too."""
    draft, before, after = turn.draft, _village(turn), place.village
    parts = draft.parts
    if before is not None and after not in {None, before}:
        parts = tuple(
            replace(part, detail=with_village(part.detail, before, after or before))
            for part in parts
        )
    return replace(draft.with_parts(parts), place=place).without_side_question()


def place_told(turn: ComplaintTurn, text: str) -> Place:
    """Return the place that a text tells: its village and spot, or its words if it says more than that."""
    place, office = turn.draft.place, turn.uow.context.catalog.organisation
    alone = village_alone(text, office)
    if alone is not None:
        return _moved(turn, place, alone)
    told = with_place(place, text, office)
    if told is not None:
        return told
    village = village_told((text,), office)
    return replace(place, village=village or place.village, words=text[:PLACE_LIMIT])


def topic_named(turn: ComplaintTurn, text: str) -> str:
    """Return the key of the only other topic that a text names; empty if it names none, or may accuse somebody."""
    understood = turn.uow.understood(text)
    scores = turn.uow.context.language.lexicon.read(understood.folded).scores
    about_staff = turn.uow.context.catalog.is_about_staff
    named = {key: score for key, score in scores.items() if key != turn.draft.category}
    best = max(named, key=named.__getitem__, default="")
    is_only_one = list(named.values()).count(named.get(best, 0)) == 1
    is_open = bool(best) and not about_staff(best) and not understood.staff
    return best if is_only_one and is_open else ""


def instead(turn: Turn, text: str) -> ComplaintDraft | None:
    """Return the complaint that a text wants to make instead of what its writer is doing; None for none."""
    change = change_of_mind(text)
    if change is None or not change.drops_story or not _topic(turn, change.words):
        return None
    return _begun(turn, text, change)


def chosen(turn: ComplaintTurn, text: str) -> ComplaintDraft | None:
    """Return the draft with only those problems that the text chooses; None if it names none of them."""
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
    """Return the draft with the place if the text consists only of a village of this office and a spot; else None.

    What may accuse somebody is part of the story, and is asked about.
    """
    office = turn.uow.context.catalog.organisation
    told = with_place(turn.draft.place, text, office)
    if told is None or told.village is None:
        return None
    village = village_alone(text, office)
    understood = turn.uow.understood(text)
    if village is None and (understood.staff or understood.danger):
        return None
    moved = _moved(turn, turn.draft.place, told.village)
    place = moved if village is not None else with_place(moved, text, office) or told
    return _at(turn, place)


def _moved(turn: Turn, place: Place, village: int) -> Place:
    """Return a place in another village; words that name the old village keep only the spot."""
    named = village_told((place.words,), turn.uow.context.catalog.organisation)
    spot = said_place(fold(place.words)) if named not in {None, village} else None
    words = place.words if spot is None else spot.words or ""
    return replace(place, village=village, words=words)


def _with_place(turn: ComplaintTurn, change: Change) -> ComplaintDraft | None:
    named = said_place(fold(change.words))
    if named is None or _topic(turn, change.words):
        return None
    office = turn.uow.context.catalog.organisation
    if change.drops_story and village_alone(change.words, office) is None:
        return None
    villages = {village.number for village in office.villages}
    village = named.village if named.village in villages else None
    if village is None and not named.words:
        return None
    place = turn.draft.place
    place = place if village is None else _moved(turn, place, village)
    place = replace(place, words=named.words or place.words)
    return _at(turn, place)


def _with_topic(turn: ComplaintTurn, event: InboundEvent, change: Change) -> ComplaintDraft | None:
    topic = _topic(turn, change.words)
    if not topic:
        return None
    before = turn.draft.category or turn.uow.understood(turn.draft.detail).guess.ranking[0]
    if change.denies and topic == before:
        # "It is no stray dog, it is the neighbour's" continues the story.
        return None
    draft = replace(turn.draft, also=None, one_by_one=False, all_topics=False)
    if not change.drops_story:
        return replace(draft, category=topic).without_side_question()
    begun = _begun(turn, event.text, change)
    draft = replace(draft, detail=begun.detail, category=begun.category, nudged=False)
    return draft.without_side_question()


def _begun(turn: Turn, text: str, change: Change) -> ComplaintDraft:
    """Return a draft with the new matter of a change: its story, or only its topic if the text tells no more."""
    topic = _topic(turn, change.words)
    understood = turn.uow.understood(change.words)
    tells_trouble = turn.uow.context.language.lexicon.read(understood.folded).tells_trouble
    words = _as_typed(text, change.words)[:DETAIL_LIMIT]
    if len(change.words) > len(_name(turn, topic)):
        return ComplaintDraft(detail=words)
    return ComplaintDraft(detail=words if tells_trouble or understood.place else "", category=topic)


def _as_typed(text: str, folded: str) -> str:
    """Return the words of a change as they were typed; folded if their place in the text is unknown."""
    at = text.lower().rfind(folded)
    return text[at : at + len(folded)].strip() if at >= 0 else folded


def _topic(turn: Turn, words: str) -> str:
    """Return the key of the topic that the words name; empty if there is none or it is the topic about staff."""
    understood = turn.uow.understood(words)
    topic = understood.guess.ranking[0]
    about_staff = turn.uow.context.catalog.is_about_staff(topic)
    return topic if understood.guess.margin and not about_staff else ""


def _name(turn: Turn, topic: str) -> str:
    return turn.uow.context.catalog.category(topic).th
