"""Files complaints: stores a case with its number and deadlines, and notifies the officers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from domain.cases.complaint import Complaint, Place, Status
from domain.cases.conduct import Conduct
from domain.cases.lifecycle import Action
from domain.cases.origin import Origin
from domain.organisation.calendar import BANGKOK, bangkok
from handlers.access import recipients
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE, Evidence
from handlers.notify import case_events
from handlers.usecases import case_log, custody
from handlers.usecases.case_numbers import next_number
from handlers.usecases.corrections import in_case, in_draft, message_links
from handlers.usecases.doors import origins
from storage.cases import message_parts
from storage.cases.attachments import Moment
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
    None for the chat. The officer who typed a staff complaint for its reporter may never read it again. `since`:
    when it was first filed, if it was another case before; its deadlines count from then.
    """

    category: str
    detail: str
    place: Place = NOWHERE
    hide_name: bool = False
    evidence: Evidence = NO_EVIDENCE
    conduct: Conduct | None = None
    choices: frozenset[str] = frozenset()
    origin: Origin | None = None
    since: datetime | None = None

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
    if message_links.may_link(case):
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
    filed_at = new.since or uow.now
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
            filed_at=filed_at,
            due_at=calendar.add_working_days(filed_at, category.working_days),
            answer_by=calendar.answer_by(filed_at, organisation.answer_days),
            conduct=new.conduct,
        ),
        draft_id,
    )
    if case.conduct is not None and message_links.may_link(case):
        uow.tx.identities.store(case.id, account)
    uow.tx.attachments.assign_to_case(new.evidence.ids, new.evidence.owner, case.id, Moment.BEFORE)
    case_log.record(uow, case, Action.FILE, "reporter", before=None, note="")
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


def has_filed_without_link(uow: UnitOfWork, account: str) -> bool:
    """Whether an account has filed more today than it owns: something of it is an unlinked staff complaint."""
    filed = uow.tx.daily_use.amount(account, Use.FILINGS, uow.now)
    if not filed:
        return False
    today = datetime.combine(bangkok(uow.now).date(), time(), BANGKOK)
    return filed > uow.tx.all_cases.filed_since(today, reporter=account)


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
        case_events.new_case(uow, case, of_sender=not is_vouched)
    elif count == most + 1:
        case_events.many_cases(uow, case, most)
