"""The first two steps of a complaint: what happened, and the category."""

from dataclasses import replace

from domain.language.acts import Act
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.conduct_draft import ConductDraft
from handlers.core.i18n import Bilingual
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.usecases.complaints import DETAIL_LIMIT

GUESSES = 3
DANGER = ("safety", "other")
"""Keys of the categories that are offered if somebody may be in danger and the text matches no category."""
REPLACED_VALUES = frozenset({"detail", "category"})
"""Side questions of the review that replace a value of its card; the old value stays until then."""
NO_STORY = frozenset({Act.GREETING, Act.THANKS, Act.INSULT, Act.OPENER, Act.ANNOUNCE})
"""Acts of texts that do not describe a problem."""


def _ask_detail(turn: ComplaintTurn) -> list[Reply]:
    if turn.draft.progress.side_question == "detail":
        back = turn.button("button.back", "detail", "back")
        return [Text(turn.say("complaint.ask_new_detail"), (back,))]
    key = "complaint.ask_detail"
    if turn.draft.evidence.ids or turn.draft.has_place:
        key = "complaint.ask_detail_with_photo"
    return [Text(turn.say(key), (turn.button("button.cancel", "detail", "cancel"),))]


def _parse_detail(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    text = event.text.strip()
    if event.kind is not EventKind.TEXT or not text:
        raise NotUnderstood("complaint.detail_needed")
    understood = turn.uow.understood(text)
    if (understood.act in NO_STORY or understood.command) and not understood.danger:
        raise NotUnderstood("complaint.detail_needed")
    return replace(turn.draft, detail=text[:DETAIL_LIMIT]).without_side_question()


def _ask_category(turn: ComplaintTurn) -> list[Reply]:
    context = turn.uow.context
    if turn.draft.all_topics:
        guessed = _likeliest(turn)
        shown = [category for category in context.catalog.categories if category.key not in guessed]
        exits = {"guesses": "button.back"}
        question = turn.say("complaint.ask_any_category")
    else:
        shown = [context.catalog.category(key) for key in _likeliest(turn)]
        exits = {"more": "button.other_topic"} | _exits(turn)
        question = turn.say("complaint.ask_category")
    topics = {category.key: Bilingual(category.th, category.en) for category in shown}
    choices = (*turn.named_buttons("category", topics), *turn.buttons("category", exits))
    return [Text(question, choices)]


def _likeliest(turn: ComplaintTurn) -> tuple[str, ...]:
    """Return the keys of the categories that are offered first."""
    understood = turn.uow.understood(turn.draft.detail)
    if understood.danger and not understood.guess.margin:
        return DANGER
    return (understood.topics or understood.guess.ranking)[:GUESSES]


def _exits(turn: ComplaintTurn) -> dict[str, str]:
    """Return the ways out of the question: the value of each button and the word key of its label."""
    if turn.draft.progress.side_question == "category":
        return {"back": "button.back"}
    return {"none": "button.not_a_complaint", "cancel": "button.cancel"}


def _parse_category(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    if event.postback is None:
        if event.kind is not EventKind.TEXT or not event.text.strip():
            raise NotUnderstood("complaint.category_needed")
        if turn.uow.understood(event.text).command:
            # A lone command such as "ตกลง" does not answer this question and is not part of the story.
            raise NotUnderstood("complaint.category_needed")
        # Text that is sent while the category is asked for belongs to the story.
        detail = f"{draft.detail}\n{event.text.strip()}"[:DETAIL_LIMIT]
        return replace(draft, detail=detail)
    match event.postback.value:
        case "more":
            return replace(draft, all_topics=True)
        case "guesses":
            return replace(draft, all_topics=False)
        case "none":
            return replace(draft, refused=True)
        case key if key in {one.key for one in turn.uow.context.catalog.categories}:
            if turn.uow.context.catalog.is_about_staff(key):
                raise SwitchTo(ConductDraft(story=draft.detail, evidence=draft.evidence.carried()))
            chosen = replace(draft, category=key, all_topics=False)
            return chosen.without_side_question()
    raise NotUnderstood("complaint.category_needed")


STEPS = (
    Step[ComplaintDraft](
        "detail",
        lambda draft: not draft.detail,
        _ask_detail,
        _parse_detail,
        lambda draft: replace(draft, detail=""),
    ),
    Step[ComplaintDraft](
        "category",
        lambda draft: not (draft.category or draft.refused),
        _ask_category,
        _parse_category,
        lambda draft: replace(draft, category=""),
    ),
)
