"""Internal notes of officers about a case. The reporter never sees them."""

from domain.cases.complaint import Complaint
from domain.organisation.officers import Officer
from handlers.access.permission import NOTE
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry

LIMIT = 2000


def add(uow: UnitOfWork, officer: Officer, case: Complaint, words: str) -> bool:
    """Store a note in the history of a case that the officer may read; returns False for a blank note."""
    note = words.replace("\r\n", "\n").strip()[:LIMIT]
    if not note:
        return False
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", NOTE, status, status, note), case)
    return True
