"""Store the origin of a case; for a staff complaint without anything that identifies its reporter."""

from dataclasses import replace

from domain.cases.complaint import Complaint
from domain.cases.origin import NOBODY, Origin
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork


def keep(uow: UnitOfWork, case: Complaint, origin: Origin | None) -> None:
    """Store the origin of a new case, unless it came by the chat."""
    if origin is None:
        return
    if not may_leave_by(Outlet.ORDINARY_CASE, case):
        origin = replace(origin, filed_by=None, point=None, contact=NOBODY)
    uow.tx.origins.add(case.id, origin)
