"""Whether words that a reporter adds to an ordinary case, or changes in it, may accuse somebody of the office."""

from domain.cases.complaint import Complaint
from handlers.core.unit_of_work import UnitOfWork


def may_accuse(uow: UnitOfWork, case: Complaint, words: str) -> bool:
    """Return whether these words may accuse, alone or together with what the reporter said in the case before.

    "He took an envelope" accuses nobody, and in a case that says "the ปลัด came to look" it does. What was said in
    the case before was sent to its officers after its reporter was asked.
    """
    if not words.strip():
        return False
    if uow.understood(words).staff:
        return True
    before = _said_in(uow, case)
    return uow.understood(f"{before}\n{words}").staff and not uow.understood(before).staff


def _said_in(uow: UnitOfWork, case: Complaint) -> str:
    notes = (entry.note for entry in uow.tx.audit.of(case.id) if entry.is_by_reporter)
    return "\n".join(filter(None, (case.detail, case.place.words, *notes)))
