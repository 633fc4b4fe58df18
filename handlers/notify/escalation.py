"""What the clocks make somebody hear: officers of a promise that was missed, residents of why they wait."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases import escalation
from domain.cases.complaint import Complaint, Status
from domain.cases.escalation import QUIET, Clock, Told, Warned
from domain.figures.push_budget import Weight
from domain.organisation.officers import Role
from handlers.core import dates
from handlers.core.i18n import Voice
from handlers.core.unit_of_work import Desk
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


def due(desk: Desk) -> list[int]:
    """The cases `look` has something to say of, or had before."""
    return list(desk.tx.clocks.to_look_at(desk.now, desk.now - escalation.SILENCE))


def look(desk: Desk, complaint_id: int) -> None:
    """Say of one case what is due and was not said. Any number of times is as once."""
    case = desk.tx.complaints.lock(complaint_id)
    if case is None or not case.is_open:
        return
    working_days = desk.office.catalog.category(case.category).working_days
    for warned in escalation.warnings(case, desk.now, desk.office.calendar, working_days):
        if warned.level not in QUIET:
            _warn(desk, case, warned)
    if escalation.review_passed(case, desk.now):
        _review(desk, case)
    last_word = desk.tx.clocks.last_word(case.id) or case.filed_at
    if escalation.silent_too_long(last_word, desk.now) and _first_time(
        desk, f"{case.id}:{_stamp(last_word)}:{WHY}"
    ):
        _tell_reporter(desk, case, WHY, f"clocks.why_{_reason(desk, case)}")


def _warn(desk: Desk, case: Complaint, warned: Warned) -> None:
    """Past the promise: head, then ปลัด, then นายก; the reporter reads in the history who was told.

    While there is nobody to tell, nothing is said to have been; who is linked later hears then.
    """
    hearers = _hearers(desk, case, escalation.told(warned.level, restricted=case.restricted))
    if not hearers or not _first_time(desk, warned.slot(case)):
        return
    voice = Voice(desk.office.words)
    heading = voice.say(f"clocks.{warned.clock}_{warned.level}", day=dates.day(warned.due))
    card = case_card.for_officer(desk, voice, case, heading=heading)
    for linked in hearers:
        desk.tell(linked.line_user_id, [card], Weight.PROMPT, together=True)
    _record(desk, case, _rung(case, warned.clock, hearers), "")


def _rung(case: Complaint, clock: Clock, hearers: Sequence[Linked]) -> str:
    """Who was told, not who should have been: another may have stood in, or the holder alone be there."""
    if case.restricted:
        return KEPT[clock]
    return RUNGS[clock].get(hearers[0].officer.role, KEPT[clock])


def _review(desk: Desk, case: Complaint) -> None:
    """The day of a wait has come: its holder looks again, and the reporter hears that it has."""
    assert case.review_at is not None
    hearers = _hearers(desk, case, Told.KEEPERS if case.restricted else Told.HOLDER)
    if not hearers or not _first_time(desk, f"{case.id}:{_stamp(case.review_at)}:{REVIEW}"):
        return
    voice = Voice(desk.office.words)
    card = case_card.for_officer(desk, voice, case, heading=voice.say("clocks.review_heading"))
    for linked in hearers:
        desk.tell(linked.line_user_id, [card], Weight.ALERT, together=True)
    _tell_reporter(desk, case, REVIEW, "clocks.review")


def _tell_reporter(desk: Desk, case: Complaint, action: str, sentence: str) -> None:
    facts = {
        "department": case_text.holder(desk, case),
        "waiting_for": case_text.waited_for(desk, case),
        "question": case.question,
        "day": dates.day(case.review_at or case.due_at),
    }
    case_events.tell_reporter(desk, case, sentence, facts, Weight.CALL)
    _record(desk, case, action, desk.office.words.say(sentence, "th", **facts))


def _reason(desk: Desk, case: Complaint) -> str:
    """Why there is no news, in one honest word."""
    match case.status:
        case Status.WAITING:
            return "waits"
        case Status.ASKED:
            return "asked"
    if case.due_at > desk.now:
        return "works"
    said = {entry.action for entry in desk.tx.audit.of(case.id) if entry.at >= case.due_at}
    if said & SUPERIORS_TOLD:
        return "late"
    return "late_kept" if said & REMINDED else "late_alone"


def _hearers(desk: Desk, case: Complaint, told: Told) -> list[Linked]:
    """Whoever of them can be reached; where there is no head, the ปลัด stands in."""
    everyone = case_events.audience(desk, case)
    match told:
        case Told.KEEPERS:
            return everyone
        case Told.HOLDER:
            return case_events.in_hand_of(desk, case)
        case Told.HEAD:
            return case_events.superiors(desk, everyone) or everyone
        case Told.PALAD:
            return case_events.with_role(desk, Role.PALAD)
    return case_events.with_role(desk, Role.NAYOK)


def _first_time(desk: Desk, slot: str) -> bool:
    return desk.tx.jobs.claim(CLOCK, slot, desk.now)


def _stamp(moment: datetime) -> int:
    return int(moment.timestamp())


def _record(desk: Desk, case: Complaint, action: str, note: str) -> None:
    status = case.status.value
    desk.tx.audit.add(Entry(desk.now, "system", action, status, status, note), case)
