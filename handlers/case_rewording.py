"""What one message put into a case, changed there.

Nothing in a case says which message brought it. So of several cases with the same words the newest is
changed, and none that was told of before the message was sent.
"""

from dataclasses import replace
from datetime import datetime

from domain.complaint import Complaint, Place
from domain.municipality import named_village
from handlers import recusal
from handlers.desk import Desk
from handlers.draft_rewording import Change
from storage.audit import Entry

RECENT = 50
"""Cases looked through; a message can be taken back for a day, and nobody reports so many in one."""
UNSEND, EDIT = "unsend", "edit"


def reword(desk: Desk, sender: str, since: datetime, change: Change, action: str) -> None:
    """Change the words in the newest case that has them, or else in a rating. `since`: the message's day."""
    for case in desk.tx.complaints.of_reporter(sender, RECENT):
        told = case.filed_at >= since and _retell(desk, case, change)
        if told or (not case.restricted and desk.tx.notes.change(case, since, change)):
            record(desk, case.id, action)
            return
    desk.tx.notes.change_visit(sender, change)


def record(desk: Desk, complaint_id: int, action: str) -> None:
    case = desk.tx.complaints.get(complaint_id)
    status = case.status.value
    desk.tx.audit.add(Entry(desk.now, "reporter", action, status, status, ""), case)


def _retell(desk: Desk, case: Complaint, change: Change) -> bool:
    if _reworded(desk, case, change) is None:
        return False
    # Read anew under a lock: what an officer does to it meanwhile is not written over.
    held = desk.tx.complaints.lock(case.id)
    changed = held and _reworded(desk, held, change)
    if held and changed:
        recusal.save_reworded(desk, held, changed)
    return bool(changed)


def _reworded(desk: Desk, case: Complaint, change: Change) -> Complaint | None:
    """The case with its story and place changed; None when the words are in neither."""
    told, placed = change(case.detail), change(case.place.words)
    if told is None and placed is None:
        return None
    detail = case.detail if told is None else told
    place = replace(case.place, words=case.place.words if placed is None else placed)
    return _replaced(desk, case, detail, place)


def _replaced(desk: Desk, case: Complaint, detail: str, place: Place) -> Complaint:
    """A village that was read in the old words is read in the new ones."""
    organisation = desk.office.catalog.organisation
    if place.village == named_village((case.place.words, case.detail), organisation):
        place = replace(place, village=named_village((place.words, detail), organisation))
    return replace(case, detail=detail, place=place)
