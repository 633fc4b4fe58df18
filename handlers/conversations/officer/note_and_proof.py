"""The steps that ask for the note of an officer's action and, for a closing, a photo or the reason for none.

The note may be one of the office's reply templates, chosen with a button.
"""

from dataclasses import replace

from domain.cases.lifecycle import Action
from domain.language.officer_order import says_undone
from domain.language.said_aside import Said, heard
from handlers.conversations.officer.current_case import case_of, exit_buttons
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step
from handlers.views import reply_templates
from handlers.views.reply_templates import Filled

AGREES = 0.4
"""Minimum probability that a text only agrees."""
NOTE_LIMIT = 2000
NO_PHOTO_REASONS = ("nothing_to_show", "private_place", "handed_on")
MAX_TEMPLATES = 11
"""Maximum buttons for templates, beside "back" and "cancel": see `assignee.MAX_DESTINATIONS`."""


def _ask_note(turn: OfficerTurn) -> list[Reply]:
    question = turn.say(f"officer.ask_note_{turn.draft.action}", number=case_of(turn).number)
    names = {key: one.name for key, one in _templates(turn).items()}
    choices = turn.named_buttons("note", names)[:MAX_TEMPLATES]
    return [Text(question, (*choices, *exit_buttons(turn, "note")))]


def _templates(turn: OfficerTurn) -> dict[str, Filled]:
    """Return the templates of the action by key, in the order of the office."""
    found = reply_templates.of(turn.uow, case_of(turn)).get(turn.draft.action.value, [])
    return {one.key: one for one in found}


def _parse_note(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    chosen = _templates(turn).get(event.postback.value) if event.postback else None
    if chosen is not None:
        return replace(turn.draft, note=chosen.text[:NOTE_LIMIT])
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("officer.note_needed")
    note = event.text.strip()[:NOTE_LIMIT]
    if turn.draft.action is Action.CLOSE and says_undone(note):
        raise NotUnderstood("officer.says_undone")
    return replace(turn.draft, note=note)


def _ask_proof(turn: OfficerTurn) -> list[Reply]:
    return [
        Text(
            turn.say("officer.ask_proof", number=case_of(turn).number),
            (
                Choice(turn.label("button.camera"), ButtonAction.CAMERA),
                Choice(turn.label("button.album"), ButtonAction.ALBUM),
                *turn.buttons("proof", {key: f"button.{key}" for key in NO_PHOTO_REASONS}),
                *exit_buttons(turn, "proof"),
            ),
        )
    ]


def _parse_proof(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    if event.postback is not None and event.postback.value in NO_PHOTO_REASONS:
        return replace(turn.draft, reason=turn.say(f"button.{event.postback.value}"))
    typed = event.text.strip()
    # If the photo was lost, an officer may still type "confirm", which is not a reason.
    confirms = typed.lower() in turn.uow.context.translations.typed_forms("button.confirm")
    if event.kind is EventKind.TEXT and typed and says_undone(typed):
        raise NotUnderstood("officer.says_undone")
    if event.kind is EventKind.TEXT and typed and not confirms and not _agrees(turn, typed):
        return replace(turn.draft, reason=typed[:300])
    raise NotUnderstood("officer.proof_needed")


def _agrees(turn: OfficerTurn, typed: str) -> bool:
    """Whether a text only agrees, which is no reason."""
    said = heard(typed, turn.uow.context.language)
    return said.likeliest is Said.AGREE or said[Said.AGREE] >= AGREES


NOTE = Step[OfficerActionDraft](
    "note",
    lambda draft: not draft.note,
    _ask_note,
    _parse_note,
    lambda draft: replace(draft, note=""),
)
PROOF = Step[OfficerActionDraft](
    "proof",
    lambda draft: not (draft.photos.ids or draft.reason),
    _ask_proof,
    _parse_proof,
    lambda draft: replace(draft, photos=draft.photos.emptied(), reason=""),
)
