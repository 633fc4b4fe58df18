"""The number of answers to the official EIT, which the section that runs the surveys reads on ITAS each week."""

import re

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.officers import Officer
from domain.surveys.eit import EitWindow, ItasCount, counted_on
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork

MOST = 100_000
"""More answers than the EIT of any office gets; a larger number is a typing error."""
_NUMBER = re.compile(r"\d[\d,]*")


def window(uow: UnitOfWork) -> EitWindow | None:
    """Return the window whose number may be entered today, or None."""
    return counted_on(uow.context.eit_windows, bangkok(uow.now).date())


def number_in(text: str) -> int | None:
    """Parse the number in a text such as `25`, `๒๕ คน` or `1,250`; None if there is none, or several."""
    found = _NUMBER.findall(text)
    if len(found) != 1 or len(found[0]) > len(f"{MOST:,}"):
        return None
    return int(found[0].replace(",", ""))


def enter(
    uow: UnitOfWork, officer: Officer, answers: int | None
) -> tuple[EitWindow, ItasCount | None]:
    """Store how many people have answered so far; returns the window and the count of an earlier day, or None.

    A second number on one day replaces the first. Raises Refused not_allowed for an officer of another section,
    no_eit_window, and itas_count_wrong for None or an impossible number.
    """
    if not survey_readers.is_eit(uow, officer):
        raise Refused("not_allowed")
    found = window(uow)
    if found is None:
        raise Refused("no_eit_window")
    if answers is None or not 0 <= answers <= MOST:
        raise Refused("itas_count_wrong", most=MOST)
    today = bangkok(uow.now).date()
    earlier = [one for one in uow.tx.itas_counts.of_year(found.fiscal_year) if one.day < today]
    uow.tx.itas_counts.put(found.fiscal_year, answers, officer.id, uow.now)
    return found, (earlier[-1] if earlier else None)
