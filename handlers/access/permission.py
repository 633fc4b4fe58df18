"""Decides what an officer may do with a case: read it, act on it, assign it. No other module decides this."""

from domain.cases import permission
from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action, may_be_reopened
from domain.cases.origin import TYPED_BY_OFFICERS
from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from handlers.access import custodians
from handlers.access.disclosure import Outlet, may_leave_by
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


def may_urge(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may order the next step of a case, if it is open.

    Only ordinary cases are found there, so that an order does not reveal the custodian of a staff complaint.
    """
    return has_right(officer.role, Right.ORDER) and uow.tx.complaints.find(case.id) is not None


def may_publish(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may clear photos of a case for the public page and withdraw them."""
    return permission.may_publish(officer, case)


def may_be_withdrawn(uow: UnitOfWork, case: Complaint) -> bool:
    """Return whether its reporter may withdraw a case: an open one, but no staff complaint that an officer typed.

    That officer knows its receipt code, and could end with it what may be about a colleague.
    """
    if not case.is_open or may_leave_by(Outlet.ORDINARY_CASE, case):
        return case.is_open
    return not _is_typed(uow, case)


def may_be_added(uow: UnitOfWork, case: Complaint, note: str) -> bool:
    """Return whether a reporter's text may be added to a case.

    Not one that takes a staff complaint that an officer typed from its custodian: that officer knows its receipt
    code too, and could name one custodian after another until nobody reads it. A new complaint names them.
    """
    if may_leave_by(Outlet.ORDINARY_CASE, case) or not note or not _is_typed(uow, case):
        return True
    without, with_it = custodians.consider(uow, case), custodians.consider(uow, case, note)
    if without is None or with_it is None:
        return True
    return with_it.choice.custodian == without.choice.custodian


def _is_typed(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether an officer typed the case, and so knows its receipt code."""
    origin = uow.tx.origins.find(case.id)
    return origin is not None and origin.source in TYPED_BY_OFFICERS


def may_correct(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may correct category, place and contact of a case: an open ordinary one they handle."""
    is_ordinary = may_leave_by(Outlet.ORDINARY_CASE, case)
    return is_ordinary and case.is_open and may_handle(uow, officer, case)


def caller_acts(uow: UnitOfWork, officer: Officer, case: Complaint) -> list[Action]:
    """Return what an officer may record in the name of a reporter without LINE, whom they called or met.

    Nothing of a staff complaint, nor of a reporter who can answer in LINE. Who closed a case does not also confirm
    that it is fixed.
    """
    if not may_leave_by(Outlet.ORDINARY_CASE, case) or not may_handle(uow, officer, case):
        return []
    if case.reporter or uow.tx.origins.find(case.id) is None:
        return []
    if case.is_open:
        asked = [Action.ANSWER] if case.status is Status.ASKED else []
        return [*asked, Action.WITHDRAW]
    if case.status is not Status.CLOSED or case.verdict not in {Verdict.PENDING, Verdict.SILENT}:
        return []
    return [*([Action.CONFIRM] if case.ended_by != officer.id else []), Action.DISPUTE]


def colleagues(uow: UnitOfWork, case: Complaint) -> list[Officer]:
    """Return the officers to whom a case can be assigned, without its assignee; none for a staff complaint."""
    return [
        other
        for other in uow.tx.officers.all()
        if other.active and other.id != case.officer_id and permission.may_handle(other, case)
    ]


def acts_of(uow: UnitOfWork, officer: Officer, case: Complaint) -> list[Action]:
    """Return everything an officer may do with a case in its present state, in the order of the buttons."""
    if not may_handle(uow, officer, case):
        return []
    if not case.is_open:
        # The accused officer may have closed it, so that nobody looks at it again.
        may_be_sealed = permission.may_be_transferred(case) and case.status is not Status.WITHDRAWN
        return [
            *([Action.REOPEN] if may_be_reopened(case, uow.now) else []),
            *([Action.SEAL] if may_be_sealed else []),
        ]
    first = [Action.ACCEPT] if case.status is Status.NEW else []
    return [*first, Action.UPDATE, Action.ASK, Action.CLOSE, *rare_acts(officer, case)]


def rare_acts(officer: Officer, case: Complaint, *, is_returnable: bool = False) -> list[Action]:
    """Return the officer's less frequent actions on a case, in the order of the buttons.

    `is_returnable`: a staff complaint that may go back to a section (handlers.usecases.returning).
    """
    return [
        *([Action.ASSIGN] if permission.may_direct(officer, case) else []),
        *([Action.TRANSFER] if permission.may_be_transferred(case) or is_returnable else []),
        Action.WAIT,
        Action.NOT_OURS,
        # Nobody may transfer a staff complaint either.
        *([Action.SEAL] if permission.may_be_transferred(case) else []),
    ]
