"""The cases that a reporter or an officer may open, one by one and as lists."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import restricted as custodians
from handlers.core.unit_of_work import UnitOfWork

LIST_LIMIT = 10
"""Cases shown at once: a LINE carousel has room for twelve."""


def own(uow: UnitOfWork, reporter: str, complaint_id: int) -> Complaint:
    """One's own case. Refuses with not_found, and says the same of a case that is another's."""
    case = uow.tx.complaints.find(complaint_id)
    if case is None or not uow.tx.complaints.is_of(case, reporter):
        raise Refused("not_found")
    return case


def seen_by(uow: UnitOfWork, officer: Officer, complaint_id: int) -> Complaint:
    """A case as an officer may read it. Refuses with not_found, also when it is not theirs to see."""
    case = uow.tx.complaints.find(complaint_id)
    if case is None or not custodians.may_read(uow, officer, case):
        raise Refused("not_found")
    return case


def work_of(uow: UnitOfWork, officer: Officer, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    """The open cases an officer may see by their post, the next due first; those about staff: `restricted.kept_by`."""
    if officer.role in DEPARTMENTAL:
        return uow.tx.complaints.open_of(
            department=officer.department, restricted=False, limit=limit
        )
    if officer.role in EXECUTIVES:
        return uow.tx.complaints.open_of(department=None, restricted=False, limit=limit)
    return ()
