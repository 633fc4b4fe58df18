"""The rights over a case that an officer has by post. Over a staff complaint nobody has rights by post.

domain.cases.reader decides who may read a staff complaint; handlers.access applies it.
"""

from domain.cases.complaint import Complaint
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer, Role


def may_see(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may read a case by post. The default is no."""
    if not officer.active or case.restricted:
        return False
    if officer.role in DEPARTMENTAL:
        return officer.department == case.department
    return officer.role in EXECUTIVES


def may_handle(officer: Officer, case: Complaint, *, is_custodian: bool = False) -> bool:
    """Whether an officer may act on a case: everybody who may see it except the นายก, who only reads.

    `is_custodian`: the officer is the custodian of this staff complaint, which nobody else may handle.
    """
    if case.restricted:
        return is_custodian
    return officer.role is not Role.NAYOK and may_see(officer, case)


def may_direct(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may assign a case to another officer: a head or an executive who handles cases.

    Nobody may assign a staff complaint.
    """
    return officer.role is not Role.OFFICER and may_handle(officer, case)


def may_publish(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may clear photos for the public page: the assignee and those who may direct the case."""
    is_holder = case.officer_id == officer.id and may_handle(officer, case)
    return is_holder or may_direct(officer, case)


def may_be_transferred(case: Complaint) -> bool:
    """Whether a case may be transferred to another department; a staff complaint stays with its custodian."""
    return not case.restricted
