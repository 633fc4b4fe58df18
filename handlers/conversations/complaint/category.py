"""The first two questions of a complaint: what happened, and which topic is nearest."""

from domain.language import classifier, intent
from domain.language.intent import Intent
from handlers.core.i18n import Both
from handlers.core.messages import Choice, Incoming, Kind, Reply, Text
from handlers.engine.conversation import Divert, Draft, NotUnderstood, Step, Talk
from handlers.usecases import attachments
from handlers.usecases.complaints import DETAIL_LIMIT

GUESSES = 3
RETOLD = frozenset({"detail", "category"})
"""Asides of the review that tell anew what its card shows; the old stands until the new is here."""
MANNERS = frozenset({Intent.GREETING, Intent.THANKS, Intent.INSULT})


def _ask_detail(talk: Talk) -> list[Reply]:
    if talk.draft.get("aside") == "detail":
        back = talk.button("button.back", "detail", "back")
        return [Text(talk.say("complaint.ask_new_detail"), (back,))]
    key = "complaint.ask_detail"
    if talk.draft.get("evidence") or talk.draft.get("place"):
        key = "complaint.ask_detail_with_photo"
    return [Text(talk.say(key), (talk.button("button.cancel", "detail", "cancel"),))]


def _hear_detail(talk: Talk, incoming: Incoming) -> Draft:
    text = incoming.text.strip()
    if incoming.kind is not Kind.TEXT or not text:
        raise NotUnderstood("complaint.detail_needed")
    if intent.read(text, talk.desk.office.lexicon) in MANNERS:
        raise NotUnderstood("complaint.detail_needed")
    return {**talk.draft, "detail": text[:DETAIL_LIMIT], "aside": None}


def _ask_category(talk: Talk) -> list[Reply]:
    office = talk.desk.office
    if talk.draft.get("all_topics"):
        guessed = classifier.rank(talk.draft["detail"], office.lexicon)[:GUESSES]
        shown = [category for category in office.catalog.categories if category.key not in guessed]
        ways = [talk.button("button.back", "category", "guesses")]
        question = talk.say("complaint.ask_any_category")
    else:
        ranking = classifier.rank(talk.draft["detail"], office.lexicon)[:GUESSES]
        shown = [office.catalog.category(key) for key in ranking]
        ways = [
            talk.button("button.other_topic", "category", "more"),
            *_ways_out(talk),
        ]
        question = talk.say("complaint.ask_category")
    topics = [
        talk.named_button(talk.name(Both(category.th, category.en)), "category", category.key)
        for category in shown
    ]
    return [Text(question, (*topics, *ways))]


def _ways_out(talk: Talk) -> tuple[Choice, ...]:
    if talk.draft.get("aside") == "category":
        return (talk.button("button.back", "category", "back"),)
    return (
        talk.button("button.not_a_complaint", "category", "none"),
        talk.button("button.cancel", "category", "cancel"),
    )


def _hear_category(talk: Talk, incoming: Incoming) -> Draft:
    draft = talk.draft
    if incoming.press is None:
        if incoming.kind is not Kind.TEXT or not incoming.text.strip():
            raise NotUnderstood("complaint.category_needed")
        # More words while we ask for the topic belong to the story.
        return {**draft, "detail": f"{draft['detail']}\n{incoming.text.strip()}"[:DETAIL_LIMIT]}
    match incoming.press.value:
        case "more":
            return {**draft, "all_topics": True}
        case "guesses":
            return {**draft, "all_topics": False}
        case "none":
            return {**draft, "refused": True}
        case key if key in {one.key for one in talk.desk.office.catalog.categories}:
            if talk.desk.office.catalog.category(key).restricted:
                raise Divert("conduct", story=draft["detail"], **attachments.carried(draft))
            return {**draft, "category": key, "all_topics": False, "aside": None}
    raise NotUnderstood("complaint.category_needed")


STEPS = (
    Step(
        "detail",
        ("detail",),
        lambda draft: not draft.get("detail") or draft.get("aside") == "detail",
        _ask_detail,
        _hear_detail,
    ),
    Step(
        "category",
        ("category",),
        lambda draft: (
            not (draft.get("category") or draft.get("refused")) or draft.get("aside") == "category"
        ),
        _ask_category,
        _hear_category,
    ),
)
