"""What can be done with a complaint, by whom: the same functions for the chat, the console and the jobs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases import lifecycle
from domain.cases.case_number import CaseNumber, Series
from domain.cases.complaint import Complaint, Place, Proof, Status, Verdict
from domain.cases.conduct import Conduct
from domain.cases.lifecycle import VERDICT_DAYS, Act, Action
from domain.errors import Refused
from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.officers import DEPARTMENTAL, EXECUTIVES, Officer
from handlers.access import restricted as keepers
from handlers.core.unit_of_work import Desk
from handlers.notify import case_events
from handlers.usecases import recusal
from handlers.usecases.attachments import NOTHING, Sent
from storage.cases.attachments import Moment, State
from storage.cases.audit import Entry

DETAIL_LIMIT = 5000
MOST_A_DAY = 300
"""Cases of one person within 24 hours. A village head who reports for everyone has fewer."""
TOLD_AN_HOUR = 10
"""Of one person's cases within an hour, how many officers are told of at once."""
LIST_LIMIT = 10
"""Cases shown at once: a LINE carousel has room for twelve."""
NOWHERE = Place()


@dataclass(frozen=True)
class NewComplaint:
    """What a resident has confirmed. `evidence`: what they sent beside the words.

    `conduct`: only of a complaint about staff, which handlers.usecases.conduct files.
    """

    category: str
    detail: str
    place: Place = NOWHERE
    hide_name: bool = False
    evidence: Sent = NOTHING
    conduct: Conduct | None = None


def file(desk: Desk, reporter: str, new: NewComplaint, draft_id: str) -> Complaint:
    """Keep, number and clock a complaint, and tell the officers. The same draft twice is one case."""
    filed = desk.tx.complaints.by_draft(draft_id)
    if filed is not None:
        return filed
    office = desk.office
    category = office.catalog.category(new.category)
    calendar, organisation = office.calendar, office.catalog.organisation
    case = desk.tx.complaints.add(
        Complaint(
            id=0,
            number=str(_next_number(desk, restricted=category.restricted)),
            category=category.key,
            department=category.department,
            restricted=category.restricted,
            detail=new.detail,
            place=new.place,
            hide_name=new.hide_name,
            reporter=reporter,
            status=Status.NEW,
            filed_at=desk.now,
            due_at=calendar.add_working_days(desk.now, category.working_days),
            answer_by=calendar.answer_by(desk.now, organisation.answer_days),
            conduct=new.conduct,
        ),
        draft_id,
    )
    desk.tx.attachments.belong(new.evidence.ids, new.evidence.owner, case.id, Moment.BEFORE)
    _record(desk, case, Action.FILE, "reporter", before=None, note="")
    _tell_officers(desk, case)
    return case


def may_file(desk: Desk, reporter: str) -> bool:
    """Whether one more case of this person is taken today."""
    a_day_ago = desk.now - timedelta(days=1)
    return desk.tx.complaints.filed_since(a_day_ago, reporter=reporter) < MOST_A_DAY


def handle(
    desk: Desk, officer: Officer, complaint_id: int, act: Act, photos: Sent = NOTHING
) -> bool:
    """An officer's act on a case; whoever it concerns hears of it. Returns whether its reporter does now.

    `photos`: after-photos, counted as proof once they are kept. Refuses as
    domain.cases.lifecycle.handle does, and with `photo_not_here_yet` or `photo_gone`.
    """
    # Before the case, as whoever removes an officer does: the two must not wait for each other.
    held = desk.tx.officers.hold({officer.id, *([act.to_officer.id] if act.to_officer else [])})
    officer = held[officer.id]
    to_officer = act.to_officer and held[act.to_officer.id]
    before = _locked(desk, complaint_id)
    proof = Proof(_kept_photos(desk, photos.ids), act.proof.no_photo_reason)
    act = replace(act, proof=proof, to_officer=to_officer)
    after = lifecycle.handle(
        before,
        act,
        officer,
        desk.now,
        desk.office.calendar,
        is_keeper=before.restricted and keepers.may_read(desk, officer, before),
    )
    desk.tx.complaints.save(after)
    desk.tx.attachments.belong(photos.ids, photos.owner, after.id, Moment.AFTER)
    if not after.is_open:
        desk.tx.endings.add(after, act.note.strip(), proof.why_no_photo)
    _record(desk, after, act.action, f"officer:{officer.id}", before=before.status, note=act.note)
    return case_events.officer_acted(desk, after, act, officer)


def hear(
    desk: Desk,
    reporter: str,
    complaint_id: int,
    action: Action,
    *,
    note: str = "",
    evidence: Sent = NOTHING,
) -> Complaint:
    """What the reporter says of their own case: an answer, more of it, a verdict, taking it back.

    Refuses with `not_found`, and as domain.cases.lifecycle.heard_from_reporter does.
    """
    own(desk, reporter, complaint_id)
    before = _locked(desk, complaint_id)
    former = recusal.keepers_now(desk, before)
    after = lifecycle.heard_from_reporter(before, action, note, desk.now, desk.office.calendar)
    if action is Action.DISPUTE and not _still_serves(desk, after.officer_id):
        after = lifecycle.left_by_holder(after)
    after = recusal.released(desk, after, note)
    desk.tx.complaints.save(after)
    desk.tx.attachments.belong(evidence.ids, evidence.owner, after.id, Moment.BEFORE)
    match action:
        case Action.WITHDRAW:
            desk.tx.endings.add(after, note.strip())
        case Action.CONFIRM:
            desk.tx.endings.judge(after, Verdict.CONFIRMED, desk.now)
        case Action.DISPUTE:
            desk.tx.endings.judge(after, Verdict.DISPUTED, desk.now, note.strip())
            desk.tx.attachments.dispute(after.id)
    _record(desk, after, action, "reporter", before=before.status, note=note)
    recusal.hand_on(desk, after, former)
    sent = desk.tx.attachments.get_many(evidence.ids) if evidence.ids else ()
    case_events.reporter_spoke(desk, after, action, note, sent)
    return after


def expire_verdicts(desk: Desk) -> int:
    """Closings nobody judged in time become unconfirmed; returns how many."""
    overdue = desk.tx.complaints.unjudged(desk.now - timedelta(days=VERDICT_DAYS))
    for case in overdue:
        desk.tx.complaints.save(lifecycle.left_unjudged(case))
        desk.tx.endings.judge(case, Verdict.SILENT, desk.now)
        _record(desk, case, Action.EXPIRE, "system", before=case.status, note="")
    return len(overdue)


def own(desk: Desk, reporter: str, complaint_id: int) -> Complaint:
    """One's own case. Refuses with not_found, and says the same of a case that is another's."""
    case = desk.tx.complaints.find(complaint_id)
    if case is None or not desk.tx.complaints.is_of(case, reporter):
        raise Refused("not_found")
    return case


def seen_by(desk: Desk, officer: Officer, complaint_id: int) -> Complaint:
    """A case as an officer may read it. Refuses with not_found, also when it is not theirs to see."""
    case = desk.tx.complaints.find(complaint_id)
    if case is None or not keepers.may_read(desk, officer, case):
        raise Refused("not_found")
    return case


def work_of(desk: Desk, officer: Officer, limit: int = LIST_LIMIT) -> Sequence[Complaint]:
    """The open cases an officer may see, the next due first; those about staff are in handlers.access.restricted."""
    if officer.role in DEPARTMENTAL:
        return desk.tx.complaints.open_of(
            department=officer.department, restricted=False, limit=limit
        )
    if officer.role in EXECUTIVES:
        return desk.tx.complaints.open_of(department=None, restricted=False, limit=limit)
    return ()


def _tell_officers(desk: Desk, case: Complaint) -> None:
    """Whoever files case after case fills nobody's telephone: from some number on they wait in the lists.

    Of cases about staff it may not be known who filed which, so they are counted together; and not among
    the others, whose officers could tell from it who complained of staff.
    """
    count = desk.tx.complaints.filed_since(
        desk.now - timedelta(hours=1),
        reporter=None if case.restricted else case.reporter,
        restricted=case.restricted,
    )
    if count <= TOLD_AN_HOUR or case_events.is_urgent(desk, case):
        case_events.new_case(desk, case)
    elif count == TOLD_AN_HOUR + 1:
        case_events.many_cases(desk, case, TOLD_AN_HOUR)


def _locked(desk: Desk, complaint_id: int) -> Complaint:
    case = desk.tx.complaints.lock(complaint_id)
    if case is None:
        raise Refused("not_found")
    return case


def _still_serves(desk: Desk, officer_id: int | None) -> bool:
    return any(one.active for one in desk.tx.officers.hold(filter(None, [officer_id])).values())


def _next_number(desk: Desk, *, restricted: bool) -> CaseNumber:
    year = fiscal_year(bangkok(desk.now).date())
    series = Series.RESTRICTED if restricted else Series.ORDINARY
    running = desk.tx.complaints.next_running(f"{series}-{year}")
    return CaseNumber(desk.office.catalog.organisation.case_prefix, year, running, series)


def _kept_photos(desk: Desk, ids: Sequence[int]) -> int:
    states = {photo.state for photo in desk.tx.attachments.get_many(ids)}
    if State.WANTED in states:
        raise Refused("photo_not_here_yet")
    if states - {State.KEPT}:
        raise Refused("photo_gone")
    return len(ids)


def _record(
    desk: Desk, case: Complaint, action: Action, actor: str, *, before: Status | None, note: str
) -> None:
    desk.tx.audit.add(
        Entry(desk.now, actor, action.value, before and before.value, case.status.value, note),
        case,
    )
    if not case.restricted:
        desk.tx.acts.append((case.number, action.value))
