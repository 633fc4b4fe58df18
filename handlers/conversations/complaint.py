"""Telling the office of a problem: what it is, what it is about, a look at the whole, sent.

Draft: detail, category, evidence (ids) and its owner, sets (photos counted by set), place (dict of Place),
hide_name, aside (the review's side question that is open), all_topics (the full list is shown), confirmed.
"""

from dataclasses import asdict
from typing import Any

from domain import classifier, intent
from domain.complaint import Place
from domain.intent import Intent
from domain.municipality import Category
from handlers import attachments, cards, complaints, evidence
from handlers.complaints import DETAIL_LIMIT
from handlers.conversations import unsent
from handlers.dialogue import (
    Card,
    Choice,
    Does,
    Incoming,
    Kind,
    Pin,
    Reply,
    Row,
    Text,
    Tone,
)
from handlers.flow import Divert, Draft, Flow, NotUnderstood, Step, Talk, begin
from handlers.texts import Both

NAME = "complaint"
GUESSES = 3
MANNERS = frozenset({Intent.GREETING, Intent.THANKS, Intent.INSULT})
EDITABLE = ("detail", "category", "photo", "place", "name")


def start(talk: Talk, **known: Any) -> list[Reply]:  # noqa: ANN401 - whatever of the draft is known
    return begin(talk, FLOW, known)


# ------------------------------------------------------------------ what it is
def _ask_detail(talk: Talk) -> list[Reply]:
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


# ------------------------------------------------------------------ what it is about
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
            talk.button("button.not_a_complaint", "category", "none"),
            talk.button("button.cancel", "category", "cancel"),
        ]
        question = talk.say("complaint.ask_category")
    topics = [
        talk.named_button(_label(talk, category), "category", category.key) for category in shown
    ]
    return [Text(question, (*topics, *ways))]


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


# ------------------------------------------------------------------ the side questions of the review
def _ask_photo(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("complaint.ask_photo"),
            (
                Choice(talk.label("button.camera"), Does.CAMERA),
                Choice(talk.label("button.album"), Does.ALBUM),
                talk.button("button.skip", "photo", "skip"),
                talk.button("button.back", "photo", "skip"),
            ),
        )
    ]


def _hear_photo(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is None:
        raise NotUnderstood("complaint.photo_needed")
    return {**talk.draft, "aside": None}


def _ask_place(talk: Talk) -> list[Reply]:
    villages = talk.desk.office.catalog.organisation.villages
    return [
        Card(
            title=talk.say("complaint.place_title"),
            alt=talk.say("complaint.ask_place"),
            body=talk.say("complaint.ask_place"),
            buttons=tuple(
                talk.named_button(village.label, "place", str(village.number))
                for village in villages
            ),
            choices=(
                Choice(talk.label("button.map_pin"), Does.MAP),
                talk.button("button.skip", "place", "skip"),
                talk.button("button.back", "place", "back"),
            ),
        )
    ]


def _hear_place(talk: Talk, incoming: Incoming) -> Draft:
    place = dict(talk.draft.get("place") or {})
    if incoming.press is not None:
        villages = {str(one.number): one for one in talk.desk.office.catalog.organisation.villages}
        if incoming.press.value in villages:
            place["village"] = villages[incoming.press.value].number
    elif incoming.kind is Kind.TEXT and incoming.text.strip():
        place["words"] = incoming.text.strip()[:300]
    else:
        raise NotUnderstood("complaint.place_needed")
    return {**talk.draft, "place": place or None, "aside": None}


def _ask_edit(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("complaint.ask_edit"),
            (
                *(talk.button(f"button.edit_{what}", "edit", what) for what in EDITABLE),
                talk.button("button.back", "edit", "nothing"),
            ),
        )
    ]


def _hear_edit(talk: Talk, incoming: Incoming) -> Draft:
    draft = dict(talk.draft)
    match incoming.press.value if incoming.press else "":
        case "detail" | "category" as field:
            draft.pop(field, None)
            draft["aside"] = None
        case "photo" | "place" as side:
            draft["aside"] = side
        case "name":
            draft |= {"hide_name": not draft.get("hide_name"), "aside": None}
        case "nothing":
            draft["aside"] = None
        case _:
            raise NotUnderstood("complaint.press_needed")
    return draft


# ------------------------------------------------------------------ the whole at a glance
def _ask_review(talk: Talk) -> list[Reply]:
    category = _category(talk)
    sent = talk.desk.tx.attachments.get_many(talk.draft.get("evidence", ()))
    hidden = bool(talk.draft.get("hide_name"))
    side = (
        talk.button("button.edit_photo", "edit", "photo"),
        talk.button("button.edit_place", "edit", "place"),
        talk.button("button.show_name" if hidden else "button.edit_name", "edit", "name"),
        talk.button("button.cancel", "review", "cancel"),
    )
    return [
        Card(
            title=talk.say("complaint.review_title"),
            alt=talk.say("complaint.review_alt", topic=_both(category)),
            heading=talk.say("complaint.review_heading"),
            tone=Tone.WAITING,
            body=talk.draft["detail"],
            rows=(
                Row(talk.say("card.topic"), f"{category.icon} {_label(talk, category)}"),
                Row(
                    talk.say("card.place"),
                    cards.place(talk.desk, talk.voice, _place(talk.draft)),
                ),
                Row(talk.say("card.evidence"), evidence.counted(talk.voice, sent)),
                Row(
                    talk.say("card.name"),
                    talk.say("complaint.name_hidden" if hidden else "complaint.name_shown"),
                ),
            ),
            buttons=(
                talk.button("button.confirm", "review", "yes"),
                talk.button("button.edit", "review", "edit"),
                talk.button("button.cancel", "review", "cancel"),
            ),
            footnote=talk.say("complaint.review_notice"),
            choices=(talk.button("button.confirm", "review", "yes"), *side),
        )
    ]


def _hear_review(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is None:
        if incoming.kind is Kind.TEXT and incoming.text.strip():
            detail = f"{talk.draft['detail']}\n{incoming.text.strip()}"[:DETAIL_LIMIT]
            return {**talk.draft, "detail": detail}
        raise NotUnderstood("complaint.press_needed")
    if incoming.press.value == "yes":
        return {**talk.draft, "confirmed": True, "aside": None}
    return {**talk.draft, "aside": "edit"}


def _finish(talk: Talk) -> list[Reply]:
    if talk.draft.get("refused"):
        attachments.discard(talk.desk, talk.draft)
        return [Text(talk.say("complaint.not_taken"))]
    case = complaints.file(
        talk.desk,
        talk.speaker.line_user_id,
        complaints.NewComplaint(
            category=talk.draft["category"],
            detail=talk.draft["detail"],
            place=_place(talk.draft),
            hide_name=bool(talk.draft.get("hide_name")),
            evidence=attachments.sent(talk.draft),
        ),
        talk.draft_id,
    )
    return [cards.receipt(talk.desk, talk.voice, case)]


# ------------------------------------------------------------------ evidence and pins come when they come
def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    """Into the draft; while it is asked whether a matter is new, into what was said meanwhile."""
    newer = talk.draft.get(unsent.NEWER)
    if newer is None:
        return _taken(talk, incoming, talk.draft)
    taken = _taken(talk, incoming, newer)
    if taken is None:
        return None
    return {**talk.draft, unsent.NEWER: taken, "sets": taken.get("sets", {})}


def _taken(talk: Talk, incoming: Incoming, into: Draft) -> Draft | None:
    if attachments.is_evidence(incoming):
        return {**attachments.take(talk.desk, incoming, into), "aside": None}
    if incoming.kind is Kind.PIN and incoming.pin is not None:
        return {**into, "place": pinned(incoming.pin, into), "aside": None}
    return None


def pinned(pin: Pin, draft: Draft) -> dict[str, Any]:
    place = dict(draft.get("place") or {})
    return {
        **place,
        "latitude": pin.latitude,
        "longitude": pin.longitude,
        "words": place.get("words") or pin.words,
    }


def _place(draft: Draft) -> Place:
    return Place(**{**asdict(Place()), **(draft.get("place") or {})})


def _category(talk: Talk) -> Category:
    return talk.desk.office.catalog.category(talk.draft["category"])


def _label(talk: Talk, category: Category) -> str:
    return talk.name(_both(category))


def _both(category: Category) -> Both:
    return Both(category.th, category.en)


def _is_aside(what: str) -> Any:  # noqa: ANN401 - a predicate on a draft
    return lambda draft: draft.get("aside") == what


FLOW = Flow(
    NAME,
    (
        unsent.STEP,
        Step(
            "detail", ("detail",), lambda draft: not draft.get("detail"), _ask_detail, _hear_detail
        ),
        Step(
            "category",
            ("category",),
            lambda draft: not (draft.get("category") or draft.get("refused")),
            _ask_category,
            _hear_category,
        ),
        Step("photo", (), _is_aside("photo"), _ask_photo, _hear_photo),
        Step("place", (), _is_aside("place"), _ask_place, _hear_place),
        Step("edit", (), _is_aside("edit"), _ask_edit, _hear_edit),
        Step(
            "review",
            ("confirmed",),
            lambda draft: not (draft.get("confirmed") or draft.get("refused")),
            _ask_review,
            _hear_review,
        ),
    ),
    _finish,
    _absorb,
)
