"""Notify officers of missed deadlines and ended waits, and reporters of the reason for a delay."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases import escalation
from domain.cases.complaint import Complaint, Status
from domain.cases.escalation import QUIET, RECIPIENTS, Clock, Recipient, Warned
from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from handlers.access import custodians, reading, recipients
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.views import case_card, case_text
from storage.cases.audit import Entry
from storage.people.officers import Linked

CLOCK = "clock"
REVIEW, WHY = "review", "why"
ESCALATED = {
    Clock.FINISH: {
        Role.HEAD: "late_100",
        Role.PALAD: "late_palad",
        Role.NAYOK: "late_nayok",
    },
    Clock.ANSWER: {
        Role.HEAD: "unanswered_100",
        Role.PALAD: "unanswered_palad",
        Role.NAYOK: "unanswered_nayok",
    },
}
REMINDED_ONLY = {Clock.FINISH: "late_reminded", Clock.ANSWER: "unanswered_reminded"}
"""Actions in the audit log: ESCALATED if a superior was notified, REMINDED_ONLY if only the assignee, the
department's officers or the custodians were notified."""
SUPERIOR_ACTIONS = frozenset(
    action for by_role in ESCALATED.values() for action in by_role.values()
)
REMINDED = frozenset(REMINDED_ONLY.values())


def due(uow: UnitOfWork) -> list[int]:
    """Return the ids of the cases that `notify_due` has to check; some may have nothing new to notify."""
    return list(uow.tx.escalation.to_check(uow.now, uow.now - escalation.SILENCE))


def notify_due(uow: UnitOfWork, complaint_id: int) -> None:
    """Send the notifications of one case that are due and were not sent before. Idempotent."""
    case = uow.tx.all_cases.lock(complaint_id)
    if case is None or not case.is_open:
        return
    working_days = uow.context.catalog.category(case.category).working_days
    for warned in escalation.warnings(case, uow.now, uow.context.calendar, working_days):
        if warned.level not in QUIET:
            _warn(uow, case, warned)
    if escalation.review_passed(case, uow.now):
        _review(uow, case)
    last_contact = uow.tx.escalation.last_contact(case.id) or case.filed_at
    if escalation.silent_too_long(last_contact, uow.now) and _first_time(
        uow, f"{case.id}:{_stamp(last_contact)}:{WHY}"
    ):
        _notify_reporter(uow, case, WHY, f"clocks.why_{_reason(uow, case)}")


def _warn(uow: UnitOfWork, case: Complaint, warned: Warned) -> None:
    """Notify the recipients of a warning and record in the case's history who was notified.

    The levels after the deadline are for the head, the ปลัด and the นายก. If nobody can be reached, the warning is
    not marked as sent, so an officer who links their LINE account later receives it.
    """
    linked_officers = recipients.of_warning(uow, case, RECIPIENTS[warned.level])
    if not linked_officers or not _first_time(uow, warned.slot(case)):
        return
    translator = Translator(uow.context.translations)
    # No superior is told of a staff complaint, and its heading must not say so.
    addressee = warned.level if may_leave_by(Outlet.SUPERIORS, case) else "custodian"
    heading = translator.say(f"clocks.{warned.clock}_{addressee}", day=dates.day(warned.due))
    for linked in linked_officers:
        card = case_card.for_officer(uow, translator, case, linked.officer, heading=heading)
        uow.notify(linked.line_user_id, [card], Weight.PROMPT, batched=True)
    custodians.note_sent(uow, linked_officers, case, warned.clock.value)
    _record(uow, case, _audit_action(case, warned.clock, linked_officers), "")


def _audit_action(case: Complaint, clock: Clock, linked_officers: Sequence[Linked]) -> str:
    """Return the action to record, by the roles of those notified, who may differ from the level's recipient."""
    if not may_leave_by(Outlet.SUPERIORS, case):
        return REMINDED_ONLY[clock]
    return ESCALATED[clock].get(linked_officers[0].officer.role, REMINDED_ONLY[clock])


def _review(uow: UnitOfWork, case: Complaint) -> None:
    """Notify the assignee and the reporter that the review date of a waiting case has come."""
    assert case.review_at is not None
    linked_officers = recipients.of_warning(uow, case, Recipient.ASSIGNEE)
    if not linked_officers or not _first_time(uow, f"{case.id}:{_stamp(case.review_at)}:{REVIEW}"):
        return
    translator = Translator(uow.context.translations)
    heading = translator.say("clocks.review_heading")
    for linked in linked_officers:
        card = case_card.for_officer(uow, translator, case, linked.officer, heading=heading)
        uow.notify(linked.line_user_id, [card], Weight.ALERT, batched=True)
    custodians.note_sent(uow, linked_officers, case, REVIEW)
    _notify_reporter(uow, case, REVIEW, "clocks.review")


def _notify_reporter(uow: UnitOfWork, case: Complaint, action: str, sentence: str) -> None:
    facts = {
        "department": case_text.assignee(uow, case),
        "waiting_for": case_text.waited_for(uow, case),
        "question": reading.by_reporter(case).question,
        "day": dates.day(case.review_at or case.due_at),
    }
    case_events.notify_reporter(uow, case, sentence, facts, Weight.CALL)
    _record(uow, case, action, uow.context.translations.say(sentence, "th", **facts))


def _reason(uow: UnitOfWork, case: Complaint) -> str:
    """Return the reason why there is no news, the last part of a word key `clocks.why_...`."""
    match case.status:
        case Status.WAITING:
            return "waits"
        case Status.ASKED:
            return "asked"
    if case.due_at > uow.now:
        return "works"
    actions = {entry.action for entry in uow.tx.audit.of(case.id) if entry.at >= case.due_at}
    if actions & SUPERIOR_ACTIONS:
        return "late"
    return "late_reminded" if actions & REMINDED else "late_alone"


def _first_time(uow: UnitOfWork, slot: str) -> bool:
    return uow.tx.jobs.claim(CLOCK, slot, uow.now)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _record(uow: UnitOfWork, case: Complaint, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, "system", action, status, status, note), case)
