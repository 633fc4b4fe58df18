"""What one message put into a case, changed there.

Nothing in a case says which message brought it. So of several cases with the same words the newest is
changed, and none that was told of before the message was sent.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from domain.cases.complaint import Complaint
from domain.organisation.organisation import named_village
from handlers.core.messages import Pin
from handlers.core.unit_of_work import Desk
from handlers.usecases import recusal
from handlers.usecases.corrections.in_draft import Change
from storage.cases.audit import Entry

RECENT = 50
"""Cases looked through; a message can be taken back for a day, and nobody reports so many in one."""
UNSEND, EDIT = "unsend", "edit"


def reword(desk: Desk, sender: str, since: datetime, change: Change, action: str) -> None:
    """Change the words in the newest case that has them, or else in a rating. `since`: the message's day."""
    for case in desk.tx.complaints.of_reporter(sender, RECENT):
        told = case.filed_at >= since and _retell(desk, case, partial(_reworded, desk, change))
        if told or _change_notes(desk, case, since, change):
            record(desk, case.id, action)
            return
    desk.tx.notes.save(desk.tx.notes.changed_of_visits(sender, change))


def unpin(desk: Desk, sender: str, since: datetime, pin: Pin) -> None:
    """Take a place on the map out of the newest case that has it. `since`: the message's day."""
    for case in desk.tx.complaints.of_reporter(sender, RECENT):
        if case.filed_at >= since and _retell(desk, case, partial(_unpinned, desk, pin)):
            record(desk, case.id, UNSEND)
            return


def record(desk: Desk, complaint_id: int, action: str) -> None:
    case = desk.tx.complaints.get(complaint_id)
    status = case.status.value
    desk.tx.audit.add(Entry(desk.now, "reporter", action, status, status, ""), case)


def _retell(desk: Desk, case: Complaint, retold: Callable[[Complaint], Complaint | None]) -> bool:
    """Keep a case as it is `retold`; False when that changes nothing."""
    if retold(case) is None:
        return False
    # Read anew under a lock: what an officer does to it meanwhile is not written over.
    held = desk.tx.complaints.lock(case.id)
    changed = held and retold(held)
    if held is None or changed is None:
        return False
    recusal.save_reworded(desk, held, changed)
    return True


def _change_notes(desk: Desk, case: Complaint, since: datetime, change: Change) -> bool:
    changed = desk.tx.notes.changed(case, since, change)
    if not changed:
        return False
    held = desk.tx.complaints.lock(case.id) if case.restricted else None
    if held is None:
        desk.tx.notes.save(changed)
        return True
    former = recusal.keepers_now(desk, held)
    # Whom the old words accuse is written down while they are still there.
    recusal.save_reworded(desk, held, held)
    desk.tx.notes.save(changed)
    after = recusal.released(desk, desk.tx.complaints.get(case.id))
    desk.tx.complaints.save(after)
    recusal.hand_on(desk, after, former)
    return True


def _reworded(desk: Desk, change: Change, case: Complaint) -> Complaint | None:
    """The case with what was told of it changed; None when the words are nowhere in it."""

    def new(text: str) -> str:
        told = change(text)
        return text if told is None else told

    about = case.conduct and replace(
        case.conduct,
        who=new(case.conduct.who),
        when=new(case.conduct.when),
        evidence=new(case.conduct.evidence),
    )
    place = replace(case.place, words=new(case.place.words))
    changed = replace(case, detail=new(case.detail), place=place, conduct=about)
    return None if changed == case else _with_village(desk, case, changed)


def _unpinned(desk: Desk, pin: Pin, case: Complaint) -> Complaint | None:
    place = case.place
    if (place.latitude, place.longitude) != (pin.latitude, pin.longitude):
        return None
    words = "" if place.words == pin.words else place.words
    unpinned = replace(place, latitude=None, longitude=None, words=words)
    return _with_village(desk, case, replace(case, place=unpinned))


def _with_village(desk: Desk, before: Complaint, after: Complaint) -> Complaint:
    """A village that was read in the old words is read in the new ones."""
    organisation = desk.office.catalog.organisation
    if after.place.village != named_village((before.place.words, before.detail), organisation):
        return after
    village = named_village((after.place.words, after.detail), organisation)
    return replace(after, place=replace(after.place, village=village))
