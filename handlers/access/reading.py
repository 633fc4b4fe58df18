"""Opens the sealed words of a staff complaint for one reader, after deciding that they may read it.

Whoever may not gets Refused or keeps the sealed case, whose words cannot be used. That the case was read is
recorded by `custodians.note_read` and `note_sent`, at the exit that shows it.
"""

from domain.cases.complaint import Complaint, OpenedCase
from domain.cases.sealed_text import Reader
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core.unit_of_work import UnitOfWork


def by_officer(uow: UnitOfWork, officer: Officer, case: Complaint) -> OpenedCase:
    """Return a case with its words for an officer. Raises Refused not_found unless they may read it."""
    if not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    return case.opened_for(Reader(f"officer:{officer.id}", case.number, "permitted"))


def by_reporter(case: Complaint) -> OpenedCase:
    """Return a case with its words for its reporter, as whom the caller has found them (`work_list.own`)."""
    return case.opened_for(Reader("reporter", case.number, "own case"))
