"""Records what was done with a case: in the audit log, the log of the process, and for the office's webhook."""

from domain.cases.complaint import Complaint, Status
from domain.cases.lifecycle import Action
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.doors import webhooks
from storage.cases.audit import Entry


def record(
    uow: UnitOfWork,
    case: Complaint,
    action: Action,
    actor: str,
    *,
    before: Status | None,
    note: str,
) -> int:
    """Record an action in the audit log; returns the entry's id."""
    entry = uow.tx.audit.add(
        Entry(uow.now, actor, action.value, before and before.value, case.status.value, note),
        case,
    )
    if may_leave_by(Outlet.LOG, case):
        uow.tx.acts.append((case.number, action.value))
    webhooks.note(uow, case, action)
    return entry
