"""The cases that a reporter or an officer may open, one by one and as lists."""

from collections.abc import Sequence
from datetime import datetime

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import permission
from handlers.core.unit_of_work import UnitOfWork

LIST_LIMIT = 10
"""Cases shown at once: a LINE carousel has room for twelve."""


def own(uow: UnitOfWork, reporter: str, complaint_id: int) -> Complaint:
    """One's own case. Refuses with not_found, and says the same of a case that is another's."""
    case = uow.tx.all_cases.find(complaint_id)
    if case is None or not uow.tx.all_cases.is_of(case, reporter):
        raise Refused("not_found")
    return case


def own_by_number(uow: UnitOfWork, reporter: str, number: str) -> Complaint | None:
    """One's own case of a number; None where there is no such case and where it is another's."""
    case = uow.tx.all_cases.by_number(number)
    return case if case and uow.tx.all_cases.is_of(case, reporter) else None


def own_newest(uow: UnitOfWork, reporter: str, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    return uow.tx.all_cases.of_reporter(reporter, limit)


def own_count(uow: UnitOfWork, reporter: str) -> int:
    return uow.tx.all_cases.count_of_reporter(reporter)


def own_open(uow: UnitOfWork, reporter: str, since: datetime) -> Sequence[Complaint]:
    """One's own open cases filed since then, the newest first."""
    return uow.tx.all_cases.open_of_reporter(reporter, since)


def own_asked(uow: UnitOfWork, reporter: str) -> Sequence[Complaint]:
    """One's own cases in which an officer waits for an answer."""
    return uow.tx.all_cases.asked_of(reporter)


def seen_by(uow: UnitOfWork, officer: Officer, complaint_id: int) -> Complaint:
    """A case as an officer may read it. Refuses with not_found, also when it is not theirs to see."""
    return _readable(uow, officer, uow.tx.all_cases.find(complaint_id))


def seen_by_number(uow: UnitOfWork, officer: Officer, number: str) -> Complaint:
    """The case of a number as an officer may read it. Refuses as `seen_by` does."""
    return _readable(uow, officer, uow.tx.all_cases.by_number(number))


def work_of(uow: UnitOfWork, officer: Officer, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    """The open cases an officer may see by their post, the next due first; not those about staff."""
    if officer.role in DEPARTMENTAL:
        return uow.tx.complaints.open_of(department=officer.department, limit=limit)
    if officer.role in EXECUTIVES:
        return uow.tx.complaints.open_of(department=None, limit=limit)
    return ()


def _readable(uow: UnitOfWork, officer: Officer, case: Complaint | None) -> Complaint:
    if case is None or not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    return case
