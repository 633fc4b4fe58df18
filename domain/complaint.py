"""The life of a complaint: its states, who may move it, and what a move needs. No storage, no sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.errors import Refused
from domain.people import Officer, may_handle


class Status(StrEnum):
    NEW = "new"
    IN_HAND = "in_hand"
    ASKED = "asked"
    CLOSED = "closed"


OPEN = frozenset({Status.NEW, Status.IN_HAND, Status.ASKED})


class Action(StrEnum):
    FILE = "file"
    ACCEPT = "accept"
    UPDATE = "update"
    ASK = "ask"
    ANSWER = "answer"
    CLOSE = "close"


@dataclass(frozen=True)
class Rule:
    """One row of the life cycle.

    `leaves`: the states the action is possible in; `enters`: the state after it.
    `needs_note`: the resident must be told something; `needs_proof`: an after-photo or a reason for none.
    `answers`: it counts as the office's answer for the 15-day promise.
    """

    leaves: frozenset[Status]
    enters: Status
    needs_note: bool = False
    needs_proof: bool = False
    answers: bool = False


OFFICER_RULES: Mapping[Action, Rule] = {
    Action.ACCEPT: Rule(frozenset({Status.NEW}), Status.IN_HAND),
    Action.UPDATE: Rule(OPEN, Status.IN_HAND, needs_note=True, answers=True),
    Action.ASK: Rule(OPEN, Status.ASKED, needs_note=True, answers=True),
    Action.CLOSE: Rule(OPEN, Status.CLOSED, needs_note=True, needs_proof=True, answers=True),
}
REPORTER_RULES: Mapping[Action, Rule] = {
    Action.ANSWER: Rule(frozenset({Status.ASKED}), Status.IN_HAND, needs_note=True),
}


@dataclass(frozen=True)
class Place:
    """Where it is, as far as the resident told: a pin, a village (หมู่ที่), words, or any of them."""

    latitude: float | None = None
    longitude: float | None = None
    village: int | None = None
    words: str = ""

    @property
    def is_known(self) -> bool:
        return self.latitude is not None or self.village is not None or bool(self.words)


@dataclass(frozen=True)
class Complaint:
    """A kept, numbered, clocked case. `reporter` is the LINE user id and never leaves for officers."""

    id: int
    number: str
    category: str
    department: str
    restricted: bool
    detail: str
    place: Place
    hide_name: bool
    reporter: str
    status: Status
    filed_at: datetime
    due_at: datetime
    answer_by: datetime
    officer_id: int | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: int | None = None
    close_note: str = ""
    no_photo_reason: str = ""
    question: str = ""


@dataclass(frozen=True)
class Proof:
    """What an officer lays beside a closing: photos taken afterwards, or the reason why there is none."""

    photos: int = 0
    no_photo_reason: str = ""


def handle(
    case: Complaint,
    action: Action,
    officer: Officer,
    now: datetime,
    *,
    note: str = "",
    proof: Proof | None = None,
) -> Complaint:
    """The case after an officer's act.

    Refuses with `not_yours` (no permission), `already_closed` and `already_accepted` (facts: the id of
    the officer who was first, and when), `note_missing`, `proof_missing`.
    """
    if not may_handle(officer, department=case.department, restricted=case.restricted):
        raise Refused("not_yours")
    if case.status is Status.CLOSED:
        raise Refused("already_closed", officer_id=case.closed_by, at=case.closed_at)
    rule = OFFICER_RULES[action]
    if case.status not in rule.leaves:
        raise Refused("already_accepted", officer_id=case.officer_id, at=case.accepted_at)
    moved = _move(case, rule, now, note)
    proof = proof or Proof()
    if rule.needs_proof and not (proof.photos or proof.no_photo_reason.strip()):
        raise Refused("proof_missing")
    if moved.officer_id is None:
        moved = replace(moved, officer_id=officer.id, accepted_at=now)
    if action is Action.ASK:
        moved = replace(moved, question=note.strip())
    if action is Action.CLOSE:
        moved = replace(
            moved,
            closed_at=now,
            closed_by=officer.id,
            close_note=note.strip(),
            no_photo_reason="" if proof.photos else proof.no_photo_reason.strip(),
        )
    return moved


def reply_to_question(case: Complaint, reporter: str, now: datetime, *, note: str) -> Complaint:
    """The case after the resident's answer to an officer's question. Refuses: not_yours, nothing_asked."""
    if case.reporter != reporter:
        raise Refused("not_yours")
    rule = REPORTER_RULES[Action.ANSWER]
    if case.status not in rule.leaves:
        raise Refused("nothing_asked")
    return replace(_move(case, rule, now, note), question="")


def _move(case: Complaint, rule: Rule, now: datetime, note: str) -> Complaint:
    if rule.needs_note and not note.strip():
        raise Refused("note_missing")
    answered = now if rule.answers and case.answered_at is None else case.answered_at
    return replace(case, status=rule.enters, answered_at=answered)
