"""A keeper whom a complaint accuses later steps aside: the next one gets it, with all that was said."""

from collections.abc import Sequence

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from handlers.access import restricted as custodians
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from storage.people.residents import Linked


def released(uow: UnitOfWork, case: Complaint, adding: str = "") -> Complaint:
    """The case out of the hands of a holder whom it accuses, with what its reporter is about to say of it."""
    if not case.is_open or case.officer_id is None:
        return case
    if not custodians.is_accused(uow, case.officer_id, case, adding):
        return case
    return lifecycle.taken_from_assignee(case, uow.now, uow.context.calendar)


def hand_on(uow: UnitOfWork, case: Complaint, former: Sequence[Linked]) -> None:
    """Once it is kept what was said: who keeps the case no more reads no more of it, who does now gets it."""
    kept = custodians.custodians_of(uow, case)
    for one in former:
        if one not in kept:
            uow.tx.outbox.drop_deferred_of(one.line_user_id, case.number)
    if kept and case.is_open and not set(kept) & set(former):
        case_events.new_case(uow, case)


def save_reworded(uow: UnitOfWork, before: Complaint, after: Complaint) -> None:
    """Keep a case whose words were changed: nobody comes free by it, and whom the new ones accuse goes."""
    former = custodians.custodians_of(uow, before)
    after = released(uow, custodians.keep_accused_excluded(uow, before, after))
    uow.tx.complaints.save(after)
    hand_on(uow, after, former)
