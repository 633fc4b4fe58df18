"""What an officer says of an act, and for a closing the photo taken afterwards or why there is none."""

from domain.cases.lifecycle import Action
from handlers.conversations.officer.current_case import number_of, ways_out
from handlers.core.messages import Choice, Does, Incoming, Kind, Reply, Text
from handlers.engine.conversation import Draft, NotUnderstood, Step, Talk

NOTE_LIMIT = 2000
NO_PHOTO_REASONS = ("nothing_to_show", "private_place", "handed_on")


def _ask_note(talk: Talk) -> list[Reply]:
    question = talk.say(f"officer.ask_note_{talk.draft['action']}", number=number_of(talk))
    return [Text(question, ways_out(talk, "note"))]


def _hear_note(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.kind is not Kind.TEXT or not incoming.text.strip():
        raise NotUnderstood("officer.note_needed")
    return {**talk.draft, "note": incoming.text.strip()[:NOTE_LIMIT]}


def _ask_proof(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("officer.ask_proof"),
            (
                Choice(talk.label("button.camera"), Does.CAMERA),
                Choice(talk.label("button.album"), Does.ALBUM),
                *(talk.button(f"button.{key}", "proof", key) for key in NO_PHOTO_REASONS),
                *ways_out(talk, "proof"),
            ),
        )
    ]


def _hear_proof(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None and incoming.press.value in NO_PHOTO_REASONS:
        return {**talk.draft, "reason": talk.say(f"button.{incoming.press.value}")}
    typed = incoming.text.strip()
    # Who types the button of a photo that was lost meanwhile gives no reason.
    confirms = typed.lower() in talk.desk.office.words.spoken("button.confirm")
    if incoming.kind is Kind.TEXT and typed and not confirms:
        return {**talk.draft, "reason": typed[:300]}
    raise NotUnderstood("officer.proof_needed")


def _needs_note(draft: Draft) -> bool:
    return draft["action"] != Action.ASSIGN and not draft.get("note")


def _needs_proof(draft: Draft) -> bool:
    return draft["action"] == Action.CLOSE and not (draft.get("photos") or draft.get("reason"))


STEPS = (
    Step("note", ("note",), _needs_note, _ask_note, _hear_note),
    Step("proof", ("photos", "reason"), _needs_proof, _ask_proof, _hear_proof),
)
