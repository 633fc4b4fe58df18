"""What can be done with a complaint, by whom: the same functions for the chat, the console and the jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases import lifecycle
from domain.cases.case_number import CaseNumber, Series
from domain.cases.complaint import Complaint, Place, Proof, Status, Verdict
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.lifecycle import VERDICT_DAYS, Act, Action
from domain.errors import Refused
from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.officers import Officer
from handlers.access import permission, recipients, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.access.restricted import custodians_of
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.notify import case_events
from handlers.usecases import recusal
from handlers.usecases.corrections import in_case, in_draft, message_links
from storage.cases import message_parts
from storage.cases.attachments import AttachmentState, Moment
from storage.cases.audit import Entry
from storage.cases.reporter_notes import AUDIT_NOTE, REASON, WITHDRAWAL

DETAIL_LIMIT = 5000
MOST_A_DAY = 300
"""Cases of one person within 24 hours. A village head who reports for everyone has fewer."""
TOLD_AN_HOUR = 10
"""Of one person's cases within an hour, how many officers are told of at once."""
NOWHERE = Place()
TOLD_IN = {
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
"""Where the texts of a draft stand in the case that is made of it."""


@dataclass(frozen=True)
class NewComplaint:
    """What a resident has confirmed. `evidence`: what they sent beside the words.

    `conduct`: only of a complaint about staff, which handlers.usecases.conduct files.
    """

    category: str
    detail: str
    place: Place = NOWHERE
    hide_name: bool = False
    evidence: Evidence = NO_EVIDENCE
    conduct: Conduct | None = None


def file(uow: UnitOfWork, reporter: str, new: NewComplaint, draft_id: str) -> Complaint:
    """Keep, number and clock a complaint, and tell the officers. The same draft twice is one case."""
    filed = uow.tx.all_cases.by_draft(draft_id)
    if filed is not None:
        return filed
    context = uow.context
    category = context.catalog.category(new.category)
    about_staff = context.catalog.is_about_staff(new.category)
    calendar, organisation = context.calendar, context.catalog.organisation
    case = uow.tx.complaints.add(
        Complaint(
            id=0,
            number=str(_next_number(uow, about_staff=about_staff)),
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
    uow.tx.attachments.belong(new.evidence.ids, new.evidence.owner, case.id, Moment.BEFORE)
    if _may_link(case):
        message_links.enter(uow, draft_id, message_parts.case(case.id), TOLD_IN)
    _record(uow, case, Action.FILE, "reporter", before=None, note="")
    _tell_officers(uow, case)
    return case


def may_file(uow: UnitOfWork, reporter: str) -> bool:
    """Whether one more case of this person is taken today."""
    a_day_ago = uow.now - timedelta(days=1)
    return uow.tx.all_cases.filed_since(a_day_ago, reporter=reporter) < MOST_A_DAY


@dataclass(frozen=True)
class Handled:
    """A case after an officer's act, and whether its reporter hears of it now."""

    case: Complaint
    is_told: bool


def officer_acts(
    uow: UnitOfWork, officer: Officer, complaint_id: int, act: Act, photos: Evidence = NO_EVIDENCE
) -> Handled:
    """An officer's act on a case; whoever it concerns hears of it.

    `photos`: after-photos, counted as proof once they are kept. Refuses as
    domain.cases.lifecycle.handle does, and with `photo_not_here_yet` or `photo_gone`.
    """
    # Before the case, as whoever removes an officer does: the two must not wait for each other.
    held = uow.tx.officers.lock({officer.id, *([act.to_officer.id] if act.to_officer else [])})
    officer = held[officer.id]
    to_officer = act.to_officer and held[act.to_officer.id]
    before = _locked(uow, complaint_id)
    proof = Proof(_kept_photos(uow, photos.ids), act.proof.no_photo_reason)
    act = replace(act, proof=proof, to_officer=to_officer)
    after = lifecycle.officer_acts(
        before,
        act,
        officer,
        uow.now,
        uow.context.calendar,
        is_custodian=permission.is_custodian(uow, officer, before),
    )
    uow.tx.complaints.save(after)
    uow.tx.attachments.belong(photos.ids, photos.owner, after.id, Moment.AFTER)
    if not after.is_open:
        uow.tx.resolutions.add(after, act.note.strip(), proof.why_no_photo)
    _record(uow, after, act.action, f"officer:{officer.id}", before=before.status, note=act.note)
    return Handled(after, case_events.officer_acted(uow, after, act, officer))


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
    """What the reporter says of their own case: an answer, more of it, a verdict, taking it back.

    `draft_id`: the draft that has the note, so that its messages can be taken back; empty where nothing may tell
    whose words they are.

    Refuses with `not_found`, and as domain.cases.lifecycle.heard_from_reporter does.
    """
    work_list.own(uow, reporter, complaint_id)
    before = _locked(uow, complaint_id)
    former = custodians_of(uow, before)
    after = lifecycle.reporter_acts(before, action, note, uow.now, uow.context.calendar)
    if action is Action.DISPUTE and not _still_serves(uow, after.officer_id):
        after = lifecycle.unassigned(after)
    after = recusal.released(uow, after, note)
    uow.tx.complaints.save(after)
    uow.tx.attachments.belong(evidence.ids, evidence.owner, after.id, Moment.BEFORE)
    told_in: list[tuple[str, int]] = []
    match action:
        case Action.WITHDRAW:
            told_in.append((WITHDRAWAL, uow.tx.resolutions.add(after, note.strip())))
        case Action.CONFIRM:
            uow.tx.resolutions.judge(after, Verdict.CONFIRMED, uow.now)
        case Action.DISPUTE:
            judged = uow.tx.resolutions.judge(after, Verdict.DISPUTED, uow.now, note.strip())
            told_in.append((REASON, judged))
            uow.tx.attachments.dispute(after.id)
    entry = _record(uow, after, action, "reporter", before=before.status, note=note)
    if draft_id and _may_link(after):
        targets = {"note": [(AUDIT_NOTE, entry), *told_in]}
        holder = message_parts.case(after.id)
        message_links.enter(uow, draft_id, holder, targets, said=("note", note))
    recusal.hand_on(uow, after, former)
    sent = uow.tx.attachments.get_many(evidence.ids) if evidence.ids else ()
    case_events.reporter_spoke(uow, after, action, note, sent)
    return after


def expire_verdicts(uow: UnitOfWork) -> int:
    """Closings nobody judged in time become unconfirmed; returns how many."""
    overdue = uow.tx.all_cases.unjudged(uow.now - timedelta(days=VERDICT_DAYS))
    for case in overdue:
        uow.tx.complaints.save(lifecycle.left_unjudged(case))
        uow.tx.resolutions.judge(case, Verdict.SILENT, uow.now)
        _record(uow, case, Action.EXPIRE, "system", before=case.status, note="")
    return len(overdue)


def _tell_officers(uow: UnitOfWork, case: Complaint) -> None:
    """Whoever files case after case fills nobody's telephone: from some number on they wait in the lists."""
    count = recipients.filed_since(uow, case, uow.now - timedelta(hours=1))
    if count <= TOLD_AN_HOUR or case_events.is_urgent(uow, case):
        case_events.new_case(uow, case)
    elif count == TOLD_AN_HOUR + 1:
        case_events.many_cases(uow, case, TOLD_AN_HOUR)


def _locked(uow: UnitOfWork, complaint_id: int) -> Complaint:
    case = uow.tx.all_cases.lock(complaint_id)
    if case is None:
        raise Refused("not_found")
    return case


def _still_serves(uow: UnitOfWork, officer_id: int | None) -> bool:
    return any(one.active for one in uow.tx.officers.lock(filter(None, [officer_id])).values())


def _next_number(uow: UnitOfWork, *, about_staff: bool) -> CaseNumber:
    year = fiscal_year(bangkok(uow.now).date())
    series = Series.RESTRICTED if about_staff else Series.ORDINARY
    running = uow.tx.complaints.next_running(f"{series}-{year}")
    return CaseNumber(uow.context.catalog.organisation.case_prefix, year, running, series)


def _kept_photos(uow: UnitOfWork, ids: Sequence[int]) -> int:
    states = {photo.state for photo in uow.tx.attachments.get_many(ids)}
    if AttachmentState.WANTED in states:
        raise Refused("photo_not_here_yet")
    if states - {AttachmentState.KEPT}:
        raise Refused("photo_gone")
    return len(ids)


def _may_link(case: Complaint) -> bool:
    """Whether it may be known which messages told of the case: nothing is known of a reporter without a link."""
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
    """Write an act into the audit; the entry's id."""
    entry = uow.tx.audit.add(
        Entry(uow.now, actor, action.value, before and before.value, case.status.value, note),
        case,
    )
    if may_leave_by(Outlet.LOG, case):
        uow.tx.acts.append((case.number, action.value))
    return entry
