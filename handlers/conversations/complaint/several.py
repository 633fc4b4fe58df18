"""Several problems in one message: the bot lists them, and one confirmation files each as a case of its own."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from domain.cases.complaint import Place
from domain.language.acts import Act
from domain.language.draft_talk import Talk
from domain.language.told_place import shared_spot, village_told, with_place
from domain.text.thai_text import fold
from handlers.conversations.complaint import danger, form_talk, suspicion
from handlers.conversations.complaint.change_of_mind import changed
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.location import place_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import Card, EventKind, InboundEvent, Reply, Row, Tone
from handlers.engine.flow import NotUnderstood, Step
from handlers.engine.turn import Turn
from handlers.usecases import case_filing
from handlers.usecases.case_filing import DETAIL_LIMIT
from handlers.views import attachment_view, case_text

SURE = 2.0
"""Minimum margin of a topic, in the lexicon's weights, for a further text to be another problem."""
MOST = 3
"""Maximum problems; a text with more stays one story, which an officer separates."""


def split(turn: Turn, draft: ComplaintDraft) -> ComplaintDraft:
    """Return the draft with each problem of its story in a draft of its own; unchanged if there is only one.

    A story that may be about staff is not split.
    """
    understood = turn.uow.understood(draft.detail)
    spans = understood.problems
    if not 1 < len(spans) <= MOST or understood.staff or draft.category or draft.also:
        return draft
    stories = [draft.detail[start:end].strip(" ,;\n") for start, end in spans]
    topics = [turn.uow.understood(story).topics[:1] for story in stories]
    about_staff = turn.uow.context.catalog.is_about_staff
    if not all(topics) or any(about_staff(topic) for (topic,) in topics):
        return draft
    parts = [
        ComplaintDraft(detail=story, category=topic)
        for story, (topic,) in zip(stories, topics, strict=True)
    ]
    # Kept in the draft of this turn, so that it goes too if the message is taken back.
    spot = "" if draft.has_place else shared_spot(stories)
    placed = replace(draft, place=replace(draft.place, words=spot)) if spot else draft
    return placed.with_parts(parts)


def is_another(turn: Turn, draft: ComplaintDraft, text: str) -> bool:
    """Whether a text sent after a story certainly reports another problem, not a part or result of this one."""
    if turn.uow.understood(text).danger and danger.perils(turn.uow, draft.detail):
        # "Help!", then "the house is on fire".
        return False
    before = {draft.category} - {""} or {*turn.uow.understood(draft.detail).topics[:1]}
    return len(draft.parts) < MOST and tells_another(turn, before, text)


def tells_another(turn: Turn, topics: AbstractSet[str], text: str) -> bool:
    """Whether a text certainly reports a problem of another topic, not related to these topics."""
    language, understood = turn.uow.context.language, turn.uow.understood(text)
    if understood.act is not Act.COMPLAINT or not understood.names_a_problem or understood.staff:
        return False
    related = {similar for one in topics for similar in language.lexicon.kin.get(one, ())}
    found = language.lexicon.read(fold(text))
    is_trouble = found.tells_trouble or "trouble" in found.groups
    is_sure = understood.guess.margin >= SURE and is_trouble
    return bool(topics) and understood.topics[0] not in {*topics, *related} and is_sure


def with_another(turn: Turn, draft: ComplaintDraft, text: str) -> ComplaintDraft:
    """Return the draft with one more problem; a topic that is not chosen yet is guessed."""
    topic = draft.category or turn.uow.understood(draft.detail).topics[0]
    part = ComplaintDraft(
        detail=text[:DETAIL_LIMIT], category=turn.uow.understood(text).topics[0], also=draft.also
    )
    return replace(draft, category=topic, also=part, all_topics=False).without_side_question()


def _ask(turn: ComplaintTurn) -> list[Reply]:
    draft = turn.draft
    sent = turn.uow.tx.attachments.get_many(draft.evidence.ids)
    confirm = turn.button("button.confirm", "several", "yes")
    cancel = turn.button("button.cancel", "several", "cancel")
    ways = (
        turn.button("button.one_by_one", "several", "one_by_one"),
        turn.button("button.one_matter", "several", "one"),
    )
    return [
        *suspicion.readers(turn),
        Card(
            title=turn.say("complaint.several_title", count=len(draft.parts)),
            alt=turn.say("complaint.several_alt", count=len(draft.parts)),
            heading=turn.say("complaint.review_heading"),
            tone=Tone.WAITING,
            body=turn.say("complaint.several_body"),
            rows=(
                *(
                    row
                    for number, part in enumerate(draft.parts, 1)
                    for row in _rows(turn, number, part)
                ),
                Row(
                    turn.say("card.evidence"),
                    turn.translator.full(
                        attachment_view.counted(turn.translator.translations, sent)
                    ),
                ),
            ),
            buttons=(confirm, *ways, cancel),
            footnote=turn.say("complaint.review_notice"),
            choices=(
                confirm,
                *suspicion.protected_way(turn),
                *ways,
                turn.button("button.edit_place", "several", "place"),
                turn.button(
                    "button.show_name" if draft.hide_name else "button.edit_name", "several", "name"
                ),
                cancel,
            ),
        ),
    ]


def _rows(turn: ComplaintTurn, number: int, part: ComplaintDraft) -> tuple[Row, Row]:
    category = turn.uow.context.catalog.category(part.category)
    topic = turn.translator.full(Bilingual(category.th, category.en))
    where = place_of_part(turn, part)
    place = case_text.told_place_text(turn.uow, turn.translator, where, part.detail)
    return (
        Row(turn.say("complaint.several_number", number=number), f"{category.icon} {topic}"),
        Row(turn.say("card.detail"), f"{part.detail}\n{turn.say('card.place')}: {place}"),
    )


def place_of_part(turn: ComplaintTurn, part: ComplaintDraft) -> Place:
    """Return the place of one of the problems; a village that only one of them names applies to all."""
    own = place_of(turn, part.detail)
    if own.village is not None:
        return own
    named = {place_of(turn, one.detail).village for one in turn.draft.parts} - {None}
    return replace(own, village=named.pop() if len(named) == 1 else None)


def _parse(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    match event.postback.value if event.postback else "":
        case "yes":
            if not case_filing.may_file(turn.uow, turn.user.line_user_id):
                phone = turn.uow.context.catalog.organisation.phone
                raise NotUnderstood("complaint.too_many", most=case_filing.MAX_PER_DAY, phone=phone)
            if suspicion.must_ask(turn):
                return suspicion.asked(_joined(draft))
            return replace(draft, confirmed=True)
        case "one_by_one":
            placed = [replace(one, place=place_of_part(turn, one)) for one in draft.parts]
            each = replace(draft.with_parts(placed), place=placed[0].place)
            return replace(each, one_by_one=True, category="")
        case "one":
            return _joined(draft)
        case "place":
            return draft.asking("place")
        case "name":
            return replace(draft, hide_name=not draft.hide_name)
    return _typed(turn, event)


def _typed(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    """Return the draft after a text: a change, the place, or more of the story, whose problems are then joined."""
    draft, text = turn.draft, event.text.strip() if event.kind is EventKind.TEXT else ""
    changed_draft = changed(turn, event)
    if changed_draft is not None:
        return changed_draft
    if not text or turn.uow.understood(text).command:
        raise NotUnderstood("complaint.press_needed")
    place = _more_place(turn, text)
    if place is not None:
        return replace(draft, place=place)
    if (asked_for := form_talk.part_to_change(turn, text)) in {Talk.PLACE, Talk.PHOTO}:
        return draft.asking(asked_for)
    joined = _joined(draft)
    longer = replace(joined, detail=f"{joined.detail}\n{text}"[:DETAIL_LIMIT])
    return suspicion.noted(turn, longer, added=text)


def _more_place(turn: ComplaintTurn, text: str) -> Place | None:
    """Return the place that a text adds, if it says where and no problem; else None."""
    understood = turn.uow.understood(text)
    lexicon = turn.uow.context.language.lexicon.read(understood.folded)
    is_only_place = understood.place is not None and not understood.guess.margin
    if not is_only_place or lexicon.tells_trouble or understood.danger or understood.staff:
        return None
    office = turn.uow.context.catalog.organisation
    if (only := with_place(turn.draft.place, text, office)) is not None:
        return only
    # The village is chosen by its number, so that a correction of it contradicts no words.
    place, told = turn.draft.place, understood.place
    village = village_told((text,), office)
    words = (told.words if told else "") or place.words
    return replace(place, village=village or place.village, words=words)


def _joined(draft: ComplaintDraft) -> ComplaintDraft:
    """Return the draft as one problem, whose topic must be asked."""
    detail = " ".join(part.detail for part in draft.parts)
    return replace(draft, detail=detail[:DETAIL_LIMIT], category="", also=None)


STEP = Step[ComplaintDraft](
    "several",
    lambda draft: bool(draft.also) and not (draft.one_by_one or draft.confirmed),
    _ask,
    _parse,
)
