"""Claiming a case: a reporter without LINE links the case to a LINE account by the receipt code, once."""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.errors import Refused
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import conduct
from storage.cases.audit import Entry

CLAIMED = "claimed"
"""Audit action: the reporter now follows the case in LINE."""


def by_code(uow: UnitOfWork, account: str, typed: str) -> tuple[Complaint, bool]:
    """Return the case of a receipt code, and whether this account has now become its reporter.

    Only the first account becomes the reporter of an ordinary case without one; for a second account the code is
    wrong. A staff complaint does not record who looks at it. Raises Refused as `conduct.any_by_code` does.
    """
    case = conduct.any_by_code(uow, account, typed)
    if not may_leave_by(Outlet.ORDINARY_CASE, case) or uow.tx.complaints.is_of(case, account):
        return case, False
    locked = uow.tx.complaints.lock(case.id)
    if locked is None or locked.reporter:
        raise Refused("no_such_code")
    claimed = replace(locked, reporter=account)
    uow.tx.complaints.save(claimed)
    uow.tx.origins.mark_claimed(case.id, uow.now)
    status = claimed.status.value
    uow.tx.audit.add(Entry(uow.now, "reporter", CLAIMED, status, status, ""), claimed)
    return claimed, True
