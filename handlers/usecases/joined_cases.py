"""Joined cases: officers join cases about one problem, and actions on the leading case apply to all of them.

Cases are never joined automatically, and each keeps its number, its reporter and its history.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.cases import lifecycle
from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.usecases import attachments
from storage.cases.attachments import Moment
from storage.cases.audit import Entry

JOINED, SEPARATED = "joined", "separated"
"""Actions of the audit log, which the reporter does not see."""
FOLLOWED = frozenset(
    {
        *(Action.ACCEPT, Action.ASSIGN, Action.TRANSFER, Action.UPDATE),
        *(Action.WAIT, Action.CLOSE, Action.NOT_OURS, Action.REOPEN),
    }
)
"""Actions that apply to every joined case; a question goes only to the reporter of one case."""


@dataclass(frozen=True)
class Following:
    """A case that an action on the leading one also changes, and copies of the photos for it."""

    before: Complaint
    after: Complaint
    photos: Evidence


def join(uow: UnitOfWork, officer: Officer, case_id: int, leader_id: int) -> None:
    """Join an open case to the open case that leads a problem, with the cases joined to it before.

    If the latter is itself joined to another case, that case leads. Raises Refused not_found, not_yours,
    already_closed, or same_case.
    """
    leader_id = uow.tx.joined_cases.leader_of(leader_id) or leader_id
    if case_id == leader_id:
        raise Refused("same_case")
    # Lock the leading case first, in the same order as an action on it does, to prevent a deadlock.
    leader = _workable(uow, officer, leader_id)
    case = _workable(uow, officer, case_id)
    uow.tx.joined_cases.join(case_id, leader_id, officer.id, uow.now)
    _record(uow, officer, case, JOINED, leader.number)
    _record(uow, officer, leader, JOINED, "")


def separate(uow: UnitOfWork, officer: Officer, case_id: int) -> None:
    """Separate a joined case from the leading one. Raises Refused not_found or not_yours."""
    case = _handled(uow, officer, case_id)
    uow.tx.joined_cases.separate(case_id)
    _record(uow, officer, case, SEPARATED, "")


def forget(uow: UnitOfWork, officer: Officer, case: Complaint) -> None:
    """Remove every link between other cases and one that becomes a staff complaint, also in their histories.

    Those that were joined to it stay together: the oldest of them leads. Their histories say only that the officer
    separated them, which tells nobody why and accounts for the change of the earlier entry (`CHANGES_NOTES`).
    """
    uow.tx.joined_cases.dissolve(case.id)
    for entry_id, complaint_id in uow.tx.audit.naming(JOINED, case):
        other = uow.tx.complaints.get(complaint_id)
        uow.tx.audit.replace_note(entry_id, "", other)
        _record(uow, officer, other, SEPARATED, "")


def following(
    uow: UnitOfWork, officer: Officer, leader: Complaint, act: Act, photos: Evidence
) -> Iterator[Following]:
    """Yield the joined cases that an action also changes; those in which it is not possible are left out."""
    if act.action not in FOLLOWED or not may_leave_by(Outlet.ORDINARY_CASE, leader):
        return
    for key in uow.tx.joined_cases.members_of(leader.id):
        before = uow.tx.complaints.lock(key)
        if before is None:
            continue
        try:
            after = lifecycle.officer_acts(before, act, officer, uow.now, uow.context.calendar)
        except Refused:
            continue
        yield Following(before, after, _copies(uow, photos))


def _copies(uow: UnitOfWork, photos: Evidence) -> Evidence:
    if not photos.ids:
        return NO_EVIDENCE
    ids: list[int] = []
    for one in uow.tx.attachments.get_many(photos.ids):
        if one.file is not None:
            ids.append(attachments.keep(uow, photos.owner, one.file, moment=Moment.AFTER))
            uow.tx.attachments.cover(ids[-1], one.shown, one.covers)
    return Evidence(tuple(ids), photos.owner)


def _workable(uow: UnitOfWork, officer: Officer, case_id: int) -> Complaint:
    case = _handled(uow, officer, case_id)
    if not case.is_open:
        raise Refused("already_closed", officer_id=case.ended_by, at=case.ended_at)
    return case


def _handled(uow: UnitOfWork, officer: Officer, case_id: int) -> Complaint:
    case = uow.tx.complaints.lock(case_id)
    if case is None or not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    if not permission.may_handle(uow, officer, case):
        raise Refused("not_yours")
    return case


def _record(uow: UnitOfWork, officer: Officer, case: Complaint, action: str, note: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer.id}", action, status, status, note), case)
