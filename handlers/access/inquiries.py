"""Decides which officers may read and answer a question, praise or suggestion. No other module decides this."""

from collections.abc import Sequence

from domain.cases.inquiry import Inquiry
from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer, Role
from handlers.core.unit_of_work import UnitOfWork


def may_read(officer: Officer, one: Inquiry) -> bool:
    """Whether an officer may read an inquiry: those of its department, and the executives."""
    if not officer.active:
        return False
    if officer.role in DEPARTMENTAL:
        return officer.department == one.department
    return officer.role in EXECUTIVES


def may_answer(officer: Officer, one: Inquiry) -> bool:
    """Whether an officer may answer or pass on an inquiry: all who may read it except the นายก."""
    return may_read(officer, one) and officer.role is not Role.NAYOK


def seen_by(uow: UnitOfWork, officer: Officer, inquiry_id: int) -> Inquiry:
    """Return an inquiry that the officer may read. Raises Refused not_found."""
    found = uow.tx.inquiries.find(inquiry_id)
    if found is None or not may_read(officer, found):
        raise Refused("not_found")
    return found


def waiting_for(uow: UnitOfWork, officer: Officer, limit: int) -> Sequence[Inquiry]:
    """Return the questions without an answer that an officer may read, the oldest first."""
    if not _reads_any(officer):
        return ()
    return uow.tx.inquiries.waiting(department=_department_of(officer), limit=limit)


def count_waiting_for(uow: UnitOfWork, officer: Officer) -> int:
    """Return the number of questions without an answer that an officer may read."""
    if not _reads_any(officer):
        return 0
    return uow.tx.inquiries.count_waiting(department=_department_of(officer))


def _reads_any(officer: Officer) -> bool:
    return officer.active and (officer.role in DEPARTMENTAL or officer.role in EXECUTIVES)


def _department_of(officer: Officer) -> str | None:
    """Return the department whose inquiries an officer reads; None for the executives, who read all."""
    return officer.department if officer.role in DEPARTMENTAL else None
