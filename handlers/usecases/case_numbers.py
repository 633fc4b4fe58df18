"""Assign case numbers: sequential for ordinary cases, random for staff complaints."""

import secrets

from domain.cases.case_number import MOST_RESTRICTED, CaseNumber, Series
from domain.organisation.calendar import bangkok, fiscal_year
from handlers.core.unit_of_work import UnitOfWork


def next_number(uow: UnitOfWork, *, about_staff: bool) -> CaseNumber:
    """Return a number of the current fiscal year that no other case has."""
    year = fiscal_year(bangkok(uow.now).date())
    prefix = uow.context.catalog.organisation.case_prefix
    if about_staff:
        return _random_number(uow, prefix, year)
    running = uow.tx.complaints.next_running(f"{Series.ORDINARY}-{year}")
    return CaseNumber(prefix, year, running, Series.ORDINARY)


def _random_number(uow: UnitOfWork, prefix: str, year: int) -> CaseNumber:
    """Return an unused random number, from which nobody can infer how many staff complaints there are."""
    while True:
        running = secrets.randbelow(MOST_RESTRICTED) + 1
        number = CaseNumber(prefix, year, running, Series.RESTRICTED)
        if uow.tx.all_cases.by_number(str(number)) is None:
            return number
