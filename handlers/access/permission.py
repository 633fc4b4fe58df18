"""Decides what an officer may do with a case: read it, act on it, assign it. No other module decides this."""

from domain.cases import permission
from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import Action
from domain.organisation.officers import Officer
from handlers.access import custodians
from handlers.core.unit_of_work import UnitOfWork

NOTE = "note"
"""The audit action of an officer's internal note, which the reporter never sees."""


def is_custodian(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether the case is a staff complaint and this officer is now its custodian and may read it."""
    return custodians.may_read(uow, officer, case)


def may_read(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may read a case: by their post, or a staff complaint as its custodian."""
    return permission.may_see(officer, case) or is_custodian(uow, officer, case)


def may_handle(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may act on a case: by their post, or on a staff complaint as its custodian."""
    return permission.may_handle(officer, case, is_custodian=is_custodian(uow, officer, case))


def may_direct(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may assign a case, or decide that it is another agency's duty."""
    return permission.may_direct(officer, case)


def may_publish(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may clear photos of a case for the public page and withdraw them."""
    return permission.may_publish(officer, case)


def colleagues(uow: UnitOfWork, case: Complaint) -> list[Officer]:
    """Return the officers to whom a case can be assigned, without its assignee; none for a staff complaint."""
    return [
        other
        for other in uow.tx.officers.all()
        if other.active and other.id != case.officer_id and permission.may_handle(other, case)
    ]


def acts_of(uow: UnitOfWork, officer: Officer, case: Complaint) -> list[Action]:
    """Return everything an officer may do with a case in its present state, in the order of the buttons."""
    if not case.is_open or not may_handle(uow, officer, case):
        return []
    first = [Action.ACCEPT] if case.status is Status.NEW else []
    return [*first, Action.UPDATE, Action.ASK, Action.CLOSE, *rare_acts(officer, case)]


def rare_acts(officer: Officer, case: Complaint) -> list[Action]:
    """Return the officer's less frequent actions on a case, in the order of the buttons."""
    return [
        *([Action.ASSIGN] if permission.may_direct(officer, case) else []),
        *([Action.TRANSFER] if permission.may_be_transferred(case) else []),
        Action.WAIT,
        Action.NOT_OURS,
        # Nobody may transfer a staff complaint either.
        *([Action.SEAL] if permission.may_be_transferred(case) else []),
    ]
