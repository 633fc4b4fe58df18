"""Looks up cases for a reporter or an officer, single ones and lists; returns only those they may read."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases.complaint import Complaint, Status
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import custodians, permission
from handlers.core.unit_of_work import UnitOfWork

LIST_LIMIT = 10
"""Cases shown at once. A carousel holds at most 12 bubbles:
https://developers.line.biz/en/reference/messaging-api/#f-carousel"""


def own(uow: UnitOfWork, reporter: str, complaint_id: int) -> Complaint:
    """Return a case of this reporter. Raises Refused not_found, also for another reporter's case."""
    if uow.tx.all_cases.own_with_id(reporter, complaint_id) is None:
        raise Refused("not_found")
    return uow.tx.all_cases.get(complaint_id)


def own_by_number(uow: UnitOfWork, reporter: str, number: str) -> Complaint | None:
    """Return the case of this reporter with this number; None also for another reporter's case."""
    found = uow.tx.all_cases.own_with_number(reporter, number)
    return None if found is None else uow.tx.all_cases.find(found)


def own_newest(uow: UnitOfWork, reporter: str, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    """Return the reporter's newest cases, the newest first."""
    return uow.tx.all_cases.of_reporter(reporter, limit)


def own_count(uow: UnitOfWork, reporter: str) -> int:
    """Return the number of the reporter's cases, open and closed."""
    return uow.tx.all_cases.count_of_reporter(reporter)


def own_current(uow: UnitOfWork, reporter: str, since: datetime) -> Sequence[Complaint]:
    """Return the open cases that a reporter's message may be about, the newest first.

    Those are the cases filed since then, and the ones with an unanswered question of an officer.
    """
    return uow.tx.all_cases.current_of(reporter, since)


def own_asked(uow: UnitOfWork, reporter: str) -> Sequence[Complaint]:
    """Return the reporter's cases in which an officer's question is unanswered, the oldest first."""
    return with_question(own_current(uow, reporter, since=uow.now))


def with_question(own: Sequence[Complaint]) -> Sequence[Complaint]:
    """Return the cases in `own` with an unanswered question of an officer, the oldest first."""
    return [case for case in reversed(own) if case.status is Status.ASKED]


def seen_by(uow: UnitOfWork, officer: Officer, complaint_id: int) -> Complaint:
    """Return a case that the officer may read. Raises Refused not_found, also if they may not read it.

    As in `seen_by_number`, a staff complaint in the custody of somebody else is not loaded.
    """
    case = uow.tx.complaints.find(complaint_id)
    return _readable(uow, officer, case, uow.tx.custody.kept_with_id(officer.id, complaint_id))


def ensure_within_reach(uow: UnitOfWork, officer: Officer, complaint_id: int) -> None:
    """Raise Refused not_found unless this is an ordinary case or a staff complaint in the officer's custody.

    Call it before a case is locked, so that a staff complaint in the custody of somebody else is not loaded.
    """
    kept = uow.tx.custody.kept_with_id(officer.id, complaint_id)
    if uow.tx.complaints.find(complaint_id) is None and kept is None:
        raise Refused("not_found")


def seen_by_number(uow: UnitOfWork, officer: Officer, number: str) -> Complaint:
    """Return the case with this number if the officer may read it. Raises Refused as `seen_by` does.

    A staff complaint is looked up only among those in the officer's custody, so that the response time does not
    reveal whether the number of another one exists.
    """
    case = uow.tx.complaints.by_number(number)
    return _readable(uow, officer, case, uow.tx.custody.kept_with_number(officer.id, number))


def work_of(uow: UnitOfWork, officer: Officer, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    """Return the open ordinary cases that an officer may read by their post, by due date."""
    if officer.role in DEPARTMENTAL:
        return uow.tx.complaints.open_of(department=officer.department, limit=limit)
    if officer.role in EXECUTIVES:
        return uow.tx.complaints.open_of(department=None, limit=limit)
    return ()


def work_count(uow: UnitOfWork, officer: Officer) -> int:
    """Return how many cases `work_of` would list without a limit."""
    if officer.role in DEPARTMENTAL:
        return uow.tx.complaints.count_open(department=officer.department)
    if officer.role in EXECUTIVES:
        return uow.tx.complaints.count_open(department=None)
    return 0


def _readable(
    uow: UnitOfWork, officer: Officer, case: Complaint | None, kept: int | None
) -> Complaint:
    """`case`: an ordinary one. `kept`: the id of a staff complaint in the officer's custody."""
    if case is None and kept is not None:
        case = uow.tx.staff_cases.find(kept)
    if case is None or not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    if not custodians.note_read(uow, officer, case):
        raise Refused("not_found")
    return case
