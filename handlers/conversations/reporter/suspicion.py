"""Whether a reporter's note to their case may be about staff, and the step that asks before an officer reads it.

Notes to a staff complaint go to its custodians without this question.
"""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.language.staff_gate import Way
from domain.language.withdrawal_reason import is_harmless, may_tell_of_staff
from handlers.access import work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations import staff_check
from handlers.conversations.reporter import which_case
from handlers.conversations.reporter.draft import OwnCaseDraft, OwnCaseTurn
from handlers.core.i18n import Bilingual
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.flow import NotUnderstood, Step, SwitchTo
from handlers.engine.turn import Turn
from handlers.usecases import complaints
from handlers.usecases import suspicion as rules

_QUESTIONS = {
    Action.DISPUTE: "suspicion.ask_dispute",
    Action.WITHDRAW: "suspicion.ask_withdraw",
}
"""The word key of the question, where the case itself changes too."""


def begun(turn: Turn, case: Complaint, draft: OwnCaseDraft) -> OwnCaseDraft:
    """Return the draft of a note to this case, suspected if the text typed so far may accuse.

    A withdrawal goes without its reason unless that is known to be harmless: who is afraid rarely says of whom.
    """
    suspected = _is_asked(case) and _may_accuse(turn, case, draft, draft.note)
    is_kept = suspected or draft.action is not Action.WITHDRAW or is_harmless(draft.note)
    if _is_asked(case) and not is_kept:
        return replace(draft, note="", unsent=True)
    return replace(draft, suspected=suspected)


def noted(turn: OwnCaseTurn, note: str, added: str) -> OwnCaseDraft:
    """Return the draft with this note. `added`: the text typed in this turn."""
    draft = turn.draft
    before = draft.note
    case = _case(turn)
    if case is None or not _is_asked(case):
        return replace(draft, note=note)
    becomes = _may_accuse(turn, case, draft, note) and not _may_accuse(turn, case, draft, before)
    suspected = draft.suspected or becomes or staff_check.may_accuse(turn, added)
    was_declared = draft.ordinary == staff_check.fingerprint(before)
    ordinary = staff_check.fingerprint(note) if was_declared and not suspected else draft.ordinary
    return replace(draft, note=note, suspected=suspected, ordinary=ordinary)


def must_ask(turn: OwnCaseTurn) -> bool:
    """Whether the note may not be sent yet: it may accuse, and the reporter was not asked about it."""
    draft, case = turn.draft, _case(turn)
    if case is None or not _is_asked(case):
        return False
    is_declared = draft.ordinary == staff_check.fingerprint(draft.note)
    return not is_declared and _may_accuse(turn, case, draft, draft.note)


def _may_accuse(turn: Turn, case: Complaint, draft: OwnCaseDraft, note: str) -> bool:
    """Whether a note may accuse. A reason to withdraw may also tell only that its writer is afraid of somebody."""
    tells_of_staff = draft.action is Action.WITHDRAW and may_tell_of_staff(note)
    return tells_of_staff or rules.may_accuse(turn.uow, case, note)


def _is_asked(case: Complaint) -> bool:
    return may_leave_by(Outlet.ORDINARY_CASE, case)


def _case(turn: OwnCaseTurn) -> Complaint | None:
    draft = turn.draft
    if draft.case is None:
        return None
    return work_list.own(turn.uow, draft.reporter, draft.case)


def _ask(turn: OwnCaseTurn) -> list[Reply]:
    return staff_check.question(turn, _QUESTIONS.get(turn.draft.action, "suspicion.ask"))


def _parse(turn: OwnCaseTurn, event: InboundEvent) -> OwnCaseDraft:
    draft = turn.draft
    match event.postback.value if event.postback else staff_check.way_chosen(turn, event):
        case "yes" | Way.HIDDEN as way:
            raise _protected(turn, hide_name=way is Way.HIDDEN)
        case Way.ORDINARY:
            declared = replace(draft, suspected=False, ordinary=staff_check.fingerprint(draft.note))
            # Words may be misread, and the section of the case would have read the note by then.
            return replace(declared, in_words=event.postback is None)
        case _ if event.kind is EventKind.TEXT and event.text.strip():
            return noted(turn, which_case.joined(turn, event), event.text.strip())
    raise NotUnderstood("suspicion.choose")


def _protected(turn: OwnCaseTurn, *, hide_name: bool) -> SwitchTo:
    """Return the exception to raise where the note becomes a staff complaint."""
    _act_without_words(turn)
    draft = turn.draft
    return SwitchTo(
        staff_check.staff_complaint(turn, draft.note, draft.evidence, hide_name=hide_name)
    )


def readers(turn: OwnCaseTurn) -> list[Reply]:
    """Return who will read a note that may accuse and was declared ordinary; empty for any other note."""
    case = _case(turn)
    if case is None or not _is_declared_accusation(turn, case):
        return []
    catalog = turn.uow.context.catalog
    section = catalog.department(catalog.category(case.category).department)
    named = Bilingual(section.th, section.en)
    return [Text(turn.say("suspicion.readers", sections=named))]


def protected_way(turn: OwnCaseTurn) -> tuple[Choice, ...]:
    """Return the button of a staff complaint, for the question below `readers`."""
    return (turn.button("menu.conduct", staff_check.STEP, staff_check.STAFF),)


def _is_declared_accusation(turn: OwnCaseTurn, case: Complaint) -> bool:
    draft = turn.draft
    is_declared = draft.ordinary == staff_check.fingerprint(draft.note)
    return is_declared and _is_asked(case) and _may_accuse(turn, case, draft, draft.note)


def _act_without_words(turn: OwnCaseTurn) -> None:
    """Record the dispute or the withdrawal without the note, which becomes a staff complaint."""
    draft = turn.draft
    if draft.case is None:
        return
    if draft.action == Action.DISPUTE:
        note = turn.say("button.not_fixed_same")
        complaints.reporter_acts(turn.uow, draft.reporter, draft.case, Action.DISPUTE, note=note)
    if draft.action == Action.WITHDRAW:
        complaints.reporter_acts(turn.uow, draft.reporter, draft.case, Action.WITHDRAW)


STEP = Step[OwnCaseDraft](staff_check.STEP, lambda draft: draft.suspected, _ask, _parse)
