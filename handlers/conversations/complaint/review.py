"""The review of a complaint before it is filed, and the side questions that change it."""

from dataclasses import replace

from handlers.conversations.complaint import foreign, more_story, suspicion
from handlers.conversations.complaint.category import REPLACED_VALUES
from handlers.conversations.complaint.draft import ComplaintDraft, ComplaintTurn
from handlers.conversations.complaint.location import place_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import (
    ButtonAction,
    Card,
    Choice,
    InboundEvent,
    Reply,
    Row,
    Text,
    Tone,
)
from handlers.engine.flow import NotUnderstood, Step
from handlers.usecases import case_filing
from handlers.views import attachment_view, case_text
from handlers.views.foreign_text import script_in

EDITABLE = ("detail", "category", "photo", "place", "name")


def _ask_review(turn: ComplaintTurn) -> list[Reply]:
    category = turn.uow.context.catalog.category(turn.draft.category)
    topic = Bilingual(category.th, category.en)
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    hidden = turn.draft.hide_name
    media = foreign.ways(turn) if script_in(turn.draft.detail) else ()
    changes = {
        "photo": "button.edit_photo",
        "place": "button.edit_place",
        "name": "button.show_name" if hidden else "button.edit_name",
    }
    confirm, edit, cancel = turn.buttons(
        "review", {"yes": "button.confirm", "edit": "button.edit", "cancel": "button.cancel"}
    )
    return [
        *foreign.instructions(turn),
        *suspicion.readers(turn),
        Card(
            title=turn.say("complaint.review_title"),
            alt=turn.say("complaint.review_alt", topic=topic),
            heading=turn.say("complaint.review_heading"),
            tone=Tone.WAITING,
            body=turn.draft.detail,
            rows=(
                Row(turn.say("card.topic"), f"{category.icon} {turn.translator.full(topic)}"),
                Row(
                    turn.say("card.place"),
                    case_text.told_place_text(
                        turn.uow,
                        turn.translator,
                        place_of(turn, turn.draft.detail),
                        turn.draft.detail,
                    ),
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
            buttons=(confirm, edit, cancel),
            footnote=turn.say("complaint.review_notice"),
            choices=(
                confirm,
                *media,
                *suspicion.protected_way(turn),
                *turn.buttons("edit", changes),
                cancel,
            ),
        ),
    ]


def _parse_review(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    if event.postback is None:
        if turn.uow.understood(event.text).command == "map_pin":
            return turn.draft.asking("place")
        return more_story.added(turn, event, "complaint.press_needed")
    if event.postback.value == "yes":
        if turn.draft.progress.side_question in REPLACED_VALUES:
            # The card still shows the value that is being replaced, so the complaint cannot be confirmed yet.
            return turn.draft
        if suspicion.must_ask(turn):
            return replace(turn.draft, suspected=True)
        if not case_filing.may_file(turn.uow, turn.user.line_user_id):
            phone = turn.uow.context.catalog.organisation.phone
            raise NotUnderstood("complaint.too_many", most=case_filing.MAX_PER_DAY, phone=phone)
        return replace(turn.draft, confirmed=True).without_side_question()
    if event.postback.value == "edit":
        return turn.draft.asking("edit")
    raise NotUnderstood("complaint.press_needed")


def _ask_edit(turn: ComplaintTurn) -> list[Reply]:
    keys = {what: f"button.edit_{what}" for what in EDITABLE} | {"nothing": "button.back"}
    return [Text(turn.say("complaint.ask_edit"), turn.buttons("edit", keys))]


def _parse_edit(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    draft = turn.draft
    if event.postback is None:
        return more_story.at_side_question(turn, event, "complaint.press_needed")
    match event.postback.value:
        case "detail" | "category" | "photo" | "place" as side_question:
            return draft.asking(side_question)
        case "name":
            return replace(draft, hide_name=not draft.hide_name).without_side_question()
        case "nothing":
            return draft.without_side_question()
    raise NotUnderstood("complaint.press_needed")


def _ask_photo(turn: ComplaintTurn) -> list[Reply]:
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


def _parse_photo(turn: ComplaintTurn, event: InboundEvent) -> ComplaintDraft:
    if event.postback is None:
        return more_story.at_side_question(turn, event, "complaint.photo_needed")
    if event.postback.value != "skip":
        raise NotUnderstood("complaint.photo_needed")
    return turn.draft.without_side_question()


PHOTO = Step[ComplaintDraft]("photo", lambda _draft: False, _ask_photo, _parse_photo)
EDIT = Step[ComplaintDraft]("edit", lambda _draft: False, _ask_edit, _parse_edit)
REVIEW = Step[ComplaintDraft](
    "review",
    lambda draft: not (draft.confirmed or draft.refused),
    _ask_review,
    _parse_review,
    lambda draft: replace(draft, confirmed=False),
)
