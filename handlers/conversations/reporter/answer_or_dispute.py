"""The conversation about one's own case: an answer, an addition, a dispute ("not fixed") or a withdrawal."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.language.after_filing import (
    corrects_place,
    is_only_correction,
    tells_them_not_to_come,
)
from domain.language.withdrawal_reason import keeps_it
from handlers.access import custodians, reading, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations import evidence_intake, staff_check, told
from handlers.conversations.conduct_draft import ConductDraft
from handlers.conversations.reporter import code, suspicion, which_case
from handlers.conversations.reporter.draft import ADDING, OwnCaseDraft, OwnCaseTurn
from handlers.conversations.survey import entry as survey
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text, row_key
from handlers.engine.conversation import begin
from handlers.engine.flow import Flow, NotUnderstood, Step, SwitchTo, TakenMedia
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import Turn
from handlers.usecases import attachments, complaints, conduct
from handlers.views import attachment_view, conduct_card
from storage.cases.attachments import Attachment

NOT_FIXED = ("same", "partly", "elsewhere", "worse")
"""Reasons for a dispute that are offered as buttons; another reason may be typed."""


def confirm(turn: Turn, named: str) -> list[Reply]:
    """Handle the button "fixed" of one's own case; returns thanks and the question for a rating.

    `named`: the id of the case or its receipt code. Raises Refused as `complaints.reporter_acts` does.
    """
    case, reporter = _pressed(turn, named)
    complaints.reporter_acts(turn.uow, reporter, case.id, Action.CONFIRM)
    thanks = Text(turn.say("own.confirmed", number=case.number))
    if not may_leave_by(Outlet.RATING, case):
        return [thanks]
    return [thanks, *survey.start_with_case(turn, case.id)]


def begin_act(turn: Turn, named: str, action: Action) -> list[Reply]:
    """Handle another button of one's own case. `named`: as in `confirm`. Raises Refused as `start` does."""
    case, reporter = _pressed(turn, named)
    is_own = reporter == turn.user.line_user_id
    note = told.note_for(turn, case) if is_own and action is Action.ADD else ""
    return start(turn, case, action, note, reporter="" if is_own else reporter)


def start(
    turn: Turn, case: Complaint, action: Action, note: str = "", *, reporter: str = ""
) -> list[Reply]:
    """Begin a message about a case; returns the first question. `note`: the text that was typed already.

    `reporter`: the pseudonym of the case's reporter if it was opened by a receipt code; by default the user's
    account. Raises Refused nothing_asked, case_is_over or not_closed_yet.
    """
    if action is Action.ANSWER and case.status is not Status.ASKED:
        raise Refused("nothing_asked")
    if action is not Action.DISPUTE and not case.is_open:
        raise Refused("case_is_over")
    if action is Action.DISPUTE and case.status not in {Status.CLOSED, Status.NOT_OURS}:
        raise Refused("not_closed_yet")
    if reporter:
        return begin(turn, FLOW, OwnCaseDraft(action, "", by_code=True))
    user = turn.user.line_user_id
    draft = OwnCaseDraft(action, user, case.id, note[: which_case.NOTE_LIMIT])
    if is_only_correction(note) or tells_them_not_to_come(note):
        return begin(turn, FLOW, replace(draft, ordinary=staff_check.fingerprint(draft.note)))
    return begin(turn, FLOW, suspicion.begun(turn, case, draft))


def start_dispute(turn: Turn, case: Complaint, note: str) -> list[Reply]:
    """Ask whether a text says that a closed case is not fixed; only the confirmation opens the case again."""
    user, note = turn.user.line_user_id, note[: which_case.NOTE_LIMIT]
    draft = OwnCaseDraft(Action.DISPUTE, user, case.id, note, unasked=True)
    return begin(turn, FLOW, suspicion.begun(turn, case, draft))


def start_answer(turn: Turn, asked: Sequence[Complaint], note: str = "") -> list[Reply]:
    """Begin the answer to an officer's question; if there are several, the reporter is asked which one."""
    if len(asked) == 1:
        return start(turn, asked[0], Action.ANSWER, note)
    user = turn.user.line_user_id
    draft = OwnCaseDraft(Action.ANSWER, user, note=note[: which_case.NOTE_LIMIT])
    return begin(turn, FLOW, draft)


def case_in(turn: OwnCaseTurn) -> Complaint | None:
    """Return the case of the draft; None while the reporter has not said which one it is."""
    return None if turn.draft.case is None else _case(turn)


def is_obsolete(turn: OwnCaseTurn) -> bool:
    """Whether the message has become pointless: its case is over, or no officer's question is left to answer."""
    if turn.draft.by_code:
        return False
    if turn.draft.case is None:
        return not which_case.asked(turn)
    return turn.draft.action != Action.DISPUTE and not _case(turn).is_open


def _ask_note(turn: OwnCaseTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "note", "cancel")
    if turn.draft.by_code:
        return [Text(turn.say("code.ask_note"), (*_chips(turn), cancel))]
    case = _case(turn)
    action = turn.draft.action
    chips = _chips(turn)
    is_disagreement = action == Action.DISPUTE and case.status is Status.NOT_OURS
    key = "own.ask_disagree" if is_disagreement else f"own.ask_{action}"
    question = turn.say(key, number=case.number, question=reading.by_reporter(case).question)
    return [Text(question, (*chips, cancel))]


def _chips(turn: OwnCaseTurn) -> tuple[Choice, ...]:
    # A case identified by a receipt code is not opened before the code is typed again.
    disagrees = not turn.draft.by_code and _case(turn).status is Status.NOT_OURS
    if turn.draft.action != Action.DISPUTE or disagrees:
        return ()
    return turn.buttons("note", {why: f"button.not_fixed_{why}" for why in NOT_FIXED})


def _parse_note(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    if event.postback is not None and event.postback.value in NOT_FIXED:
        return replace(turn.draft, note=turn.say(f"button.not_fixed_{event.postback.value}"))
    is_text = event.kind is EventKind.TEXT and event.text.strip()
    # "Yes" and "no" answer an officer's question, but mean nothing by themselves.
    has_content = turn.draft.action is Action.ANSWER or not which_case.is_command(turn, event)
    if not (is_text and has_content):
        raise NotUnderstood("own.note_needed")
    text = event.text.strip()
    return suspicion.noted(turn, text[: which_case.NOTE_LIMIT], text)


def _ask_check(turn: OwnCaseTurn) -> list[Reply]:
    case = _case(turn)
    action = turn.draft.action
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    if action in ADDING and not case.is_open:
        return [_ask_anew(turn, case, sent)]
    adds = action in ADDING
    edit = {} if action == Action.WITHDRAW else {"edit": "button.edit"}
    withdraw = {"withdraw": "button.withdraw"} if _is_solved(turn) else {}
    is_guess = action == Action.DISPUTE and turn.draft.unasked
    other = {"other": "button.another_matter"} if adds or is_guess else {}
    keys = {"yes": "button.confirm"} | withdraw | edit | other | {"cancel": "button.cancel"}
    # Attachments without text are an answer too.
    is_without_note = not turn.draft.note and (action == Action.DISPUTE or (adds and sent))
    readers = suspicion.readers(turn)
    protected = suspicion.protected_way(turn) if readers else ()
    return [
        *readers,
        Text(
            _custodian_change(turn, case)
            + turn.say(
                f"own.alone_{action}" if is_without_note else _check_key(turn),
                number=case.number,
                question=which_case.quoted(case),
                note=turn.draft.note,
                evidence=attachment_view.counted(turn.uow.context.translations, sent),
            ),
            (
                *protected,
                *(() if is_guess or readers else _chips(turn)),
                *turn.buttons("check", keys),
            ),
        ),
    ]


def _is_solved(turn: OwnCaseTurn) -> bool:
    """Whether an addition says that the problem is solved, so that the case may be withdrawn instead."""
    note = turn.draft.note
    return turn.draft.action == Action.ADD and turn.uow.context.follow_ups.says_fixed(note)


def _check_key(turn: OwnCaseTurn) -> str:
    """Return the word key of the question before the note is sent."""
    draft = turn.draft
    if _is_solved(turn):
        return "own.check_fixed"
    if draft.action == Action.ADD and corrects_place(draft.note):
        return "own.check_place"
    if draft.action == Action.WITHDRAW and draft.note:
        return "own.check_withdraw_note"
    if draft.action == Action.WITHDRAW and draft.unsent:
        return "own.check_withdraw_unsent"
    return f"own.check_{draft.action}"


def _custodian_change(turn: OwnCaseTurn, case: Complaint) -> str:
    """Return a notice of the new custodians if this note accuses a custodian of a staff complaint; else empty."""
    uow, note = turn.uow, turn.draft.note
    after = custodians.custodians_after(uow, case, note)
    if after == custodians.custodians_of(uow, case):
        return ""
    custodian = custodians.posts(uow, after) or uow.context.translations.both("conduct.nobody")
    return f"{turn.say('own.custodian_changes', custodian=custodian)}\n\n"


def _ask_anew(turn: OwnCaseTurn, case: Complaint, sent: Sequence[Attachment]) -> Text:
    """Return the question whether the message becomes a new case, because this case is over."""
    return Text(
        turn.say(
            "own.over",
            number=case.number,
            note=turn.draft.note or "-",
            evidence=attachment_view.counted(turn.uow.context.translations, sent),
        ),
        turn.buttons(
            "check",
            ({"dispute": "button.not_fixed"} if _may_dispute(case) else {})
            | {"other": "button.another_matter", "cancel": "button.cancel"},
        ),
    )


def _may_dispute(case: Complaint) -> bool:
    """Whether a case was closed and its reporter has not said yet whether it is fixed."""
    return case.status is Status.CLOSED and case.verdict in {Verdict.PENDING, Verdict.SILENT}


def _parse_check(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    draft = turn.draft
    match event.postback.value if event.postback else "":
        case "yes" if suspicion.must_ask(turn):
            return replace(draft, suspected=True)
        case "yes":
            return replace(draft, confirmed=True)
        case "withdraw" if _is_solved(turn):
            return replace(draft, action=Action.WITHDRAW)
        case "dispute" if draft.note and _may_dispute(_case(turn)):
            return replace(draft, action=Action.DISPUTE, unasked=False)
        case "edit" if draft.note:
            return replace(draft, note="")
        case "edit":
            return replace(draft, evidence=draft.evidence.emptied())
        case "other" if not (
            _case(turn).is_open or may_leave_by(Outlet.ORDINARY_CASE, _case(turn))
        ):
            raise SwitchTo(ConductDraft(story=draft.note, evidence=draft.evidence.carried()))
        case "other":
            raise which_case.another_matter(draft)
        case _ if which_case.is_story(turn, event):
            return _told_at_check(turn, event)
    raise NotUnderstood("complaint.press_needed")


def _told_at_check(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    """Return the draft with the text added; who says that they keep their case gives no reason to withdraw it."""
    if turn.draft.action is Action.WITHDRAW and keeps_it(event.text):
        raise NotUnderstood("own.not_withdrawn")
    return suspicion.noted(turn, which_case.joined(turn, event), event.text.strip())


def _finish(turn: OwnCaseTurn) -> list[Reply]:
    action = turn.draft.action
    try:
        return _submit(turn, action)
    except Refused as refusal:
        if (
            turn.draft.by_code
            or action not in ADDING
            or refusal.key not in {"nothing_asked", "case_is_over"}
        ):
            return [Text(refusal_text(turn, refusal))]
    if _case(turn).is_open:
        # The officer continued without the answer, so it is added to the case.
        return _submit(turn, Action.ADD)
    return begin(turn, FLOW, replace(turn.draft, confirmed=False))


def _submit(turn: OwnCaseTurn, action: Action) -> list[Reply]:
    # With a receipt code, nothing stored may reveal whose messages these are.
    is_known = turn.draft.reporter == turn.user.line_user_id
    case = complaints.reporter_acts(
        turn.uow,
        turn.draft.reporter,
        _case_id(turn),
        action,
        note=turn.draft.note or _evidence_note(turn),
        evidence=turn.draft.evidence,
        draft_id=turn.draft_id if is_known else "",
    )
    replies = _done(turn, case, action)
    return replies if is_known else [*replies, Text(conduct_card.out_of_reach(turn.translator))]


def _done(turn: OwnCaseTurn, case: Complaint, action: Action) -> list[Reply]:
    if custodians.lacks_custodian(turn.uow, case):
        waits = Text(turn.say("own.done_waits", number=case.number))
        return [conduct_card.outside(turn.uow, turn.translator), waits]
    if action is Action.DISPUTE and not may_leave_by(Outlet.SUPERIORS, case):
        return [Text(turn.say("own.done_dispute_no_custodian", number=case.number))]
    corrects = action is Action.ADD and corrects_place(turn.draft.note)
    key = "own.done_place" if corrects else f"own.done_{action.value}"
    return [Text(turn.say(key, number=case.number))]


def _on_media(turn: OwnCaseTurn, event: InboundEvent) -> TakenMedia[OwnCaseDraft] | None:
    if not attachments.is_evidence(event):
        return None
    draft = turn.draft
    nameless = draft.case is None or not may_leave_by(Outlet.SENDER, _case(turn))
    sent = attachments.take(turn.uow, event, draft.evidence, nameless=nameless)
    return evidence_intake.taken(turn, event, replace(draft, evidence=sent), sent)


def _case(turn: OwnCaseTurn) -> Complaint:
    return work_list.own(turn.uow, turn.draft.reporter, _case_id(turn))


def _case_id(turn: OwnCaseTurn) -> int:
    """Return the id of the case, which every step after `which` has."""
    assert turn.draft.case is not None
    return turn.draft.case


def _pressed(turn: Turn, value: str) -> tuple[Complaint, str]:
    """Return the case of a button's value, an id or a receipt code, and the reporter to act as.

    Raises Refused not_found or no_such_code.
    """
    receipt = conduct.read_code(value)
    if receipt:
        case = conduct.by_code(turn.uow, turn.user.line_user_id, receipt)
        return case, case.reporter
    user = turn.user.line_user_id
    return work_list.own(turn.uow, user, row_key(value)), user


def _evidence_note(turn: OwnCaseTurn) -> str:
    """Return the note for attachments without text, which counts them; empty without attachments."""
    sent = turn.uow.tx.attachments.get_many(turn.draft.evidence.ids)
    return attachment_view.counted(turn.uow.context.translations, sent).th if sent else ""


def _needs_note(draft: OwnCaseDraft) -> bool:
    return draft.action != Action.WITHDRAW and not (draft.note or draft.evidence.ids)


def _needs_check(draft: OwnCaseDraft) -> bool:
    # The reason of a dispute is submitted at once; after photos, more photos and the reason may follow.
    is_complete = draft.action == Action.DISPUTE and draft.note and not draft.unasked
    is_complete = is_complete and not draft.in_words
    return not (is_complete or draft.confirmed or draft.by_code)


STEPS = (
    which_case.STEP,
    suspicion.STEP,
    Step[OwnCaseDraft](
        "note", _needs_note, _ask_note, _parse_note, lambda draft: replace(draft, note="")
    ),
    Step[OwnCaseDraft]("check", _needs_check, _ask_check, _parse_check),
    code.STEP,
)
FLOW = Flow(OwnCaseDraft, lambda _turn: STEPS, _finish, _on_media)
