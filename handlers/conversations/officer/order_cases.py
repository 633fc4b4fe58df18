"""Find the cases that an officer's typed order may be about, of those that the officer may read."""

from collections.abc import Sequence

from domain.cases.complaint import Complaint
from domain.cases.queue import Tab
from domain.language.officer_intent import Intent
from domain.organisation.officers import Officer
from handlers.access import custodians
from handlers.access.desk import scope_of
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations.officer.case_lists import CaseList, listed, with_number
from handlers.conversations.officer.typed_order import TypedOrder
from handlers.engine.turn import Turn


def cases_meant(
    turn: Turn, officer: Officer, order: TypedOrder
) -> tuple[Sequence[Complaint], bool]:
    """Return the cases that an order may be about, at most LIST_LIMIT, and whether it names or describes them."""
    by_number = named(turn, officer, order)
    if by_number:
        return by_number, True
    if order.reference is not None and order.reference.is_certain:
        return (), False
    if scope_of(officer) is None:
        return custodians.cases_in_custody_of(turn.uow, officer)[:LIST_LIMIT], False
    for case_list in _described(turn, order):
        found = listed(turn, officer, case_list)
        if found:
            return found, bool(case_list.village or case_list.category)
    return (), False


def _described(turn: Turn, order: TypedOrder) -> Sequence[CaseList]:
    """Return the lists in which the case may be, the narrowest first."""
    understood = turn.uow.understood(order.words or order.text)
    village = (understood.place.village if understood.place else None) or 0
    topic = understood.guess.ranking[0] if understood.guess.margin else ""
    tab = Tab.NEW if order.intent is Intent.ACCEPT else Tab.SECTION
    narrow = [
        *([CaseList(tab, village, category=topic)] if village and topic else []),
        *([CaseList(tab, category=topic)] if topic else []),
        *([CaseList(tab, village)] if village else []),
    ]
    if order.intent is Intent.URGE:
        # An order that describes no case is one to a department.
        return narrow
    own = [] if order.intent is Intent.ACCEPT else [CaseList(Tab.MINE)]
    return (*narrow, *own, CaseList(tab), CaseList(Tab.SECTION))


def named(turn: Turn, officer: Officer, order: TypedOrder) -> Sequence[Complaint]:
    """Return the case whose number an order names first, of those that the officer may read."""
    return () if order.reference is None else with_number(turn, officer, order.reference)
