"""The look at the whole complaint before it is sent, and what can still be changed or added."""

from handlers.conversations.complaint.category import RETOLD
from handlers.conversations.complaint.location import place_of
from handlers.core.i18n import Both
from handlers.core.messages import Card, Choice, Does, Incoming, Kind, Reply, Row, Text, Tone
from handlers.engine.conversation import Draft, NotUnderstood, Step, Talk
from handlers.usecases import complaints
from handlers.usecases.complaints import DETAIL_LIMIT
from handlers.views import attachment_view, case_text

EDITABLE = ("detail", "category", "photo", "place", "name")


def _ask_review(talk: Talk) -> list[Reply]:
    category = talk.desk.office.catalog.category(talk.draft["category"])
    topic = Both(category.th, category.en)
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
            alt=talk.say("complaint.review_alt", topic=topic),
            heading=talk.say("complaint.review_heading"),
            tone=Tone.WAITING,
            body=talk.draft["detail"],
            rows=(
                Row(talk.say("card.topic"), f"{category.icon} {talk.voice.full(topic)}"),
                Row(
                    talk.say("card.place"),
                    case_text.place(talk.desk, talk.voice, place_of(talk)),
                ),
                Row(
                    talk.say("card.evidence"),
                    talk.voice.full(attachment_view.counted(talk.voice.words, sent)),
                ),
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
        if talk.draft.get("aside") in RETOLD:
            # The card above shows what is being changed right now.
            return talk.draft
        if not complaints.may_file(talk.desk, talk.speaker.line_user_id):
            phone = talk.desk.office.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=complaints.MOST_A_DAY, phone=phone)
        return {**talk.draft, "confirmed": True, "aside": None}
    return {**talk.draft, "aside": "edit"}


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
        case "detail" | "category" | "photo" | "place" as side:
            draft["aside"] = side
        case "name":
            draft |= {"hide_name": not draft.get("hide_name"), "aside": None}
        case "nothing":
            draft["aside"] = None
        case _:
            raise NotUnderstood("complaint.press_needed")
    return draft


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


PHOTO = Step("photo", (), lambda draft: draft.get("aside") == "photo", _ask_photo, _hear_photo)
EDIT = Step("edit", (), lambda draft: draft.get("aside") == "edit", _ask_edit, _hear_edit)
REVIEW = Step(
    "review",
    ("confirmed",),
    lambda draft: not (draft.get("confirmed") or draft.get("refused")),
    _ask_review,
    _hear_review,
)
