"""An officer's work in the chat: take a case, tell the resident, ask the resident, close with proof.

Draft: case (id), action, note, photos (ids), reason (why there is no photo), confirmed.
"""

from datetime import datetime

from domain.complaint import Action, Status
from domain.errors import Refused
from domain.people import Officer
from handlers import cards, complaints, moments, photos
from handlers.dialogue import Cards, Choice, Does, Incoming, Kind, Press, Reply, Text
from handlers.flow import Draft, Flow, NotUnderstood, Step, Talk, begin
from storage.photos import Moment

NAME = "officer"
NOTE_LIMIT = 2000
NO_PHOTO_REASONS = ("nothing_to_show", "private_place", "handed_on")


def work(talk: Talk) -> list[Reply]:
    """The open cases of this officer, the next due first."""
    found = complaints.work_of(talk.desk, _officer(talk))
    if not found:
        return [Text(talk.say("officer.no_work"))]
    alt = talk.say("officer.work_alt", count=len(found))
    return [
        Cards(
            alt,
            tuple(cards.summary(talk.desk, talk.voice, case, flow=NAME) for case in found),
        )
    ]


def open_press(talk: Talk, press: Press) -> list[Reply]:
    """A button under a case: show it, accept it, or begin an act that needs words."""
    officer = _officer(talk)
    case_id = int(press.value) if press.value.isdecimal() else 0
    case = complaints.seen_by(talk.desk, officer, case_id)
    if press.step == "show":
        heading = talk.say(f"status.{case.status.value}")
        return [cards.for_officer(talk.desk, talk.voice, case, heading=heading)]
    action = Action(press.step) if press.step in set(Action) else None
    if action is Action.ACCEPT:
        complaints.handle(talk.desk, officer, case.id, action)
        return [Text(talk.say("officer.accepted", number=case.number), _next_acts(talk, case.id))]
    if action not in {Action.UPDATE, Action.ASK, Action.CLOSE}:
        raise Refused("not_found")
    if case.status is Status.CLOSED:
        raise Refused("already_closed", officer_id=case.closed_by, at=case.closed_at)
    return begin(talk, FLOW, {"case": case.id, "action": action.value})


def refusal_text(talk: Talk, refusal: Refused) -> str:
    """A refusal in words; who was first is named, so that colleagues can talk to each other."""
    facts = dict(refusal.facts)
    if "officer_id" in facts:
        officer_id, at = facts["officer_id"], facts["at"]
        if isinstance(officer_id, int) and isinstance(at, datetime):
            facts["officer"] = talk.desk.tx.officers.get(officer_id).name
            facts["hour"] = moments.hour(at)
    return talk.say(f"refusals.{refusal.key}", **facts)


def _next_acts(talk: Talk, case_id: int) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            talk.label(f"button.{action.value}"),
            Does.PRESS,
            str(Press(NAME, action.value, str(case_id))),
        )
        for action in (Action.UPDATE, Action.ASK, Action.CLOSE)
    )


def _ask_note(talk: Talk) -> list[Reply]:
    case = complaints.seen_by(talk.desk, _officer(talk), talk.draft["case"])
    return [
        Text(
            talk.say(f"officer.ask_note_{talk.draft['action']}", number=case.number),
            (talk.button("button.cancel", "note", "cancel"),),
        )
    ]


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
                talk.button("button.back", "proof", "back"),
                talk.button("button.cancel", "proof", "cancel"),
            ),
        )
    ]


def _hear_proof(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None and incoming.press.value in NO_PHOTO_REASONS:
        return {**talk.draft, "reason": talk.say(f"button.{incoming.press.value}")}
    if incoming.kind is Kind.TEXT and incoming.text.strip():
        return {**talk.draft, "reason": incoming.text.strip()[:300]}
    raise NotUnderstood("officer.proof_needed")


def _ask_check(talk: Talk) -> list[Reply]:
    case = complaints.seen_by(talk.desk, _officer(talk), talk.draft["case"])
    return [
        Text(
            talk.say(
                f"officer.check_{talk.draft['action']}",
                number=case.number,
                note=talk.draft["note"],
                photos=len(talk.draft.get("photos", ())),
                reason=talk.draft.get("reason", "-"),
            ),
            (
                talk.button("button.confirm", "check", "yes"),
                talk.button("button.edit", "check", "edit"),
                talk.button("button.cancel", "check", "cancel"),
            ),
        )
    ]


def _hear_check(talk: Talk, incoming: Incoming) -> Draft:
    match incoming.press.value if incoming.press else "":
        case "yes":
            return _act(talk)
        case "edit":
            forgotten = {"note", "photos", "reason"}
            return {key: value for key, value in talk.draft.items() if key not in forgotten}
    raise NotUnderstood("complaint.press_needed")


def _act(talk: Talk) -> Draft:
    try:
        complaints.handle(
            talk.desk,
            _officer(talk),
            talk.draft["case"],
            Action(talk.draft["action"]),
            note=talk.draft["note"],
            photos=talk.draft.get("photos", ()),
            no_photo_reason=talk.draft.get("reason", ""),
        )
    except Refused as refusal:
        if refusal.key == "photo_not_here_yet":
            raise NotUnderstood("refusals.photo_not_here_yet") from refusal
        if refusal.key == "photo_gone":
            return {key: value for key, value in talk.draft.items() if key != "photos"}
        return {**talk.draft, "confirmed": True, "refused": refusal_text(talk, refusal)}
    return {**talk.draft, "confirmed": True}


def _finish(talk: Talk) -> list[Reply]:
    if "refused" in talk.draft:
        return [Text(talk.draft["refused"])]
    case = complaints.seen_by(talk.desk, _officer(talk), talk.draft["case"])
    return [Text(talk.say(f"officer.done_{talk.draft['action']}", number=case.number))]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    if incoming.kind is not Kind.PHOTO:
        return None
    kept = [*talk.draft.get("photos", ()), photos.want(talk.desk, incoming, Moment.AFTER)]
    sets = dict(talk.draft.get("sets", {}))
    sets[incoming.set_id] = sets.get(incoming.set_id, 0) + 1
    return {**talk.draft, "photos": kept, "sets": sets, "reason": ""}


def _officer(talk: Talk) -> Officer:
    if talk.officer is None:
        raise Refused("not_an_officer")
    return talk.officer


def _needs_proof(draft: Draft) -> bool:
    return draft["action"] == Action.CLOSE.value and not (
        draft.get("photos") or draft.get("reason")
    )


FLOW = Flow(
    NAME,
    (
        Step("note", ("note",), lambda draft: not draft.get("note"), _ask_note, _hear_note),
        Step("proof", ("photos", "reason"), _needs_proof, _ask_proof, _hear_proof),
        Step(
            "check",
            ("confirmed",),
            lambda draft: not draft.get("confirmed"),
            _ask_check,
            _hear_check,
        ),
    ),
    _finish,
    _absorb,
)
