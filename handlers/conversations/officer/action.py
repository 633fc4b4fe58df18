"""An act on a case that needs words: tell, ask, wait, close, give to somebody, send elsewhere.

Draft: case (id), action, receiver (officer id, department or agency key), waiting_for, review (a date),
note, photos (ids), reason (why there is no photo), confirmed, result (what the officer reads of it).
"""

from domain.cases.complaint import Proof, WaitingFor
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from handlers.conversations.officer import assignee as officer_receiver
from handlers.conversations.officer import note_and_proof
from handlers.conversations.officer import wait as officer_wait
from handlers.conversations.officer.assignee import SENT_ELSEWHERE, receivers
from handlers.conversations.officer.current_case import case_of, done, officer_of, ways_out
from handlers.conversations.officer.wait import review_of
from handlers.core import dates
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import Draft, Flow, NotUnderstood, Step, Turn, begin
from handlers.engine.refusal_text import refusal_text
from handlers.usecases import attachments, complaints
from handlers.usecases.attachments import PHOTOS

NAME = "act"
ACTIONS = frozenset(
    {
        *(Action.UPDATE, Action.ASK, Action.WAIT, Action.CLOSE),
        *(Action.ASSIGN, Action.TRANSFER, Action.NOT_OURS),
    }
)


def start(turn: Turn, case_id: int, action: Action) -> list[Reply]:
    return begin(turn, FLOW, {"case": case_id, "action": action.value})


def is_moot(turn: Turn) -> bool:
    """Whether the act has lost its case, or its officer the post: nothing of it can be asked or done."""
    try:
        case_of(turn)
    except Refused:
        return True
    return False


def _ask_check(turn: Turn) -> list[Reply]:
    draft, case = turn.draft, case_of(turn)
    photo_count = len(draft.get("photos", ()))
    proof = (
        turn.say("officer.with_photos", count=photo_count)
        if photo_count
        else turn.say("officer.without_photo", reason=draft.get("reason", "-"))
    )
    return [
        Text(
            turn.say(
                f"officer.check_{draft['action']}",
                number=case.number,
                note=_note(turn),
                proof=proof,
                receiver=receivers(turn, case).get(draft.get("receiver", ""), "-"),
                day=dates.day(review_of(draft)) if draft.get("review") else "-",
            ),
            (
                turn.button("button.confirm", "check", "yes"),
                turn.button("button.edit", "check", "edit"),
                *ways_out(turn, "check"),
            ),
        )
    ]


def _parse_check(turn: Turn, event: InboundEvent) -> Draft:
    match event.postback.value if event.postback else "":
        case "yes":
            return _act(turn)
        case "edit":
            forgotten = {"note", "photos", "reason"}
            return {key: value for key, value in turn.draft.items() if key not in forgotten}
    raise NotUnderstood("complaint.press_needed")


def _act(turn: Turn) -> Draft:
    draft = turn.draft
    try:
        handled = complaints.officer_acts(
            turn.uow,
            officer_of(turn),
            draft["case"],
            _as_act(turn),
            attachments.sent(draft, PHOTOS),
        )
    except Refused as refusal:
        if refusal.key == "photo_not_here_yet":
            raise NotUnderstood("refusals.photo_not_here_yet") from refusal
        if refusal.key == "photo_gone":
            return {key: value for key, value in draft.items() if key != "photos"}
        return {**draft, "confirmed": True, "result": refusal_text(turn, refusal)}
    is_told = handled.is_told or draft["action"] == Action.ASSIGN
    result = done(turn, handled.case, draft["action"], is_told=is_told)
    return {**draft, "confirmed": True, "result": result}


def _as_act(turn: Turn) -> Act:
    draft = turn.draft
    action = Action(draft["action"])
    receiver = draft.get("receiver", "")
    return Act(
        action,
        note=_note(turn),
        proof=Proof(no_photo_reason=draft.get("reason", "")),
        to_officer=turn.uow.tx.officers.get(int(receiver)) if action is Action.ASSIGN else None,
        to_department=receiver if action is Action.TRANSFER else "",
        agency=receiver if action is Action.NOT_OURS else "",
        waiting_for=WaitingFor(draft["waiting_for"]) if "waiting_for" in draft else None,
        review_at=review_of(draft) if "review" in draft else None,
    )


def _note(turn: Turn) -> str:
    """What is told the resident: of a case that is not ours, whose it is and how to reach them."""
    note = str(turn.draft.get("note", ""))
    if turn.draft["action"] != Action.NOT_OURS:
        return note
    agencies = {agency.key: agency for agency in turn.uow.context.catalog.organisation.agencies}
    agency = agencies[turn.draft["receiver"]]
    return turn.say("officer.whose_it_is", note=note, agency=agency.th, phone=agency.phone)


def _finish(turn: Turn) -> list[Reply]:
    draft = _act(turn) if turn.draft["action"] == Action.ASSIGN else turn.draft
    return [Text(draft["result"])]


def _on_media(turn: Turn, event: InboundEvent) -> Draft | None:
    if event.kind is not EventKind.PHOTO or turn.draft["action"] in SENT_ELSEWHERE:
        return None
    return {**attachments.take(turn.uow, event, turn.draft, into=PHOTOS), "reason": ""}


def _needs_check(draft: Draft) -> bool:
    return draft["action"] != Action.ASSIGN and not draft.get("confirmed")


FLOW = Flow(
    NAME,
    (
        officer_receiver.STEP,
        *officer_wait.STEPS,
        *note_and_proof.STEPS,
        Step("check", ("confirmed",), _needs_check, _ask_check, _parse_check),
    ),
    _finish,
    _on_media,
)
