"""The life cycle of a case: which action is allowed in which state, by whom, and what it requires."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.cases.complaint import (
    OPEN,
    PAUSED,
    Complaint,
    Proof,
    Status,
    Verdict,
    WaitingFor,
)
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.permission import may_be_transferred, may_direct, may_handle
from domain.errors import Refused
from domain.organisation.calendar import WorkCalendar, bangkok
from domain.organisation.officers import Officer
from domain.organisation.organisation import Category

VERDICT_DAYS = 7
"""Days after a closing in which the reporter is asked for a verdict; then the closing is unconfirmed."""
DISPUTE_DAYS = 30
"""Days after an ending in which a dispute or an officer reopens the case; later a new one must be filed."""


class Action(StrEnum):
    """Every change of a case, as the audit log names it."""

    FILE = "file"
    ACCEPT = "accept"
    ASSIGN = "assign"
    TRANSFER = "transfer"
    UPDATE = "update"
    ASK = "ask"
    WAIT = "wait"
    CLOSE = "close"
    NOT_OURS = "not_ours"
    ANSWER = "answer"
    ADD = "add"
    CONFIRM = "confirm"
    DISPUTE = "dispute"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    REOPEN = "reopen"
    """An officer opens a case again that was ended by mistake or too early."""
    CORRECT = "correct"
    """An officer corrects the category or the place; domain.cases.correction."""
    SEAL = "seal"
    """An officer says that an ordinary case is about staff: it becomes a staff complaint."""


@dataclass(frozen=True)
class Rule:
    """The rule of one action.

    `leaves`: the states in which it is allowed. `enters`: the state after it, None for no change. `needs_note`:
    a text is required. `needs_proof`: an after-photo or a reason for none is required. `answers`: it counts as
    the office's answer before the deadline `answer_by`. `takes`: it assigns an unassigned case to the officer.
    `directs`: only a head or an executive may do it.
    """

    leaves: frozenset[Status]
    enters: Status | None
    needs_note: bool = False
    needs_proof: bool = False
    answers: bool = False
    takes: bool = True
    directs: bool = False


OFFICER_RULES: Mapping[Action, Rule] = {
    Action.ACCEPT: Rule(frozenset({Status.NEW}), Status.IN_HAND),
    Action.ASSIGN: Rule(OPEN, None, takes=False, directs=True),
    Action.TRANSFER: Rule(OPEN, Status.NEW, needs_note=True, takes=False),
    Action.UPDATE: Rule(OPEN, Status.IN_HAND, needs_note=True, answers=True),
    Action.ASK: Rule(OPEN, Status.ASKED, needs_note=True, answers=True),
    Action.WAIT: Rule(OPEN, Status.WAITING, needs_note=True, answers=True),
    Action.CLOSE: Rule(OPEN, Status.CLOSED, needs_note=True, needs_proof=True, answers=True),
    Action.NOT_OURS: Rule(OPEN, Status.NOT_OURS, needs_note=True, answers=True),
    Action.REOPEN: Rule(
        frozenset({Status.CLOSED, Status.NOT_OURS}), Status.IN_HAND, needs_note=True
    ),
}
REPORTER_RULES: Mapping[Action, Rule] = {
    Action.ANSWER: Rule(frozenset({Status.ASKED}), Status.IN_HAND, needs_note=True),
    Action.ADD: Rule(OPEN, None, needs_note=True),
    Action.CONFIRM: Rule(frozenset({Status.CLOSED}), None),
    Action.DISPUTE: Rule(
        frozenset({Status.CLOSED, Status.NOT_OURS}), Status.IN_HAND, needs_note=True
    ),
    Action.WITHDRAW: Rule(OPEN, Status.WITHDRAWN),
}


@dataclass(frozen=True)
class Act:
    """An officer's action with its arguments.

    `to_officer`: for ASSIGN. `to_department`: key of the department, for TRANSFER. `agency`: key of the
    responsible agency, for NOT_OURS. `waiting_for` and `review_at`: for WAIT.
    """

    action: Action
    note: str = ""
    proof: Proof = field(default_factory=Proof)
    to_officer: Officer | None = None
    to_department: str = ""
    agency: str = ""
    waiting_for: WaitingFor | None = None
    review_at: datetime | None = None


def officer_acts(
    case: Complaint,
    act: Act,
    officer: Officer,
    now: datetime,
    calendar: WorkCalendar,
    *,
    is_custodian: bool = False,
) -> Complaint:
    """The case after an officer's act. `is_custodian`: they may handle this staff complaint.

    Raises Refused with `not_yours` (no permission), `already_closed` and `already_accepted` (facts: the id of
    the officer who was first, and when), `note_missing`, `proof_missing`, `destination_missing` or
    `review_missing`; to reopen, also `not_ended`, `withdrawn`, `confirmed_fixed` or `too_late_to_reopen`.
    """
    rule = OFFICER_RULES[act.action]
    _permit(case, rule, officer, is_custodian=is_custodian)
    if act.action is Action.REOPEN:
        return _reopen(case, act, officer, now, calendar)
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    if case.status not in rule.leaves:
        raise Refused("already_accepted", officer_id=case.officer_id, at=case.accepted_at)
    moved = _move(case, rule, now, act.note, calendar)
    if rule.needs_proof and not (act.proof.photos or act.proof.no_photo_reason.strip()):
        raise Refused("proof_missing")
    if rule.takes and moved.officer_id is None:
        moved = replace(moved, officer_id=officer.id, accepted_at=now)
    return _with_particulars(moved, act, officer, now)


def reporter_acts(
    case: Complaint, action: Action, note: str, now: datetime, calendar: WorkCalendar
) -> Complaint:
    """The case after an action of its reporter. The caller must check that it is the reporter.

    Raises Refused with `nothing_asked`, `case_is_over`, `not_closed_yet`, `verdict_given`, `too_late` or
    `note_missing`.
    """
    rule = REPORTER_RULES[action]
    if case.status not in rule.leaves:
        raise Refused(_refusal_key(action))
    if action in {Action.CONFIRM, Action.DISPUTE}:
        return _judge(case, action, note, now, calendar)
    moved = _move(case, rule, now, note, calendar)
    if action is Action.WITHDRAW:
        return replace(moved, ended_at=now)
    return moved


def unassigned(case: Complaint) -> Complaint:
    """The case without its assignee, in state NEW, so that any officer of its department may accept it."""
    return replace(case, status=Status.NEW, officer_id=None, accepted_at=None)


def about_staff(
    case: Complaint, now: datetime, calendar: WorkCalendar, *, category: Category, reporter: str
) -> Complaint:
    """Return the ordinary case as a staff complaint that nobody has accepted yet; an ended one is open again.

    `category`: the category about staff. `reporter`: pseudonym or other replacement of the LINE user id. The
    department that had the case counts as accused. The place becomes part of the story, because only the story is
    sealed. Raises Refused already_closed if its reporter has withdrawn it.
    """
    if case.status is Status.WITHDRAWN:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    about = Conduct(ReporterLink.SEALED, departments=(case.department,))
    free = taken_from_assignee(case, now, calendar)
    if not case.is_open:
        due_at = calendar.add_working_days(now, category.working_days)
        free = replace(free, ended_at=None, ended_by=None, verdict=None, due_at=due_at)
    return free.as_staff_complaint(category.key, category.department, reporter, about)


def taken_from_assignee(case: Complaint, now: datetime, calendar: WorkCalendar) -> Complaint:
    """The case without its assignee, who may no longer see it; a pause ends."""
    return _clocked(case, unassigned(case), now, calendar)


def expire_verdict(case: Complaint) -> Complaint:
    """The closed case after the time for a verdict has passed: neither confirmed nor disputed."""
    return replace(case, verdict=Verdict.SILENT)


def may_be_reopened(case: Complaint, now: datetime) -> bool:
    """Whether an officer may open an ended case again."""
    return why_not_reopened(case, now) is None


def why_not_reopened(case: Complaint, now: datetime) -> str | None:
    """The key of the refusal to open a case again; None if an officer may.

    A closing that the reporter confirmed stays: what has come since is a new matter.
    """
    if case.is_open or case.ended_at is None:
        return "not_ended"
    if case.status is Status.WITHDRAWN:
        return "withdrawn"
    if case.verdict is Verdict.CONFIRMED:
        return "confirmed_fixed"
    return "too_late_to_reopen" if now - case.ended_at > timedelta(days=DISPUTE_DAYS) else None


def _reopen(
    case: Complaint, act: Act, officer: Officer, now: datetime, calendar: WorkCalendar
) -> Complaint:
    refusal = why_not_reopened(case, now)
    if refusal is not None:
        raise Refused(refusal)
    moved = _opened_again(case, OFFICER_RULES[Action.REOPEN], act.note, now, calendar)
    return moved if moved.officer_id else replace(moved, officer_id=officer.id, accepted_at=now)


def _opened_again(
    case: Complaint, rule: Rule, note: str, now: datetime, calendar: WorkCalendar
) -> Complaint:
    """The ended case open again, with at least a working day until it is due."""
    return replace(
        _move(case, rule, now, note, calendar),
        ended_at=None,
        ended_by=None,
        verdict=None,
        reopened=case.reopened + 1,
        due_at=max(case.due_at, calendar.add_working_days(now, 1)),
    )


def _with_particulars(case: Complaint, act: Act, officer: Officer, now: datetime) -> Complaint:
    """The case with the fields that this action sets besides the state."""
    match act.action:
        case Action.ASK:
            return replace(case, question=act.note.strip(), waiting_for=WaitingFor.REPORTER)
        case Action.WAIT:
            return _wait(case, act, now)
        case Action.ASSIGN:
            return _assign(case, act, now)
        case Action.TRANSFER:
            return _transfer(case, act)
        case Action.CLOSE:
            return replace(case, ended_at=now, ended_by=officer.id, verdict=Verdict.PENDING)
        case Action.NOT_OURS:
            return replace(case, ended_at=now, ended_by=officer.id)
    return case


def _permit(case: Complaint, rule: Rule, officer: Officer, *, is_custodian: bool) -> None:
    allowed = (
        may_direct(officer, case)
        if rule.directs
        else may_handle(officer, case, is_custodian=is_custodian)
    )
    if not allowed:
        raise Refused("not_yours")


def _refusal_key(action: Action) -> str:
    if action is Action.ANSWER:
        return "nothing_asked"
    if action in {Action.CONFIRM, Action.DISPUTE}:
        return "not_closed_yet"
    return "case_is_over"


def _judge(
    case: Complaint, action: Action, note: str, now: datetime, calendar: WorkCalendar
) -> Complaint:
    is_judged = case.verdict in {Verdict.CONFIRMED, None} and case.status is Status.CLOSED
    if is_judged:
        raise Refused("verdict_given")
    if action is Action.CONFIRM:
        return replace(case, verdict=Verdict.CONFIRMED)
    if case.ended_at is not None and now - case.ended_at > timedelta(days=DISPUTE_DAYS):
        raise Refused("too_late")
    return _opened_again(case, REPORTER_RULES[action], note, now, calendar)


def _move(
    case: Complaint, rule: Rule, now: datetime, note: str, calendar: WorkCalendar
) -> Complaint:
    if rule.needs_note and not note.strip():
        raise Refused("note_missing")
    moved = replace(case, status=rule.enters or case.status)
    if rule.answers and case.answered_at is None:
        moved = replace(moved, answered_at=now)
    return _clocked(case, moved, now, calendar)


def _clocked(
    before: Complaint, after: Complaint, now: datetime, calendar: WorkCalendar
) -> Complaint:
    """Suspend the due date when a pause begins; when it ends, grant the working days that were left.

    At least one working day is granted, so that no case becomes overdue by a pause. One that was overdue before it
    stays so: a question or a wait hides no broken promise. A pause that begins outside office hours counts from
    the next opening, so that it grants no additional day.
    """
    if after.status in PAUSED:
        return after if before.paused_at else replace(after, paused_at=now)
    if before.paused_at is None:
        return after
    running = replace(after, paused_at=None, waiting_for=None, review_at=None, question="")
    if before.due_at < before.paused_at:
        return running
    stopped, due = calendar.received(before.paused_at).date(), bangkok(before.due_at).date()
    left = max(1, calendar.working_days_between(stopped, due))
    return replace(running, due_at=max(before.due_at, calendar.add_working_days(now, left)))


def _wait(case: Complaint, act: Act, now: datetime) -> Complaint:
    if act.waiting_for is None or act.review_at is None or act.review_at <= now:
        raise Refused("review_missing")
    return replace(case, waiting_for=act.waiting_for, review_at=act.review_at, question="")


def _assign(case: Complaint, act: Act, now: datetime) -> Complaint:
    destination = act.to_officer
    if destination is None or not may_handle(destination, case):
        raise Refused("destination_missing")
    status = Status.IN_HAND if case.status is Status.NEW else case.status
    return replace(
        case, officer_id=destination.id, accepted_at=case.accepted_at or now, status=status
    )


def _transfer(case: Complaint, act: Act) -> Complaint:
    is_another = act.to_department not in {"", case.department}
    if not may_be_transferred(case) or not is_another:
        raise Refused("destination_missing")
    return replace(case, department=act.to_department, officer_id=None, accepted_at=None)
