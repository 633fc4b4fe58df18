"""File reports that come without the chat: typed by an officer, or by residents on the web.

As in the chat, nobody receives a text that may accuse somebody of the office before the reporter has said whether
it is about staff.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.cases.complaint import Complaint, Place
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.origin import NAME_LIMIT, NOBODY, PHONE_LIMIT, Contact, Origin, Source
from domain.errors import Refused
from domain.language.told_place import village_told
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Evidence
from handlers.usecases import case_filing, conduct
from handlers.usecases.case_filing import (
    DETAIL_LIMIT,
    NOTIFIED_PER_HOUR,
    NOWHERE,
    NewComplaint,
)
from handlers.usecases.doors.begun import Begun
from storage.people.daily_use import Use

PLACE_LIMIT = 300
ANSWER_LIMIT = 300
REPORTS_A_DAY = 40
"""Reports from one network address a day that are taken at once: many homes share one, and a village head files
for everyone. Complaints about staff and emergencies have as many of their own when these are used up."""
AFTERWARDS = timedelta(minutes=5)
"""In this time one more report of each share is taken: whoever fills the shares must not shut out a village."""


@dataclass(frozen=True)
class Report:
    """The content of a report. `category`: its key. `is_declared`: the reporter denied that it is about staff."""

    story: str
    category: str
    place: Place = NOWHERE
    hide_name: bool = False
    contact: Contact = NOBODY
    is_declared: bool = False


@dataclass(frozen=True)
class StaffReport:
    """The content of a staff complaint; the fields as in domain.cases.conduct.Conduct."""

    story: str
    who: str = ""
    choices: frozenset[str] = frozenset()
    when: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Door:
    """The channel of a report. `account`: a key under which the daily limits are counted."""

    source: Source
    account: str
    filed_by: int | None = None
    point: int | None = None


@dataclass(frozen=True)
class Filed:
    """A filed report. `code`: the receipt code. `is_again`: the same form was sent before; nothing new was filed.

    `draft_id`: of the form, by which the case can be found.
    """

    case: Complaint
    code: str
    draft_id: str
    is_again: bool = False


def may_be_about_staff(uow: UnitOfWork, report: Report) -> bool:
    """Whether the reporter must first be asked if the report is about somebody of the office."""
    return not report.is_declared and uow.understood(text_of(report)).staff


def text_of(report: Report) -> str:
    """Return everything that an officer would read, besides the name and the telephone."""
    return "\n".join(filter(None, (report.story, report.place.words)))


def filed_before(uow: UnitOfWork, begun: Begun) -> Filed | None:
    """Return the report that was already filed with this form, or None."""
    case = case_filing.filed_with(uow, begun.draft_id)
    return None if case is None else Filed(case, begun.code, begun.draft_id, is_again=True)


def file(uow: UnitOfWork, report: Report, door: Door, begun: Begun) -> Filed:
    """File an ordinary case with a receipt code; a form sent twice creates one case.

    Raises Refused story_missing, no_such_category, may_be_about_staff, too_many_reports.
    """
    if before := filed_before(uow, begun):
        return before
    catalog = uow.context.catalog
    story = report.story.strip()[:DETAIL_LIMIT]
    if not story:
        raise Refused("story_missing")
    if report.category not in catalog.categories_by_key or catalog.is_about_staff(report.category):
        raise Refused("no_such_category")
    if may_be_about_staff(uow, report):
        raise Refused("may_be_about_staff")
    is_danger = uow.understood(text_of(report)).danger
    is_urgent = is_danger or catalog.category(report.category).rings_at_night
    share = _share(uow, door, Use.REPORTS_OF_DANGER if is_urgent else Use.REPORTS)
    place = replace(report.place, words=report.place.words.strip()[:PLACE_LIMIT])
    if place.village is None:
        village = village_told((place.words, story), catalog.organisation)
        place = replace(place, village=village)
    new = NewComplaint(
        category=report.category,
        detail=story,
        place=place,
        hide_name=report.hide_name or uow.understood(story).anonymous,
        evidence=evidence_of(uow, begun),
        origin=Origin(door.source, door.filed_by, door.point, _short(report.contact)),
    )
    case = case_filing.file(uow, "", new, begun.draft_id, account=_account(share, door, begun))
    uow.tx.identities.store_code(case.id, begun.code)
    _count(uow, share)
    return Filed(case, begun.code, begun.draft_id)


def file_about_staff(uow: UnitOfWork, report: StaffReport, door: Door, begun: Begun) -> Filed:
    """File a staff complaint without a link to its reporter, who gets its receipt code.

    Raises Refused story_missing, too_many_reports.
    """
    if before := filed_before(uow, begun):
        return before
    story = report.story.strip()[:DETAIL_LIMIT]
    if not story:
        raise Refused("story_missing")
    share = _share(uow, door, Use.REPORTS_ABOUT_STAFF)
    new = NewComplaint(
        category=conduct.category_of(uow),
        detail=story,
        evidence=evidence_of(uow, begun),
        choices=report.choices,
        origin=Origin(door.source, door.filed_by),
    )
    case, _ = conduct.file(
        uow, _account(share, door, begun), new, about(report), begun.draft_id, code=begun.code
    )
    _count(uow, share)
    return Filed(case, begun.code, begun.draft_id)


def about(report: StaffReport) -> Conduct:
    """Return the details besides the story."""
    return Conduct(
        ReporterLink.NONE,
        who=report.who.strip()[:ANSWER_LIMIT],
        departments=tuple(
            one.removeprefix("unit:") for one in sorted(report.choices) if one.startswith("unit:")
        ),
        when=report.when.strip()[:ANSWER_LIMIT],
        evidence=report.proof.strip()[:ANSWER_LIMIT],
    )


def evidence_of(uow: UnitOfWork, begun: Begun) -> Evidence:
    """Return the photos that were sent with a form and are in no case yet."""
    found = uow.tx.attachments.of_owner(begun.owner)
    return Evidence(tuple(one.id for one in found), begun.owner)


@dataclass(frozen=True)
class _Share:
    """The daily share of a network of which a report is taken.

    `filings`: the key under which the report is counted before officers are notified of it.
    """

    account: str
    use: Use
    filings: str


def _share(uow: UnitOfWork, door: Door, kind: Use) -> _Share | None:
    """Return the share of which a report on the web is taken; None for one that an officer types.

    The one of its kind only after the common one is used up, and its own count of filings only after those that
    officers are notified of one by one: so on any other day no row tells of which kind a network has sent
    reports. Raises Refused too_many_reports.
    """
    if door.source is not Source.WEB:
        return None
    account, use = door.account, uow.tx.daily_use
    sent = use.amount(account, Use.REPORTS, uow.now)
    filings = account if sent < NOTIFIED_PER_HOUR else f"{account}:{kind}"
    if sent < REPORTS_A_DAY:
        return _Share(account, Use.REPORTS, filings)
    if use.amount(account, kind, uow.now) < REPORTS_A_DAY:
        return _Share(account, kind, filings)
    later = f"{account}/{int(uow.now.timestamp() // AFTERWARDS.total_seconds())}"
    if not use.amount(later, kind, uow.now):
        return _Share(later, kind, filings)
    raise Refused("too_many_reports", phone=uow.context.catalog.organisation.phone)


def _account(share: _Share | None, door: Door, begun: Begun) -> str:
    """Return the key under which the report is counted: per report for officers, who type for many residents."""
    return f"{door.account}:{begun.key}" if share is None else share.filings


def _count(uow: UnitOfWork, share: _Share | None) -> None:
    if share is not None:
        uow.tx.daily_use.add(share.account, share.use, uow.now)


def _short(contact: Contact) -> Contact:
    return Contact(contact.name.strip()[:NAME_LIMIT], contact.phone.strip()[:PHONE_LIMIT])
