"""A keeper whom a complaint accuses later steps aside: the next one gets it, with all that was said."""

from collections.abc import Sequence

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from handlers.access import restricted as keepers
from handlers.core.unit_of_work import Desk
from handlers.notify import case_events
from storage.people.residents import Linked


def keepers_now(desk: Desk, case: Complaint) -> Sequence[Linked]:
    """Who keeps it before something is said; of an ordinary case nobody."""
    return keepers.keepers_of(desk, case) if case.restricted else ()


def released(desk: Desk, case: Complaint, adding: str = "") -> Complaint:
    """The case out of the hands of a holder whom it accuses, with what its reporter is about to say of it."""
    if not case.restricted or not case.is_open or case.officer_id is None:
        return case
    if not keepers.is_accused(desk, case.officer_id, case, adding):
        return case
    return lifecycle.taken_from_holder(case, desk.now, desk.office.calendar)


def hand_on(desk: Desk, case: Complaint, former: Sequence[Linked]) -> None:
    """Once it is kept what was said: who keeps the case no more reads no more of it, who does now gets it."""
    if not case.restricted:
        return
    kept = keepers.keepers_of(desk, case)
    for one in former:
        if one not in kept:
            desk.tx.outbox.drop_held_of(one.line_user_id, case.number)
    if case.is_open and not set(kept) & set(former):
        case_events.new_case(desk, case)


def save_reworded(desk: Desk, before: Complaint, after: Complaint) -> None:
    """Keep a case whose words were changed: nobody comes free by it, and whom the new ones accuse goes."""
    if not after.restricted:
        desk.tx.complaints.save(after)
        return
    former = keepers_now(desk, before)
    after = released(desk, keepers.barring_as_before(desk, before, after))
    desk.tx.complaints.save(after)
    hand_on(desk, after, former)
