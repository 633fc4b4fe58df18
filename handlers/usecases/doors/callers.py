"""What a reporter without LINE tells the office by telephone or at the counter, typed by an officer.

It has the same effect as if the reporter had pressed the button, and the history names the officer who typed it.
"""

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import complaints, suspicion

NOTE_LIMIT = 2000


def record(
    uow: UnitOfWork,
    officer: Officer,
    complaint_id: int,
    action: Action,
    note: str,
    *,
    is_ordinary: bool = False,
) -> Complaint:
    """Record what the reporter of a case said to this officer. Returns the changed case.

    `is_ordinary`: the officer was asked whether these words are about staff and denied it. Raises Refused
    not_found, not_yours, own_closing, caller_note_missing, caller_may_accuse, or as `complaints.reporter_acts`
    does.
    """
    case = uow.tx.complaints.lock(complaint_id)
    if case is None or not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    if action not in permission.caller_acts(uow, officer, case):
        is_own = action is Action.CONFIRM and case.ended_by == officer.id
        raise Refused("own_closing" if is_own else "not_yours")
    note = note.strip()[:NOTE_LIMIT]
    if not note and action is not Action.CONFIRM:
        raise Refused("caller_note_missing")
    if not is_ordinary and suspicion.may_accuse(uow, case, note):
        raise Refused("caller_may_accuse")
    return complaints.reporter_acts(
        uow, case.reporter, case.id, action, note=note, typed_by=officer
    )
