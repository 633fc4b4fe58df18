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
from handlers.access import work_list
from handlers.access.restricted import custodians_of
from handlers.core.messages import Location
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import recusal
from handlers.usecases.corrections.in_draft import Change
from storage.cases.audit import Entry

RECENT = 50
"""Cases looked through; a message can be taken back for a day, and nobody reports so many in one."""
UNSEND, EDIT = "unsend", "edit"


def reword(uow: UnitOfWork, sender: str, since: datetime, change: Change, action: str) -> None:
    """Change the words in the newest case that has them, or else in a rating. `since`: the message's day."""
    for case in work_list.own_newest(uow, sender, RECENT):
        told = case.filed_at >= since and _retell(uow, case, partial(_reworded, uow, change))
        if told or _change_notes(uow, case, since, change):
            record(uow, case.id, action)
            return
    uow.tx.reporter_notes.save(uow.tx.reporter_notes.changed_of_visits(sender, change))


def unpin(uow: UnitOfWork, sender: str, since: datetime, location: Location) -> None:
    """Take a place on the map out of the newest case that has it. `since`: the message's day."""
    for case in work_list.own_newest(uow, sender, RECENT):
        if case.filed_at >= since and _retell(uow, case, partial(_unpinned, uow, location)):
            record(uow, case.id, UNSEND)
            return


def record(uow: UnitOfWork, complaint_id: int, action: str) -> None:
    case = uow.tx.all_cases.get(complaint_id)
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, "reporter", action, status, status, ""), case)


def _retell(
    uow: UnitOfWork, case: Complaint, retold: Callable[[Complaint], Complaint | None]
) -> bool:
    """Keep a case as it is `retold`; False when that changes nothing."""
    if retold(case) is None:
        return False
    # Read anew under a lock: what an officer does to it meanwhile is not written over.
    held = uow.tx.all_cases.lock(case.id)
    changed = held and retold(held)
    if held is None or changed is None:
        return False
    recusal.save_reworded(uow, held, changed)
    return True


def _change_notes(uow: UnitOfWork, case: Complaint, since: datetime, change: Change) -> bool:
    changed = uow.tx.reporter_notes.changed(case, since, change)
    if not changed:
        return False
    held = uow.tx.staff_cases.lock(case.id)
    if held is None:
        uow.tx.reporter_notes.save(changed)
        return True
    former = custodians_of(uow, held)
    # Whom the old words accuse is written down while they are still there.
    recusal.save_reworded(uow, held, held)
    uow.tx.reporter_notes.save(changed)
    after = recusal.released(uow, uow.tx.all_cases.get(case.id))
    uow.tx.complaints.save(after)
    recusal.hand_on(uow, after, former)
    return True


def _reworded(uow: UnitOfWork, change: Change, case: Complaint) -> Complaint | None:
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
    return None if changed == case else _with_village(uow, case, changed)


def _unpinned(uow: UnitOfWork, location: Location, case: Complaint) -> Complaint | None:
    place = case.place
    if (place.latitude, place.longitude) != (location.latitude, location.longitude):
        return None
    words = "" if place.words == location.words else place.words
    unpinned = replace(place, latitude=None, longitude=None, words=words)
    return _with_village(uow, case, replace(case, place=unpinned))


def _with_village(uow: UnitOfWork, before: Complaint, after: Complaint) -> Complaint:
    """A village that was read in the old words is read in the new ones."""
    organisation = uow.context.catalog.organisation
    if after.place.village != named_village((before.place.words, before.detail), organisation):
        return after
    village = named_village((after.place.words, after.detail), organisation)
    return replace(after, place=replace(after.place, village=village))
