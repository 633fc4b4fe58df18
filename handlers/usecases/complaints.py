"""Actions of officers and reporters on ordinary and staff cases, and the expiry of verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases import lifecycle
from domain.cases.complaint import Complaint, Proof, Status, Verdict
from domain.cases.lifecycle import VERDICT_DAYS, Act, Action
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import custodians, permission, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.notify import case_events
from handlers.usecases import case_log, custody, joined_cases, referrals, returning
from handlers.usecases.corrections import message_links
from storage.cases import message_parts
from storage.cases.attachments import AttachmentState, Moment
from storage.cases.reporter_notes import AUDIT_NOTE, REASON, WITHDRAWAL


@dataclass(frozen=True)
class Handled:
    """A case after an officer's action. `reporter_notified`: whether a message to the reporter is pushed.

    `is_proposed`: a superior must agree first, and the case is unchanged.
    """

    case: Complaint
    reporter_notified: bool
    is_proposed: bool = False


def officer_acts(
    uow: UnitOfWork, officer: Officer, complaint_id: int, act: Act, photos: Evidence = NO_EVIDENCE
) -> Handled:
    """Perform an officer's action on a case and notify the people concerned.

    NOT_OURS is first proposed to a superior, if the officer has one (see `referrals`). `photos`: photos taken
    after the work, as proof. Raises Refused as domain.cases.lifecycle.officer_acts does, `not_found`,
    `holds_already` if the receiver has the case, and `photo_not_here_yet` or `photo_gone` if a photo is not
    stored.
    """
    # The officers are locked before the case, in the same order as in offboarding, to prevent a deadlock.
    locked = uow.tx.officers.lock({officer.id, *([act.to_officer.id] if act.to_officer else [])})
    officer = locked[officer.id]
    to_officer = act.to_officer and locked[act.to_officer.id]
    work_list.ensure_within_reach(uow, officer, complaint_id)
    if act.action is Action.TRANSFER and (found := uow.tx.all_cases.find(complaint_id)):
        # Accusations are locked before the case, in the same order as everywhere, to prevent a deadlock.
        custodians.hold(uow, found)
    before = _locked(uow, complaint_id)
    if to_officer is not None and to_officer.id == before.officer_id and before.is_open:
        # Nothing would change, and the holder would hear again of a case that they have.
        raise Refused("holds_already", officer=to_officer.name)
    proof = Proof(_count_stored(uow, photos.ids), act.proof.no_photo_reason)
    act = replace(act, proof=proof, to_officer=to_officer)
    if act.action is Action.TRANSFER and not may_leave_by(Outlet.ORDINARY_CASE, before):
        return Handled(returning.give_back(uow, officer, before, act), reporter_notified=True)
    after = lifecycle.officer_acts(
        before,
        act,
        officer,
        uow.now,
        uow.context.calendar,
        is_custodian=permission.is_custodian(uow, officer, before),
    )
    if act.action is Action.NOT_OURS and referrals.superiors_of(uow, officer, before):
        referrals.propose(uow, officer, before, act)
        return Handled(before, reporter_notified=False, is_proposed=True)
    return _done_by_officer(uow, officer, before, after, act=act, photos=photos)


def decide_referral(uow: UnitOfWork, officer: Officer, complaint_id: int, *, agrees: bool) -> bool:
    """Decide on the proposal that a case is not ours; returns whether a message to the reporter is pushed.

    If the superior agrees, the case ends as if the superior had acted. Raises Refused not_found, no_referral,
    not_yours, or as `officer_acts` does.
    """
    officer = uow.tx.officers.lock([officer.id])[officer.id]
    work_list.ensure_within_reach(uow, officer, complaint_id)
    before = _locked(uow, complaint_id)
    act = referrals.decide(uow, officer, before, agrees=agrees)
    if act is None:
        return False
    after = lifecycle.officer_acts(before, act, officer, uow.now, uow.context.calendar)
    return _done_by_officer(
        uow, officer, before, after, act=act, photos=NO_EVIDENCE
    ).reporter_notified


def _done_by_officer(
    uow: UnitOfWork,
    officer: Officer,
    before: Complaint,
    after: Complaint,
    *,
    act: Act,
    photos: Evidence,
) -> Handled:
    """Store an allowed action and notify the people concerned; then do the same for the joined cases."""
    followers = list(joined_cases.following(uow, officer, before, act, photos))
    if act.action is Action.REOPEN:
        after = _taken_back(uow, after)
    uow.tx.complaints.save(after)
    uow.tx.attachments.assign_to_case(photos.ids, photos.owner, after.id, Moment.AFTER)
    if not after.is_open:
        uow.tx.resolutions.add(after, act.note.strip(), act.proof.why_no_photo)
    entry_id = case_log.record(
        uow, after, act.action, f"officer:{officer.id}", before=before.status, note=act.note
    )
    if not permission.may_read(uow, officer, after):
        # The officer assigned the case away and gets a confirmation that must not be withheld.
        uow.opened.discard(after.id)
    is_told = case_events.officer_acted(uow, after, act, officer, entry_id)
    if act.action is Action.ASSIGN and before.officer_id is not None:
        case_events.assigned_away(uow, after, before.officer_id, officer)
    for one in followers:
        _done_by_officer(uow, officer, one.before, one.after, act=act, photos=one.photos)
    return Handled(after, is_told)


def _taken_back(uow: UnitOfWork, after: Complaint) -> Complaint:
    """Take back the ending of a reopened case and its photos; return the case, free if its holder has left."""
    uow.tx.resolutions.judge(after, Verdict.TAKEN_BACK, uow.now)
    uow.tx.attachments.dispute(after.id)
    return after if _still_serves(uow, after.officer_id) else lifecycle.unassigned(after)


def reporter_acts(
    uow: UnitOfWork,
    reporter: str,
    complaint_id: int,
    action: Action,
    *,
    note: str = "",
    evidence: Evidence = NO_EVIDENCE,
    draft_id: str = "",
    typed_by: Officer | None = None,
) -> Complaint:
    """Perform a reporter's action on their own case: an answer, an addition, a verdict or a withdrawal.

    `draft_id`: the draft that contains the note, so that its messages can be unsent or edited later; empty if
    nothing stored may reveal whose messages they are. `typed_by`: the officer to whom a reporter without LINE said
    it, see `doors.callers`. Returns the changed case. Raises Refused `not_found`,
    `not_withdrawn`, `names_its_custodian`, and as domain.cases.lifecycle.reporter_acts does.
    """
    custodians.hold(uow, work_list.own(uow, reporter, complaint_id))
    before = _locked(uow, complaint_id)
    after = lifecycle.reporter_acts(before, action, note, uow.now, uow.context.calendar)
    if action is Action.WITHDRAW and not permission.may_be_withdrawn(uow, before):
        raise Refused("not_withdrawn")
    if not permission.may_be_added(uow, before, note):
        raise Refused("names_its_custodian")
    if uow.understood(note).anonymous:
        after = replace(after, hide_name=True)
    if action is Action.DISPUTE and not _still_serves(uow, after.officer_id):
        after = lifecycle.unassigned(after)
    uow.tx.complaints.save(after)
    uow.tx.attachments.assign_to_case(evidence.ids, evidence.owner, after.id, Moment.BEFORE)
    link_targets: list[tuple[str, int]] = []
    match action:
        case Action.WITHDRAW:
            link_targets.append((WITHDRAWAL, uow.tx.resolutions.add(after, note.strip())))
        case Action.CONFIRM:
            uow.tx.resolutions.judge(after, Verdict.CONFIRMED, uow.now)
        case Action.DISPUTE if before.status is Status.CLOSED:
            judged = uow.tx.resolutions.judge(after, Verdict.DISPUTED, uow.now, note.strip())
            link_targets.append((REASON, judged))
            uow.tx.attachments.dispute(after.id)
        case Action.DISPUTE:
            uow.tx.resolutions.judge(after, Verdict.TAKEN_BACK, uow.now)
    actor = f"reporter:{typed_by.id}" if typed_by else "reporter"
    entry = case_log.record(uow, after, action, actor, before=before.status, note=note)
    if draft_id and message_links.may_link(after):
        targets = {"note": [(AUDIT_NOTE, entry), *link_targets]}
        holder = message_parts.case(after.id)
        message_links.move_to_record(uow, draft_id, holder, targets, last_text=("note", note))
    after = custody.review(uow, after, is_reporter_here=True)
    sent = uow.tx.attachments.get_many(evidence.ids) if evidence.ids else ()
    question = before.question if action is Action.ANSWER else ""
    case_events.reporter_message(
        uow, after, action, note, sent, question=question, typed_by=typed_by
    )
    return after


def expire_verdicts(uow: UnitOfWork) -> int:
    """Set the verdict of cases that were closed VERDICT_DAYS ago without one to SILENT; returns how many."""
    overdue = uow.tx.all_cases.without_verdict(uow.now - timedelta(days=VERDICT_DAYS))
    for case in overdue:
        uow.tx.complaints.save(lifecycle.expire_verdict(case))
        uow.tx.resolutions.judge(case, Verdict.SILENT, uow.now)
        case_log.record(uow, case, Action.EXPIRE, "system", before=case.status, note="")
    return len(overdue)


def _locked(uow: UnitOfWork, complaint_id: int) -> Complaint:
    case = uow.tx.all_cases.lock(complaint_id)
    if case is None:
        raise Refused("not_found")
    return case


def _still_serves(uow: UnitOfWork, officer_id: int | None) -> bool:
    return any(one.active for one in uow.tx.officers.lock(filter(None, [officer_id])).values())


def _count_stored(uow: UnitOfWork, ids: Sequence[int]) -> int:
    """Return the number of photos. Raises Refused if one is not stored yet or cannot be stored."""
    states = {photo.state for photo in uow.tx.attachments.get_many(ids)}
    if AttachmentState.REQUESTED in states:
        raise Refused("photo_not_here_yet")
    if states - {AttachmentState.STORED}:
        raise Refused("photo_gone")
    return len(ids)
