"""Gives the next case its number: a running one, or a random one to a staff complaint."""

import secrets

from domain.cases.case_number import MOST_RESTRICTED, CaseNumber, Series
from domain.organisation.calendar import bangkok, fiscal_year
from handlers.core.unit_of_work import UnitOfWork


def next_number(uow: UnitOfWork, *, about_staff: bool) -> CaseNumber:
    """Return a number that no other case has, of the fiscal year of this moment."""
    year = fiscal_year(bangkok(uow.now).date())
    prefix = uow.context.catalog.organisation.case_prefix
    if about_staff:
        return _random_number(uow, prefix, year)
    running = uow.tx.complaints.next_running(f"{Series.ORDINARY}-{year}")
    return CaseNumber(prefix, year, running, Series.ORDINARY)


def _random_number(uow: UnitOfWork, prefix: str, year: int) -> CaseNumber:
    """Return a number of a staff complaint that is not used: whoever has one cannot count how many there are."""
    while True:
        running = secrets.randbelow(MOST_RESTRICTED) + 1
        number = CaseNumber(prefix, year, running, Series.RESTRICTED)
        if uow.tx.all_cases.by_number(str(number)) is None:
            return number
