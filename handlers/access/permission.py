"""What an officer may do with a case: read it, act on it, give it to a colleague. Nobody else decides it."""

from domain.cases import permission
from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.organisation.officers import Officer
from handlers.access.restricted import custodians_of
from handlers.core.unit_of_work import UnitOfWork


def is_custodian(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether a case is about staff and this officer keeps it now."""
    return officer in [custodian.officer for custodian in custodians_of(uow, case)]


def may_read(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may see a case: by their post, or one about staff as its keeper."""
    return permission.may_see(officer, case) or is_custodian(uow, officer, case)


def may_handle(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may act on a case: by their post, or one about staff as its keeper."""
    return permission.may_handle(officer, case, is_custodian=is_custodian(uow, officer, case))


def colleagues(uow: UnitOfWork, case: Complaint) -> list[Officer]:
    """Who else can be given a case by its head; of one about staff nobody."""
    return [
        other
        for other in uow.tx.officers.all()
        if other.active and other.id != case.officer_id and permission.may_handle(other, case)
    ]


def rare_acts(officer: Officer, case: Complaint) -> list[Action]:
    """What this officer can do with a case beside the daily acts, in the order of the buttons."""
    return [
        *([Action.ASSIGN] if permission.may_direct(officer, case) else []),
        *([Action.TRANSFER] if permission.may_be_transferred(case) else []),
        Action.WAIT,
        Action.NOT_OURS,
    ]
