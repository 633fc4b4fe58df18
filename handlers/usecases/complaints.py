"""Use cases of complaints: filing, the actions of officers and reporters, and the expiry of verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases import lifecycle
from domain.cases.complaint import Complaint, Place, Proof, Status, Verdict
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import VERDICT_DAYS, Act, Action
from domain.cases.origin import Origin
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import custodians, permission, recipients, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.notify import case_events
from handlers.usecases import custody, joined_cases, referrals
from handlers.usecases.case_numbers import next_number
from handlers.usecases.corrections import in_case, in_draft, message_links
from handlers.usecases.doors import origins, webhooks
from storage.cases import message_parts
from storage.cases.attachments import AttachmentState, Moment
from storage.cases.audit import Entry
from storage.cases.reporter_notes import AUDIT_NOTE, REASON, WITHDRAWAL
from storage.people.daily_use import Use

DETAIL_LIMIT = 5000
MAX_PER_DAY = 300
"""Maximum cases of one person in 24 hours: more than a village head needs to report for everyone."""
NOTIFIED_PER_HOUR = 10
"""How many of one person's cases in an hour officers are notified of at once."""
BURST_ABOUT_STAFF = 30
"""The same for staff complaints of all reporters together, besides the first one of each reporter a day."""
NOWHERE = Place()
CASE_FIELDS = {
    name: [(field, 0)]
    for name, field in (
        ("detail", in_case.DETAIL),
        ("story", in_case.DETAIL),
        ("place.words", in_case.PLACE),
        ("place.pin", in_draft.PIN),
        ("who", in_case.WHO),
        ("when", in_case.WHEN),
        ("proof", in_case.EVIDENCE),
    )
}
"""The field of the case, with row id 0, into which each text of a draft is copied."""


@dataclass(frozen=True)
class NewComplaint:
    """A complaint as its reporter confirmed it. `category`: its key. `evidence`: the attachments.

    `conduct` and `choices`: only for a staff complaint, which handlers.usecases.conduct files. `choices`: the
    buttons with which the reporter answered whom it is about, see domain.cases.question. `origin`: its channel,
    None for the chat. The officer who typed a staff complaint for its reporter may never read it again.
    """

    category: str
    detail: str
    place: Place = NOWHERE
    hide_name: bool = False
    evidence: Evidence = NO_EVIDENCE
    conduct: Conduct | None = None
    choices: frozenset[str] = frozenset()
    origin: Origin | None = None

    @property
    def typed_by(self) -> int | None:
        """Id of the officer who typed it for its reporter; None if the reporter did."""
        return self.origin.filed_by if self.origin else None


def file(
    uow: UnitOfWork, reporter: str, new: NewComplaint, draft_id: str, *, account: str = ""
) -> Complaint:
    """File a complaint: store it with a case number and deadlines, and notify the officers.

    `reporter`: the LINE user id, or for a staff complaint its replacement. `account`: the LINE user id if
    `reporter` is a replacement; it is counted before the link is deleted, so that one account cannot bury the
    cases of others under its own. Returns the case; if the draft was filed before, the existing case.
    """
    filed = uow.tx.all_cases.by_draft(draft_id)
    if filed is not None:
        return filed
    case = _store(uow, reporter, new, draft_id, account or reporter)
    if _may_link(case):
        message_links.move_to_record(uow, draft_id, message_parts.case(case.id), CASE_FIELDS)
    return case


def file_together(
    uow: UnitOfWork, reporter: str, several: Sequence[NewComplaint], draft_id: str
) -> list[Complaint]:
    """File several problems of one draft, each as a case of its own; the first has the id of the draft.

    A message that contains the text of several problems is linked to the first case, with the ids of the others.
    If the draft was filed before, returns its first case.
    """
    filed = uow.tx.all_cases.by_draft(draft_id)
    if filed is not None:
        return [filed]
    cases = [
        _store(uow, reporter, new, draft_id if not number else f"{draft_id}-{number}", reporter)
        for number, new in enumerate(several)
    ]
    of_others = {
        f"{'also.' * number}detail": [(in_case.DETAIL, case.id)]
        for number, case in enumerate(cases)
        if number
    }
    message_links.move_to_record(
        uow, draft_id, message_parts.case(cases[0].id), {**CASE_FIELDS, **of_others}
    )
    return cases


def _store(
    uow: UnitOfWork, reporter: str, new: NewComplaint, draft_id: str, account: str
) -> Complaint:
    context = uow.context
    category = context.catalog.category(new.category)
    about_staff = context.catalog.is_about_staff(new.category)
    calendar, organisation = context.calendar, context.catalog.organisation
    case = uow.tx.complaints.add(
        Complaint(
            id=0,
            number=str(next_number(uow, about_staff=about_staff)),
            category=category.key,
            department=category.department,
            restricted=about_staff,
            detail=new.detail,
            place=new.place,
            hide_name=new.hide_name,
            reporter=reporter,
            status=Status.NEW,
            filed_at=uow.now,
            due_at=calendar.add_working_days(uow.now, category.working_days),
            answer_by=calendar.answer_by(uow.now, organisation.answer_days),
            conduct=new.conduct,
        ),
        draft_id,
    )
    if case.conduct is not None and _may_link(case):
        uow.tx.identities.store(case.id, account)
    uow.tx.attachments.assign_to_case(new.evidence.ids, new.evidence.owner, case.id, Moment.BEFORE)
    _record(uow, case, Action.FILE, "reporter", before=None, note="")
    origins.keep(uow, case, new.origin)
    barred = frozenset(filter(None, [new.typed_by]))
    custody.begin(uow, case, new.choices, barred=barred)
    today = uow.tx.daily_use.add(account, Use.FILINGS, uow.now)
    _notify_officers(uow, case, today, is_vouched=new.typed_by is not None)
    return case


def filed_with(uow: UnitOfWork, draft_id: str) -> Complaint | None:
    """Return the case, ordinary or about staff, that was filed with a draft, or None."""
    return uow.tx.all_cases.by_draft(draft_id)


def may_file(uow: UnitOfWork, reporter: str) -> bool:
    """Whether this person may file another case: fewer than MAX_PER_DAY in the last 24 hours and today."""
    a_day_ago = uow.now - timedelta(days=1)
    if uow.tx.daily_use.amount(reporter, Use.FILINGS, uow.now) >= MAX_PER_DAY:
        return False
    return uow.tx.all_cases.filed_since(a_day_ago, reporter=reporter) < MAX_PER_DAY


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
    after the work, as proof. Raises Refused as domain.cases.lifecycle.officer_acts does, `not_found`, and
    `photo_not_here_yet` or `photo_gone` if a photo is not stored.
    """
    # The officers are locked before the case, in the same order as in offboarding, to prevent a deadlock.
    locked = uow.tx.officers.lock({officer.id, *([act.to_officer.id] if act.to_officer else [])})
    officer = locked[officer.id]
    to_officer = act.to_officer and locked[act.to_officer.id]
    work_list.ensure_within_reach(uow, officer, complaint_id)
    before = _locked(uow, complaint_id)
    proof = Proof(_count_stored(uow, photos.ids), act.proof.no_photo_reason)
    act = replace(act, proof=proof, to_officer=to_officer)
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
    uow.tx.complaints.save(after)
    uow.tx.attachments.assign_to_case(photos.ids, photos.owner, after.id, Moment.AFTER)
    if not after.is_open:
        uow.tx.resolutions.add(after, act.note.strip(), act.proof.why_no_photo)
    entry_id = _record(
        uow, after, act.action, f"officer:{officer.id}", before=before.status, note=act.note
    )
    if not permission.may_read(uow, officer, after):
        # The officer assigned the case away and gets a confirmation that must not be withheld.
        uow.opened.discard(after.id)
    is_told = case_events.officer_acted(uow, after, act, officer, entry_id)
    for one in followers:
        _done_by_officer(uow, officer, one.before, one.after, act=act, photos=one.photos)
    return Handled(after, is_told)


def reporter_acts(
    uow: UnitOfWork,
    reporter: str,
    complaint_id: int,
    action: Action,
    *,
    note: str = "",
    evidence: Evidence = NO_EVIDENCE,
    draft_id: str = "",
) -> Complaint:
    """Perform a reporter's action on their own case: an answer, an addition, a verdict or a withdrawal.

    `draft_id`: the draft that contains the note, so that its messages can be unsent or edited later; empty if
    nothing stored may reveal whose messages they are. Returns the changed case. Raises Refused `not_found`,
    `not_withdrawn`, and as domain.cases.lifecycle.reporter_acts does.
    """
    custodians.hold(uow, work_list.own(uow, reporter, complaint_id))
    before = _locked(uow, complaint_id)
    after = lifecycle.reporter_acts(before, action, note, uow.now, uow.context.calendar)
    if action is Action.WITHDRAW and not permission.may_be_withdrawn(uow, before):
        raise Refused("not_withdrawn")
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
    entry = _record(uow, after, action, "reporter", before=before.status, note=note)
    if draft_id and _may_link(after):
        targets = {"note": [(AUDIT_NOTE, entry), *link_targets]}
        holder = message_parts.case(after.id)
        message_links.move_to_record(uow, draft_id, holder, targets, last_text=("note", note))
    after = custody.review(uow, after, is_reporter_here=True)
    sent = uow.tx.attachments.get_many(evidence.ids) if evidence.ids else ()
    case_events.reporter_message(
        uow, after, action, note, sent, question=before.question if action is Action.ANSWER else ""
    )
    return after


def expire_verdicts(uow: UnitOfWork) -> int:
    """Set the verdict of cases that were closed VERDICT_DAYS ago without one to SILENT; returns how many."""
    overdue = uow.tx.all_cases.without_verdict(uow.now - timedelta(days=VERDICT_DAYS))
    for case in overdue:
        uow.tx.complaints.save(lifecycle.expire_verdict(case))
        uow.tx.resolutions.judge(case, Verdict.SILENT, uow.now)
        _record(uow, case, Action.EXPIRE, "system", before=case.status, note="")
    return len(overdue)


def _notify_officers(uow: UnitOfWork, case: Complaint, today: int, *, is_vouched: bool) -> None:
    """Notify officers of a new case; in a burst of cases only of the first ones and of urgent ones.

    The others are in the officers' lists. `today`: how many cases its reporter has filed today, including this
    one. The custodian is always notified of a reporter's first staff complaint of the day, so that other accounts
    cannot bury it, and of one that an officer typed (`is_vouched`).
    """
    count = recipients.filed_since(uow, case, uow.now - timedelta(hours=1))
    most = NOTIFIED_PER_HOUR
    if case.restricted:
        most = BURST_ABOUT_STAFF
        count = 1 if today == 1 else max(count, today + most - NOTIFIED_PER_HOUR)
    if is_vouched or count <= most or case_events.is_urgent(uow, case):
        case_events.new_case(uow, case)
    elif count == most + 1:
        case_events.many_cases(uow, case, most)


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


def _may_link(case: Complaint) -> bool:
    """Whether the messages of a case may be recorded: not for a case without a link to its reporter."""
    return case.conduct is None or case.conduct.link is not ReporterLink.NONE


def _record(
    uow: UnitOfWork,
    case: Complaint,
    action: Action,
    actor: str,
    *,
    before: Status | None,
    note: str,
) -> int:
    """Record an action in the audit log; returns the entry's id."""
    entry = uow.tx.audit.add(
        Entry(uow.now, actor, action.value, before and before.value, case.status.value, note),
        case,
    )
    if may_leave_by(Outlet.LOG, case):
        uow.tx.acts.append((case.number, action.value))
    webhooks.note(uow, case, action)
    return entry
