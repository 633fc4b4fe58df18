"""Recusal: a custodian whom later words accuse loses the staff complaint, and the next custodians get it."""

from collections.abc import Sequence

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from handlers.access import custodians
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from storage.people.residents import Linked


def unassign_if_accused(uow: UnitOfWork, case: Complaint, adding: str = "") -> Complaint:
    """Return the case, unassigned if it accuses its assignee. `adding`: text that its reporter is about to add."""
    if not case.is_open or case.officer_id is None:
        return case
    if not custodians.is_accused(uow, case.officer_id, case, adding):
        return case
    return lifecycle.taken_from_assignee(case, uow.now, uow.context.calendar)


def update_custody(uow: UnitOfWork, case: Complaint, former: Sequence[Linked]) -> None:
    """After the reporter's words are stored, drop messages deferred for officers who lost access.

    If no former custodian remains, send the open case to the new ones. `former`: the custodians before the words.
    """
    current = custodians.custodians_of(uow, case)
    for one in former:
        if one not in current:
            uow.tx.outbox.drop_deferred_of(one.line_user_id, case.number)
    if current and case.is_open and not set(current) & set(former):
        case_events.new_case(uow, case)


def save_reworded(uow: UnitOfWork, before: Complaint, after: Complaint) -> None:
    """Save a case whose text was changed.

    Officers accused by the old text stay excluded; an assignee accused by the new text loses the case.
    """
    former = custodians.custodians_of(uow, before)
    after = unassign_if_accused(uow, custodians.keep_accused_excluded(uow, before, after))
    uow.tx.complaints.save(after)
    update_custody(uow, after, former)
