"""Open the sealed text of a staff complaint for one reader, after checking that they may read it.

Without permission the functions raise Refused, or the case stays sealed and its text cannot be used. The code that
shows the case records the reading with `custodians.note_read` or `note_sent`.
"""

from domain.cases.complaint import Complaint, OpenedCase
from domain.cases.sealed_text import Reader
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core.unit_of_work import UnitOfWork


def by_officer(uow: UnitOfWork, officer: Officer, case: Complaint) -> OpenedCase:
    """Return a case with its text readable for an officer. Raises Refused not_found unless they may read it."""
    if not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    return case.opened_for(Reader(f"officer:{officer.id}", case.number, "permitted"))


def by_reporter(case: Complaint) -> OpenedCase:
    """Return a case with its text readable for its reporter, whom the caller has verified (`work_list.own`)."""
    return case.opened_for(Reader("reporter", case.number, "own case"))
