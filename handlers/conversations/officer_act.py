"""An act on a case that needs words: tell, ask, wait, close, give to somebody, send elsewhere.

Draft: case (id), action, receiver (officer id, department or agency key), waiting_for, review (a date),
note, photos (ids), reason (why there is no photo), confirmed, refused.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from domain.calendar import BANGKOK, bangkok
from domain.complaint import Proof, WaitingFor
from domain.errors import Refused
from domain.lifecycle import Act, Action
from domain.people import Officer, may_handle
from handlers import attachments, complaints, moments
from handlers.attachments import PHOTOS
from handlers.dialogue import Choice, Does, Incoming, Kind, Press, Reply, Text
from handlers.flow import Draft, Flow, NotUnderstood, Step, Talk, begin
from handlers.refusals import refusal_text
from handlers.texts import Both

NAME = "act"
NOTE_LIMIT = 2000
RECEIVERS = 11
NO_PHOTO_REASONS = ("nothing_to_show", "private_place", "handed_on")
REVIEW_DAYS = (7, 15, 30)
LONGEST_WAIT = timedelta(days=180)
ACTIONS = frozenset(
    {
        *(Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE),
        *(Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS),
    }
)
SENT_ELSEWHERE = frozenset({Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS})


def start(talk: Talk, case_id: int, action: Action) -> list[Reply]:
    return begin(talk, FLOW, {"case": case_id, "action": action.value})


# ------------------------------------------------------------------ to whom
def _ask_receiver(talk: Talk) -> list[Reply]:
    receivers = _receivers(talk)
    action = talk.draft["action"]
    if not receivers:
        return [Text(talk.say(f"officer.nobody_{action}"), (_cancel(talk, "receiver"),))]
    buttons = tuple(talk.named_button(name, "receiver", key) for key, name in receivers.items())[
        :RECEIVERS
    ]
    return [
        Text(
            talk.say(f"officer.ask_receiver_{action}", number=_number(talk)),
            (*buttons, _cancel(talk, "receiver")),
        )
    ]


def _hear_receiver(talk: Talk, incoming: Incoming) -> Draft:
    chosen = incoming.press.value if incoming.press else ""
    if chosen not in _receivers(talk):
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "receiver": chosen}


def _receivers(talk: Talk) -> dict[str, str]:
    """Who the case can go to, by key: colleagues, departments or agencies."""
    case = complaints.seen_by(talk.desk, _officer(talk), talk.draft["case"])
    catalog = talk.desk.office.catalog
    match talk.draft["action"]:
        case Action.ASSIGN:
            return {
                str(other.id): other.name
                for other in talk.desk.tx.officers.all()
                if other.active
                and other.id != case.officer_id
                and may_handle(other, department=case.department, restricted=case.restricted)
            }
        case Action.TRANSFER:
            return {
                department.key: talk.name(Both(department.short_th, department.en))
                for department in catalog.departments
                if department.key != case.department
            }
    return {
        agency.key: talk.name(Both(agency.th, agency.en))
        for agency in catalog.organisation.agencies
    }


# ------------------------------------------------------------------ waiting for what, until when
def _ask_waiting_for(talk: Talk) -> list[Reply]:
    return [
        Text(
            talk.say("officer.ask_waiting_for", number=_number(talk)),
            (
                *(
                    talk.button(f"waiting.{reason.value}", "waiting_for", reason.value)
                    for reason in WaitingFor
                ),
                _cancel(talk, "waiting_for"),
            ),
        )
    ]


def _hear_waiting_for(talk: Talk, incoming: Incoming) -> Draft:
    chosen = incoming.press.value if incoming.press else ""
    if chosen not in set(WaitingFor):
        raise NotUnderstood("complaint.press_needed")
    return {**talk.draft, "waiting_for": chosen}


def _ask_review(talk: Talk) -> list[Reply]:
    today = bangkok(talk.desk.now).date()
    days = (today + timedelta(days=days) for days in REVIEW_DAYS)
    pick = Press(NAME, "review", "", talk.draft_id)
    return [
        Text(
            talk.say("officer.ask_review"),
            (
                *(
                    talk.named_button(
                        talk.name(moments.day(_morning(day))), "review", day.isoformat()
                    )
                    for day in days
                ),
                Choice(talk.label("button.pick_day"), Does.DAY, str(pick)),
                _cancel(talk, "review"),
            ),
        )
    ]


def _hear_review(talk: Talk, incoming: Incoming) -> Draft:
    try:
        day = date.fromisoformat(incoming.press.value if incoming.press else "")
    except ValueError as error:
        raise NotUnderstood("complaint.press_needed") from error
    if not talk.desk.now < _morning(day) <= talk.desk.now + LONGEST_WAIT:
        raise NotUnderstood("officer.review_needed")
    return {**talk.draft, "review": day.isoformat()}


# ------------------------------------------------------------------ what is said
def _ask_note(talk: Talk) -> list[Reply]:
    question = talk.say(f"officer.ask_note_{talk.draft['action']}", number=_number(talk))
    return [Text(question, (_cancel(talk, "note"),))]


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
                _cancel(talk, "proof"),
            ),
        )
    ]


def _hear_proof(talk: Talk, incoming: Incoming) -> Draft:
    if incoming.press is not None and incoming.press.value in NO_PHOTO_REASONS:
        return {**talk.draft, "reason": talk.say(f"button.{incoming.press.value}")}
    if incoming.kind is Kind.TEXT and incoming.text.strip():
        return {**talk.draft, "reason": incoming.text.strip()[:300]}
    raise NotUnderstood("officer.proof_needed")


# ------------------------------------------------------------------ a last look, and done
def _ask_check(talk: Talk) -> list[Reply]:
    draft = talk.draft
    photo_count = len(draft.get("photos", ()))
    proof = (
        talk.say("officer.with_photos", count=photo_count)
        if photo_count
        else talk.say("officer.without_photo", reason=draft.get("reason", "-"))
    )
    return [
        Text(
            talk.say(
                f"officer.check_{draft['action']}",
                number=_number(talk),
                note=_note(talk),
                proof=proof,
                receiver=_receivers(talk).get(draft.get("receiver", ""), "-"),
                day=moments.day(_review(draft)) if draft.get("review") else "-",
            ),
            (
                talk.button("button.confirm", "check", "yes"),
                talk.button("button.edit", "check", "edit"),
                _cancel(talk, "check"),
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
    draft = talk.draft
    try:
        complaints.handle(
            talk.desk,
            _officer(talk),
            draft["case"],
            _as_act(talk),
            attachments.sent(draft, PHOTOS),
        )
    except Refused as refusal:
        if refusal.key == "photo_not_here_yet":
            raise NotUnderstood("refusals.photo_not_here_yet") from refusal
        if refusal.key == "photo_gone":
            return {key: value for key, value in draft.items() if key != "photos"}
        return {**draft, "confirmed": True, "refused": refusal_text(talk, refusal)}
    return {**draft, "confirmed": True}


def _as_act(talk: Talk) -> Act:
    draft = talk.draft
    action = Action(draft["action"])
    receiver = draft.get("receiver", "")
    return Act(
        action,
        note=_note(talk),
        proof=Proof(no_photo_reason=draft.get("reason", "")),
        to_officer=talk.desk.tx.officers.get(int(receiver)) if action is Action.ASSIGN else None,
        to_department=receiver if action is Action.TRANSFER else "",
        waiting_for=WaitingFor(draft["waiting_for"]) if "waiting_for" in draft else None,
        review_at=_review(draft) if "review" in draft else None,
    )


def _note(talk: Talk) -> str:
    """What is told the resident: of a case that is not ours, whose it is and how to reach them."""
    note = str(talk.draft.get("note", ""))
    if talk.draft["action"] != Action.NOT_OURS:
        return note
    agencies = {agency.key: agency for agency in talk.desk.office.catalog.organisation.agencies}
    agency = agencies[talk.draft["receiver"]]
    return talk.say("officer.whose_it_is", note=note, agency=agency.th, phone=agency.phone)


def _finish(talk: Talk) -> list[Reply]:
    draft = _act(talk) if talk.draft["action"] == Action.ASSIGN else talk.draft
    if "refused" in draft:
        return [Text(draft["refused"])]
    number = talk.desk.tx.complaints.get(draft["case"]).number
    return [Text(talk.say(f"officer.done_{draft['action']}", number=number))]


def _absorb(talk: Talk, incoming: Incoming) -> Draft | None:
    if incoming.kind is not Kind.PHOTO or talk.draft["action"] in SENT_ELSEWHERE:
        return None
    return {**attachments.take(talk.desk, incoming, talk.draft, into=PHOTOS), "reason": ""}


def _officer(talk: Talk) -> Officer:
    if talk.officer is None:
        raise Refused("not_an_officer")
    return talk.officer


def _number(talk: Talk) -> str:
    return complaints.seen_by(talk.desk, _officer(talk), talk.draft["case"]).number


def _cancel(talk: Talk, step: str) -> Choice:
    return talk.button("button.cancel", step, "cancel")


def _review(draft: Draft) -> datetime:
    return _morning(date.fromisoformat(draft["review"]))


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), BANGKOK)


def _lacks(key: str, *actions: Action) -> Any:  # noqa: ANN401 - a predicate on a draft
    return lambda draft: draft["action"] in actions and not draft.get(key)


def _needs_proof(draft: Draft) -> bool:
    return draft["action"] == Action.CLOSE and not (draft.get("photos") or draft.get("reason"))


_NOTED = tuple(ACTIONS - {Action.ASSIGN})

FLOW = Flow(
    NAME,
    (
        Step(
            "receiver",
            ("receiver",),
            _lacks("receiver", *SENT_ELSEWHERE),
            _ask_receiver,
            _hear_receiver,
        ),
        Step(
            "waiting_for",
            ("waiting_for",),
            _lacks("waiting_for", Action.WAIT),
            _ask_waiting_for,
            _hear_waiting_for,
        ),
        Step("review", ("review",), _lacks("review", Action.WAIT), _ask_review, _hear_review),
        Step("note", ("note",), _lacks("note", *_NOTED), _ask_note, _hear_note),
        Step("proof", ("photos", "reason"), _needs_proof, _ask_proof, _hear_proof),
        Step("check", ("confirmed",), _lacks("confirmed", *_NOTED), _ask_check, _hear_check),
    ),
    _finish,
    _absorb,
)
