"""What the clocks make somebody hear: officers of a promise that was missed, residents of why they wait."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases import escalation
from domain.cases.complaint import Complaint, Status
from domain.cases.escalation import QUIET, TELLS, Clock, Told, Warned
from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from handlers.access import recipients
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.views import case_card, case_text
from storage.cases.audit import Entry
from storage.people.residents import Linked

CLOCK = "clock"
REVIEW, WHY = "review", "why"
RUNGS = {
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
KEPT = {Clock.FINISH: "late_kept", Clock.ANSWER: "unanswered_kept"}
"""How the history calls it that a superior was told, and that only whoever has the case was reminded."""
SUPERIORS_TOLD = frozenset(action for rungs in RUNGS.values() for action in rungs.values())
REMINDED = frozenset(KEPT.values())


def due(uow: UnitOfWork) -> list[int]:
    """The cases `look` has something to say of, or had before."""
    return list(uow.tx.escalation.to_look_at(uow.now, uow.now - escalation.SILENCE))


def look(uow: UnitOfWork, complaint_id: int) -> None:
    """Say of one case what is due and was not said. Any number of times is as once."""
    case = uow.tx.all_cases.lock(complaint_id)
    if case is None or not case.is_open:
        return
    working_days = uow.context.catalog.category(case.category).working_days
    for warned in escalation.warnings(case, uow.now, uow.context.calendar, working_days):
        if warned.level not in QUIET:
            _warn(uow, case, warned)
    if escalation.review_passed(case, uow.now):
        _review(uow, case)
    last_word = uow.tx.escalation.last_word(case.id) or case.filed_at
    if escalation.silent_too_long(last_word, uow.now) and _first_time(
        uow, f"{case.id}:{_stamp(last_word)}:{WHY}"
    ):
        _tell_reporter(uow, case, WHY, f"clocks.why_{_reason(uow, case)}")


def _warn(uow: UnitOfWork, case: Complaint, warned: Warned) -> None:
    """Past the promise: head, then ปลัด, then นายก; the reporter reads in the history who was told.

    While there is nobody to tell, nothing is said to have been; who is linked later hears then.
    """
    hearers = recipients.told_by_clock(uow, case, TELLS[warned.level])
    if not hearers or not _first_time(uow, warned.slot(case)):
        return
    translator = Translator(uow.context.translations)
    heading = translator.say(f"clocks.{warned.clock}_{warned.level}", day=dates.day(warned.due))
    card = case_card.for_officer(uow, translator, case, heading=heading)
    for linked in hearers:
        uow.notify(linked.line_user_id, [card], Weight.PROMPT, together=True)
    _record(uow, case, _rung(case, warned.clock, hearers), "")


def _rung(case: Complaint, clock: Clock, hearers: Sequence[Linked]) -> str:
    """Who was told, not who should have been: another may have stood in, or the holder alone be there."""
    if not may_leave_by(Outlet.SUPERIORS, case):
        return KEPT[clock]
    return RUNGS[clock].get(hearers[0].officer.role, KEPT[clock])


def _review(uow: UnitOfWork, case: Complaint) -> None:
    """The day of a wait has come: its holder looks again, and the reporter hears that it has."""
    assert case.review_at is not None
    hearers = recipients.told_by_clock(uow, case, Told.HOLDER)
    if not hearers or not _first_time(uow, f"{case.id}:{_stamp(case.review_at)}:{REVIEW}"):
        return
    translator = Translator(uow.context.translations)
    card = case_card.for_officer(
        uow, translator, case, heading=translator.say("clocks.review_heading")
    )
    for linked in hearers:
        uow.notify(linked.line_user_id, [card], Weight.ALERT, together=True)
    _tell_reporter(uow, case, REVIEW, "clocks.review")


def _tell_reporter(uow: UnitOfWork, case: Complaint, action: str, sentence: str) -> None:
    facts = {
        "department": case_text.assignee(uow, case),
        "waiting_for": case_text.waited_for(uow, case),
        "question": case.question,
        "day": dates.day(case.review_at or case.due_at),
    }
    case_events.tell_reporter(uow, case, sentence, facts, Weight.CALL)
    _record(uow, case, action, uow.context.translations.say(sentence, "th", **facts))


def _reason(uow: UnitOfWork, case: Complaint) -> str:
    """Why there is no news, in one honest word."""
    match case.status:
        case Status.WAITING:
            return "waits"
        case Status.ASKED:
            return "asked"
    if case.due_at > uow.now:
        return "works"
    said = {entry.action for entry in uow.tx.audit.of(case.id) if entry.at >= case.due_at}
    if said & SUPERIORS_TOLD:
        return "late"
    return "late_kept" if said & REMINDED else "late_alone"


def _first_time(uow: UnitOfWork, slot: str) -> bool:
    return uow.tx.jobs.claim(CLOCK, slot, uow.now)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _record(uow: UnitOfWork, case: Complaint, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, "system", action, status, status, note), case)
