"""The look at the whole complaint before it is sent, and what can still be changed or added."""

from handlers.conversations.complaint.category import RETOLD
from handlers.conversations.complaint.location import place_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    EventKind,
    InboundEvent,
    Reply,
    Row,
    Text,
    Tone,
)
from handlers.engine.conversation import Draft, NotUnderstood, Step, Turn
from handlers.usecases import complaints
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.views import attachment_view, case_text

EDITABLE = ("detail", "category", "photo", "place", "name")


def _ask_review(turn: Turn) -> list[Reply]:
    category = turn.uow.context.catalog.category(turn.draft["category"])
    topic = Bilingual(category.th, category.en)
    sent = turn.uow.tx.attachments.get_many(turn.draft.get("evidence", ()))
    hidden = bool(turn.draft.get("hide_name"))
    side = (
        turn.button("button.edit_photo", "edit", "photo"),
        turn.button("button.edit_place", "edit", "place"),
        turn.button("button.show_name" if hidden else "button.edit_name", "edit", "name"),
        turn.button("button.cancel", "review", "cancel"),
    )
    return [
        Card(
            title=turn.say("complaint.review_title"),
            alt=turn.say("complaint.review_alt", topic=topic),
            heading=turn.say("complaint.review_heading"),
            tone=Tone.WAITING,
            body=turn.draft["detail"],
            rows=(
                Row(turn.say("card.topic"), f"{category.icon} {turn.translator.full(topic)}"),
                Row(
                    turn.say("card.place"),
                    case_text.place(turn.uow, turn.translator, place_of(turn)),
                ),
                Row(
                    turn.say("card.evidence"),
                    turn.translator.full(
                        attachment_view.counted(turn.translator.translations, sent)
                    ),
                ),
                Row(
                    turn.say("card.name"),
                    turn.say("complaint.name_hidden" if hidden else "complaint.name_shown"),
                ),
            ),
            buttons=(
                turn.button("button.confirm", "review", "yes"),
                turn.button("button.edit", "review", "edit"),
                turn.button("button.cancel", "review", "cancel"),
            ),
            footnote=turn.say("complaint.review_notice"),
            choices=(turn.button("button.confirm", "review", "yes"), *side),
        )
    ]


def _parse_review(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is None:
        if event.kind is EventKind.TEXT and event.text.strip():
            detail = f"{turn.draft['detail']}\n{event.text.strip()}"[:DETAIL_LIMIT]
            return {**turn.draft, "detail": detail}
        raise NotUnderstood("complaint.press_needed")
    if event.postback.value == "yes":
        if turn.draft.get("aside") in RETOLD:
            # The card above shows what is being changed right now.
            return turn.draft
        if not complaints.may_file(turn.uow, turn.user.line_user_id):
            phone = turn.uow.context.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=complaints.MOST_A_DAY, phone=phone)
        return {**turn.draft, "confirmed": True, "aside": None}
    return {**turn.draft, "aside": "edit"}


def _ask_edit(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("complaint.ask_edit"),
            (
                *(turn.button(f"button.edit_{what}", "edit", what) for what in EDITABLE),
                turn.button("button.back", "edit", "nothing"),
            ),
        )
    ]


def _parse_edit(turn: Turn, event: InboundEvent) -> Draft:
    draft = dict(turn.draft)
    match event.postback.value if event.postback else "":
        case "detail" | "category" | "photo" | "place" as side:
            draft["aside"] = side
        case "name":
            draft |= {"hide_name": not draft.get("hide_name"), "aside": None}
        case "nothing":
            draft["aside"] = None
        case _:
            raise NotUnderstood("complaint.press_needed")
    return draft


def _ask_photo(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("complaint.ask_photo"),
            (
                Choice(turn.label("button.camera"), ButtonAction.CAMERA),
                Choice(turn.label("button.album"), ButtonAction.ALBUM),
                turn.button("button.skip", "photo", "skip"),
                turn.button("button.back", "photo", "skip"),
            ),
        )
    ]


def _parse_photo(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is None:
        raise NotUnderstood("complaint.photo_needed")
    return {**turn.draft, "aside": None}


PHOTO = Step("photo", (), lambda draft: draft.get("aside") == "photo", _ask_photo, _parse_photo)
EDIT = Step("edit", (), lambda draft: draft.get("aside") == "edit", _ask_edit, _parse_edit)
REVIEW = Step(
    "review",
    ("confirmed",),
    lambda draft: not (draft.get("confirmed") or draft.get("refused")),
    _ask_review,
    _parse_review,
)
