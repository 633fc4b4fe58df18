"""The conversation of an officer's action that needs input: update, ask, wait, close, assign, transfer, refer."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint, Proof
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.language.officer_answers import said_day
from domain.language.officer_order import says_undone, without_change
from domain.organisation.calendar import bangkok
from handlers.access import permission, recipients, work_list
from handlers.conversations import evidence_intake
from handlers.conversations.officer import assignee, note_and_proof, wait
from handlers.conversations.officer.assignee import SENT_ELSEWHERE, destinations
from handlers.conversations.officer.current_case import case_of, done, exit_buttons, officer_of
from handlers.conversations.officer.draft import OfficerActionDraft, OfficerTurn
from handlers.conversations.officer.wait import morning_of
from handlers.core import dates
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, NotUnderstood, Step, TakenMedia
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import Turn
from handlers.usecases import attachments, complaints, sealing
from handlers.views import case_text
from storage.cases.attachments import Moment

SHORTEST_NOTE = 8
"""Characters of the shortest text that may replace a note; a shorter one answers the question of the check."""
LONGEST_DAY = 40
"""Characters of the longest text at the check of a pause that only says another day."""


def start(turn: Turn, case_id: int, action: Action) -> list[Reply]:
    """Begin an action on a case; returns the first question."""
    return start_with(turn, OfficerActionDraft(case_id, action))


def start_with(turn: Turn, draft: OfficerActionDraft) -> list[Reply]:
    """Begin an action with a draft that may contain answers; returns the first open question.

    Raises Refused not_yours before any question, if the officer may only read the case.
    """
    officer = officer_of(turn)
    case = work_list.seen_by(turn.uow, officer, draft.case)
    if not permission.may_handle(turn.uow, officer, case):
        raise Refused("not_yours")
    return begin(turn, FLOW, draft)


def is_obsolete(turn: OfficerTurn) -> bool:
    """Whether the action can no longer be done: the officer may not read the case, or is no officer any more."""
    try:
        case_of(turn)
    except Refused:
        return True
    return False


def _ask_check(turn: OfficerTurn) -> list[Reply]:
    draft, case = turn.draft, case_of(turn)
    if draft.offered:
        return [_ask_which_note(turn, case)]
    photo_count = len(draft.photos.ids)
    proof = (
        turn.say("officer.with_photos", count=photo_count)
        if photo_count
        else turn.say("officer.without_photo", reason=draft.reason or "-")
    )
    return [
        Text(
            turn.say(
                f"officer.check_{draft.action}",
                number=case.number,
                note=_note(turn),
                proof=proof,
                destination=destinations(turn, case).get(draft.destination, "-"),
                day=dates.day(morning_of(draft.review)) if draft.review else "-",
            ),
            (
                turn.button("button.confirm", "check", "yes"),
                *_edit_button(turn),
                *exit_buttons(turn, "check"),
            ),
        )
    ]


def _ask_which_note(turn: OfficerTurn, case: Complaint) -> Text:
    """Ask whether what was typed at the check is the text to send: it may belong to something else."""
    words = turn.say(
        "officer.which_note", number=case.number, old=_note(turn), new=turn.draft.offered
    )
    choices = turn.buttons("check", {"replace": "button.replace_note", "keep": "button.keep_note"})
    return Text(words, (*choices, *exit_buttons(turn, "check")))


def _edit_button(turn: OfficerTurn) -> tuple[Choice, ...]:
    if turn.draft.action in {Action.SEAL, Action.ASSIGN}:
        return ()
    return (turn.button("button.edit", "check", "edit"),)


def _parse_check(turn: OfficerTurn, event: InboundEvent) -> OfficerActionDraft:
    match event.postback.value if event.postback else "":
        case "yes" if turn.draft.action == Action.SEAL:
            return _seal(turn)
        case "yes":
            return _act(turn)
        case "keep":
            return replace(turn.draft, offered="")
        case "replace":
            return _with_note(turn, turn.draft.offered)
        case "edit":
            photos = turn.draft.photos.emptied()
            return replace(turn.draft, note="", photos=photos, reason="", offered="")
    if event.kind is EventKind.TEXT and turn.draft.action not in {Action.SEAL, Action.ASSIGN}:
        return _noted_anew(turn, event.text.strip())
    raise NotUnderstood("officer.press_needed")


def _noted_anew(turn: OfficerTurn, text: str) -> OfficerActionDraft:
    """Return the draft with the note that a text says to take instead, or with another day of a pause.

    Any other text may belong to something else, so its writer is asked.
    """
    note = without_change(text)
    if turn.draft.action is Action.WAIT and len(note) <= LONGEST_DAY:
        day = said_day(note, bangkok(turn.uow.now).date())
        if day is not None and wait.fits(turn, day):
            return replace(turn.draft, review=day, offered="")
    if len(note) < SHORTEST_NOTE:
        raise NotUnderstood("officer.press_needed")
    if note != text:
        return _with_note(turn, note)
    return replace(turn.draft, offered=note[: note_and_proof.NOTE_LIMIT])


def _with_note(turn: OfficerTurn, note: str) -> OfficerActionDraft:
    """Return the draft with another note, which is checked again."""
    if turn.draft.action is Action.CLOSE and says_undone(note):
        raise NotUnderstood("officer.says_undone")
    return replace(turn.draft, note=note[: note_and_proof.NOTE_LIMIT], offered="")


def _act(turn: OfficerTurn) -> OfficerActionDraft:
    draft = turn.draft
    try:
        handled = complaints.officer_acts(
            turn.uow,
            officer_of(turn),
            draft.case,
            _as_act(turn),
            draft.photos,
        )
    except Refused as refusal:
        if refusal.key == "photo_not_here_yet":
            raise NotUnderstood("refusals.photo_not_here_yet") from refusal
        if refusal.key == "photo_gone":
            return replace(draft, photos=draft.photos.emptied())
        return replace(draft, confirmed=True, result=refusal_text(turn, refusal))
    if handled.is_proposed:
        result = turn.say("officer.proposed_not_ours", number=handled.case.number)
        return replace(draft, confirmed=True, result=result)
    reporter_notified = handled.reporter_notified or draft.action == Action.ASSIGN
    result = done(turn, handled.case, draft.action, reporter_notified=reporter_notified)
    if draft.action is Action.ASSIGN and handled.case.officer_id is not None:
        receiver = turn.uow.tx.officers.get(handled.case.officer_id)
        if recipients.unreached(turn.uow, [receiver]):
            result = f"{result}\n{turn.say('officer.unreached', officer=receiver.name)}"
    return replace(draft, confirmed=True, result=result)


def _seal(turn: OfficerTurn) -> OfficerActionDraft:
    draft = turn.draft
    try:
        case = sealing.seal(turn.uow, officer_of(turn), draft.case)
    except Refused as refusal:
        return replace(draft, confirmed=True, result=refusal_text(turn, refusal))
    done_seal = turn.say("officer.done_seal", number=case.number)
    return replace(draft, confirmed=True, result=done_seal)


def _as_act(turn: OfficerTurn) -> Act:
    draft = turn.draft
    action, destination = draft.action, draft.destination
    return Act(
        action,
        note=_note(turn),
        proof=Proof(no_photo_reason=draft.reason),
        to_officer=turn.uow.tx.officers.get(int(destination)) if action is Action.ASSIGN else None,
        to_department=destination if action is Action.TRANSFER else "",
        agency=destination if action is Action.NOT_OURS else "",
        waiting_for=draft.waiting_for,
        review_at=morning_of(draft.review) if draft.review else None,
    )


def _note(turn: OfficerTurn) -> str:
    """Return the note for the reporter; for NOT_OURS with the responsible agency and its phone number."""
    note = turn.draft.note
    if turn.draft.action != Action.NOT_OURS:
        return note
    return case_text.with_agency(turn.uow, turn.translator, note, turn.draft.destination)


def _finish(turn: OfficerTurn) -> list[Reply]:
    is_pressed = turn.draft.action == Action.ASSIGN and not turn.draft.confirmed
    draft = _act(turn) if is_pressed else turn.draft
    return [Text(draft.result)]


def _on_media(turn: OfficerTurn, event: InboundEvent) -> TakenMedia[OfficerActionDraft] | None:
    draft = turn.draft
    if event.kind is not EventKind.PHOTO or draft.action in SENT_ELSEWHERE:
        return None
    photos = attachments.take(turn.uow, event, draft.photos, moment=Moment.AFTER)
    taken = replace(draft, photos=photos, reason="")
    return evidence_intake.taken(turn, event, taken, photos)


CHECK = Step[OfficerActionDraft](
    "check", lambda draft: not draft.confirmed, _ask_check, _parse_check
)


def _steps(turn: OfficerTurn) -> Sequence[Step[OfficerActionDraft]]:
    """Return the steps that the action needs. ASSIGN is done at the press of a name; a typed one is checked."""
    match turn.draft.action:
        case Action.ASSIGN:
            return (assignee.STEP, CHECK) if turn.draft.is_typed else (assignee.STEP,)
        case Action.TRANSFER | Action.NOT_OURS:
            return (assignee.STEP, note_and_proof.NOTE, CHECK)
        case Action.WAIT:
            return (*wait.STEPS, note_and_proof.NOTE, CHECK)
        case Action.CLOSE:
            return (note_and_proof.NOTE, note_and_proof.PROOF, CHECK)
        case Action.SEAL:
            return (CHECK,)
    return (note_and_proof.NOTE, CHECK)


FLOW = Flow(OfficerActionDraft, _steps, _finish, _on_media)
