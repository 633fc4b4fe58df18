"""Lost receipts: a new private code for a case, which makes the old one invalid.

Only the hash of a code is stored, so a lost code cannot be printed again.
"""

from domain.cases.complaint import Complaint
from domain.cases.origin import TYPED_BY_OFFICERS
from domain.errors import Refused
from domain.organisation.officers import Officer, Role
from handlers.access import permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import conduct
from storage.cases.audit import Entry

RENEWED = "receipt_renewed"
"""Audit action, which the reporter also sees."""


def is_valid(uow: UnitOfWork, case: Complaint, code: str) -> bool:
    """Return whether this is still the code of a case: not after another receipt was issued or it was sealed.

    The officer who typed a case that was sealed later may be accused, and must not learn from an old receipt what
    became of it.
    """
    return uow.tx.identities.by_code(code) == case.id


def may_renew(uow: UnitOfWork, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may issue a new receipt: the one who typed the case, its department's head, or the ปลัด.

    The assignee may not, because the code gives access to the verdict and the rating of the work. No receipt is
    issued after the case was linked to a LINE account.
    """
    origin = uow.tx.origins.find(case.id)
    if origin is None or origin.source not in TYPED_BY_OFFICERS or case.reporter:
        return False
    if not may_leave_by(Outlet.ORDINARY_CASE, case) or not permission.may_read(uow, officer, case):
        return False
    is_head = officer.role is Role.HEAD and officer.department == case.department
    return is_head or officer.role is Role.PALAD or origin.filed_by == officer.id


def renew(uow: UnitOfWork, officer: Officer, case: Complaint) -> str:
    """Give the case a new code and return it. Raises Refused not_allowed."""
    locked = uow.tx.complaints.lock(case.id)
    if locked is None or not may_renew(uow, officer, locked):
        raise Refused("not_allowed")
    code = conduct.new_code()
    uow.tx.identities.replace_code(case.id, code)
    status = locked.status.value
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", RENEWED, status, status, ""), locked)
    return code
