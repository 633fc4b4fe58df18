"""What an officer may do with a case by their post. A case about staff gives nobody a right by their post alone.

Who may read one about staff is decided by domain.cases.reader and asked through handlers.access.
"""

from domain.cases.complaint import Complaint
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer, Role


def may_see(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may read a case by their post. Nobody may, unless a line here says so."""
    if not officer.active or case.restricted:
        return False
    if officer.role in DEPARTMENTAL:
        return officer.department == case.department
    return officer.role in EXECUTIVES


def may_handle(officer: Officer, case: Complaint, *, is_custodian: bool = False) -> bool:
    """Whether an officer may act on a case: all who may see it, but the นายก, who reads.

    `is_custodian`: a case about staff is theirs to handle, and nobody else's.
    """
    if case.restricted:
        return is_custodian
    return officer.role is not Role.NAYOK and may_see(officer, case)


def may_direct(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may give a case to somebody: a head, or whoever handles cases above one.

    Nobody gives away a case about staff.
    """
    return officer.role is not Role.OFFICER and may_handle(officer, case)


def may_publish(officer: Officer, case: Complaint) -> bool:
    """Whether an officer may clear photos of a case for the public page: its holder, and who may direct it."""
    is_holder = case.officer_id == officer.id and may_handle(officer, case)
    return is_holder or may_direct(officer, case)


def may_be_transferred(case: Complaint) -> bool:
    """Whether another department may get a case; one about staff stays with its custodian."""
    return not case.restricted
