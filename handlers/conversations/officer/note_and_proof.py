"""What an officer says of an act, and for a closing the photo taken afterwards or why there is none."""

from domain.cases.lifecycle import Action
from handlers.conversations.officer.current_case import case_of, ways_out
from handlers.core.messages import ButtonAction, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import Draft, NotUnderstood, Step, Turn

NOTE_LIMIT = 2000
NO_PHOTO_REASONS = ("nothing_to_show", "private_place", "handed_on")


def _ask_note(turn: Turn) -> list[Reply]:
    question = turn.say(f"officer.ask_note_{turn.draft['action']}", number=case_of(turn).number)
    return [Text(question, ways_out(turn, "note"))]


def _parse_note(turn: Turn, event: InboundEvent) -> Draft:
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("officer.note_needed")
    return {**turn.draft, "note": event.text.strip()[:NOTE_LIMIT]}


def _ask_proof(turn: Turn) -> list[Reply]:
    return [
        Text(
            turn.say("officer.ask_proof"),
            (
                Choice(turn.label("button.camera"), ButtonAction.CAMERA),
                Choice(turn.label("button.album"), ButtonAction.ALBUM),
                *(turn.button(f"button.{key}", "proof", key) for key in NO_PHOTO_REASONS),
                *ways_out(turn, "proof"),
            ),
        )
    ]


def _parse_proof(turn: Turn, event: InboundEvent) -> Draft:
    if event.postback is not None and event.postback.value in NO_PHOTO_REASONS:
        return {**turn.draft, "reason": turn.say(f"button.{event.postback.value}")}
    typed = event.text.strip()
    # Who types the button of a photo that was lost meanwhile gives no reason.
    confirms = typed.lower() in turn.uow.context.translations.spoken("button.confirm")
    if event.kind is EventKind.TEXT and typed and not confirms:
        return {**turn.draft, "reason": typed[:300]}
    raise NotUnderstood("officer.proof_needed")


def _needs_note(draft: Draft) -> bool:
    return draft["action"] != Action.ASSIGN and not draft.get("note")


def _needs_proof(draft: Draft) -> bool:
    return draft["action"] == Action.CLOSE and not (draft.get("photos") or draft.get("reason"))


STEPS = (
    Step("note", ("note",), _needs_note, _ask_note, _parse_note),
    Step("proof", ("photos", "reason"), _needs_proof, _ask_proof, _parse_proof),
)
