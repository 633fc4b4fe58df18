"""Decides who may learn the identity of a staff complaint's reporter: its custodian, if a second person agrees."""

from datetime import timedelta

from domain.cases.complaint import Complaint
from domain.cases.conduct import ReporterLink
from domain.organisation.officers import Officer
from handlers.access import custodians
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.identity_requests import IdentityRequest

VALID_FOR = timedelta(days=7)
"""How long a request waits for the second person."""


def is_hidden(case: Complaint) -> bool:
    """Whether the account of a staff complaint's reporter is stored and hidden from its custodian."""
    return case.conduct is not None and case.conduct.link is ReporterLink.SEALED


def requests_to(uow: UnitOfWork, officer: Officer) -> list[tuple[Complaint, IdentityRequest]]:
    """Return the cases, their words sealed, with the requests on which this officer may decide now."""
    ids = uow.tx.identity_requests.cases_to_decide(officer.id, uow.now - VALID_FOR)
    cases = filter(None, (uow.tx.staff_cases.find(one) for one in ids))
    asked = ((case, request_to(uow, officer, case)) for case in cases)
    return [(case, request) for case, request in asked if request is not None]


def request_to(uow: UnitOfWork, officer: Officer, case: Complaint) -> IdentityRequest | None:
    """Return the request on which this officer may decide now, or None.

    A request expires after VALID_FOR, when the custodian changes, and when the second person is barred.
    """
    if not is_hidden(case):
        return None
    found = uow.tx.identity_requests.open_of(case.id, uow.now - VALID_FOR)
    if found is None or found.decides != officer.id:
        return None
    first = next(
        (one for one in custodians.custodians_of(uow, case) if one.officer.id == found.asked_by),
        None,
    )
    is_free = first is not None and custodians.may_be_second(uow, case, officer, first.officer)
    return found if is_free else None
