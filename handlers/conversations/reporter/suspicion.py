"""Whether a reporter's note to their case may be about staff, and the step that asks before an officer reads it.

Notes to a staff complaint go to its custodians without this question.
"""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.staff_gate import Way
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations import staff_check
from handlers.conversations.reporter import which_case
from handlers.conversations.reporter.draft import OwnCaseDraft, OwnCaseTurn
from handlers.core.messages import EventKind, InboundEvent, Reply
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.usecases import suspicion as rules


def begun(turn: Turn, case: Complaint, draft: OwnCaseDraft) -> OwnCaseDraft:
    """Return the draft of a note to this case, suspected if the text typed so far may accuse."""
    suspected = _is_asked(case) and rules.may_accuse(turn.uow, case, draft.note)
    return replace(draft, suspected=suspected)


def noted(turn: OwnCaseTurn, note: str, added: str) -> OwnCaseDraft:
    """Return the draft with this note. `added`: the text typed in this turn."""
    draft = turn.draft
    before = draft.note
    case = _case(turn)
    if case is None or not _is_asked(case):
        return replace(draft, note=note)
    suspected = (
        draft.suspected
        or staff_check.may_accuse(turn, added)
        or _becomes_accusing(turn, case, before, note)
    )
    was_declared = draft.ordinary == staff_check.fingerprint(before)
    ordinary = staff_check.fingerprint(note) if was_declared and not suspected else draft.ordinary
    return replace(draft, note=note, suspected=suspected, ordinary=ordinary)


def must_ask(turn: OwnCaseTurn) -> bool:
    """Whether the note may not be sent yet: it may accuse, and the reporter was not asked about it."""
    draft, case = turn.draft, _case(turn)
    if case is None or not _is_asked(case):
        return False
    is_declared = draft.ordinary == staff_check.fingerprint(draft.note)
    return not is_declared and rules.may_accuse(turn.uow, case, draft.note)


def _becomes_accusing(turn: OwnCaseTurn, case: Complaint, before: str, after: str) -> bool:
    """Whether a note that was harmless, or declared ordinary, may accuse after a change."""
    return rules.may_accuse(turn.uow, case, after) and not rules.may_accuse(turn.uow, case, before)


def _is_asked(case: Complaint) -> bool:
    return may_leave_by(Outlet.ORDINARY_CASE, case)


def _case(turn: OwnCaseTurn) -> Complaint | None:
    draft = turn.draft
    if draft.case is None:
        return None
    return work_list.own(turn.uow, draft.reporter, draft.case)


def _ask(turn: OwnCaseTurn) -> list[Reply]:
    is_dispute = turn.draft.action == Action.DISPUTE
    return staff_check.question(turn, "suspicion.ask_dispute" if is_dispute else "suspicion.ask")


def _parse(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    draft = turn.draft
    match staff_check.way_chosen(turn, event):
        case Way.STAFF:
            _dispute_without_words(turn)
            raise SwitchTo(staff_check.staff_complaint(turn, draft.note, draft.evidence))
        case Way.ORDINARY:
            return replace(draft, suspected=False, ordinary=staff_check.fingerprint(draft.note))
        case _ if event.kind is EventKind.TEXT and event.text.strip():
            return noted(turn, which_case.joined(turn, event), event.text.strip())
    raise NotUnderstood("suspicion.choose")


def _dispute_without_words(turn: OwnCaseTurn) -> None:
    """Record the dispute that the reporter has pressed, without the note, which becomes a staff complaint."""
    draft = turn.draft
    if draft.action != Action.DISPUTE or draft.case is None:
        return
    note = turn.say("button.not_fixed_same")
    complaints.reporter_acts(turn.uow, draft.reporter, draft.case, Action.DISPUTE, note=note)


STEP = Step[OwnCaseDraft](staff_check.STEP, lambda draft: draft.suspected, _ask, _parse)
