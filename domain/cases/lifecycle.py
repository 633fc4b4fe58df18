"""How a complaint moves: who may do what in which state, and what it needs. One table, no storage."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.cases.complaint import OPEN, PAUSED, Complaint, Proof, Status, Verdict, WaitingFor
from domain.cases.permission import may_be_transferred, may_direct, may_handle
from domain.errors import Refused
from domain.organisation.calendar import WorkCalendar, bangkok
from domain.organisation.officers import Officer

VERDICT_DAYS = 7
"""Days a resident has to say whether it is fixed; after them a closing counts as unconfirmed."""
DISPUTE_DAYS = 30
"""Days after a closing in which "not fixed" still reopens it; later it is a new case."""


class Action(StrEnum):
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


@dataclass(frozen=True)
class Rule:
    """One row of the life cycle.

    `leaves`: the states the action is possible in; `enters`: the state after it, None for the same.
    `needs_note`: something must be said; `needs_proof`: an after-photo or a reason for none.
    `answers`: it counts as the office's answer for the 15-day promise. `takes`: whoever does it while
    nobody holds the case holds it from then on. `directs`: only a head or above may do it.
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
}
REPORTER_RULES: Mapping[Action, Rule] = {
    Action.ANSWER: Rule(frozenset({Status.ASKED}), Status.IN_HAND, needs_note=True),
    Action.ADD: Rule(OPEN, None, needs_note=True),
    Action.CONFIRM: Rule(frozenset({Status.CLOSED}), None),
    Action.DISPUTE: Rule(frozenset({Status.CLOSED}), Status.IN_HAND, needs_note=True),
    Action.WITHDRAW: Rule(OPEN, Status.WITHDRAWN),
}


@dataclass(frozen=True)
class Act:
    """What an officer does to a case, with all that it may need.

    `to_officer` and `to_department` for assigning and transferring, `agency`, the key of whose duty it
    is instead of ours, `waiting_for` and `review_at` for a wait.
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
    """The case after an officer's act. `is_keeper`: a case about staff is theirs to handle, and nobody else's.

    Refuses with `not_yours` (no permission), `already_closed` and `already_accepted` (facts: the id of
    the officer who was first, and when), `note_missing`, `proof_missing`, `receiver_missing`,
    `review_missing`.
    """
    rule = OFFICER_RULES[act.action]
    _permit(case, rule, officer, is_custodian=is_custodian)
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
    """The case after its own reporter's word; that they are the reporter is checked by the caller.

    Refuses with `nothing_asked`, `case_is_over`, `not_closed_yet`, `verdict_given`, `too_late`,
    `note_missing`.
    """
    rule = REPORTER_RULES[action]
    if case.status not in rule.leaves:
        raise Refused(_why_not(action))
    if action in {Action.CONFIRM, Action.DISPUTE}:
        return _judge(case, action, note, now, calendar)
    moved = _move(case, rule, now, note, calendar)
    if action is Action.WITHDRAW:
        return replace(moved, ended_at=now)
    return moved


def unassigned(case: Complaint) -> Complaint:
    """A case that is open again after its holder has left: anybody of its department may take it."""
    return replace(case, status=Status.NEW, officer_id=None, accepted_at=None)


def taken_from_assignee(case: Complaint, now: datetime, calendar: WorkCalendar) -> Complaint:
    """An open case whose holder may see it no more: anybody who may takes it, and its clock runs again."""
    return _clocked(case, unassigned(case), now, calendar)


def left_unjudged(case: Complaint) -> Complaint:
    """A closing nobody judged in time: neither solved nor disputed."""
    return replace(case, verdict=Verdict.SILENT)


def _with_particulars(case: Complaint, act: Act, officer: Officer, now: datetime) -> Complaint:
    """What an act writes down beside the state."""
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


def _why_not(action: Action) -> str:
    if action is Action.ANSWER:
        return "nothing_asked"
    if action in {Action.CONFIRM, Action.DISPUTE}:
        return "not_closed_yet"
    return "case_is_over"


def _judge(
    case: Complaint, action: Action, note: str, now: datetime, calendar: WorkCalendar
) -> Complaint:
    if case.verdict in {Verdict.CONFIRMED, None}:
        raise Refused("verdict_given")
    if action is Action.CONFIRM:
        return replace(case, verdict=Verdict.CONFIRMED)
    if case.ended_at is not None and now - case.ended_at > timedelta(days=DISPUTE_DAYS):
        raise Refused("too_late")
    moved = _move(case, REPORTER_RULES[action], now, note, calendar)
    return replace(
        moved,
        ended_at=None,
        ended_by=None,
        verdict=None,
        reopened=case.reopened + 1,
        due_at=max(case.due_at, calendar.add_working_days(now, 1)),
    )


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
    """Stop the clock when a pause begins; when it ends, go on with the days that were left.

    At least one working day is left, so that nobody is late the moment a pause ends. Who asks out of
    hours gains no day: the pause begins when the office would next have worked on it.
    """
    if after.status in PAUSED:
        return after if before.paused_at else replace(after, paused_at=now)
    if before.paused_at is None:
        return after
    stopped, due = calendar.received(before.paused_at).date(), bangkok(before.due_at).date()
    left = max(1, calendar.working_days_between(stopped, due))
    return replace(
        after,
        paused_at=None,
        waiting_for=None,
        review_at=None,
        question="",
        due_at=max(before.due_at, calendar.add_working_days(now, left)),
    )


def _wait(case: Complaint, act: Act, now: datetime) -> Complaint:
    if act.waiting_for is None or act.review_at is None or act.review_at <= now:
        raise Refused("review_missing")
    return replace(case, waiting_for=act.waiting_for, review_at=act.review_at, question="")


def _assign(case: Complaint, act: Act, now: datetime) -> Complaint:
    receiver = act.to_officer
    if receiver is None or not may_handle(receiver, case):
        raise Refused("receiver_missing")
    status = Status.IN_HAND if case.status is Status.NEW else case.status
    return replace(case, officer_id=receiver.id, accepted_at=case.accepted_at or now, status=status)


def _transfer(case: Complaint, act: Act) -> Complaint:
    is_another = act.to_department not in {"", case.department}
    if not may_be_transferred(case) or not is_another:
        raise Refused("receiver_missing")
    return replace(case, department=act.to_department, officer_id=None, accepted_at=None)
