"""Files what a resident tells without the chat: typed by an officer, or by themselves on the web.

The same rules as in the chat: a text that may accuse somebody of the office goes to nobody before whoever tells it
has said which way it is to go.
"""

from dataclasses import dataclass, replace

from domain.cases.complaint import Complaint, Place
from domain.cases.conduct import Conduct, ReporterLink
from domain.cases.origin import NAME_LIMIT, NOBODY, PHONE_LIMIT, Contact, Origin, Source
from domain.errors import Refused
from domain.language.told_place import village_told
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import Evidence
from handlers.usecases import complaints, conduct
from handlers.usecases.complaints import DETAIL_LIMIT, NOWHERE, NewComplaint
from handlers.usecases.doors.begun import Begun
from storage.people.daily_use import Use

PLACE_LIMIT = 300
ANSWER_LIMIT = 300
REPORTS_A_DAY = 40
"""Reports from one network address a day: many homes share one, and a village head files for everyone."""


@dataclass(frozen=True)
class Told:
    """What was told. `category`: its key. `is_declared`: whoever tells it said that it is not about staff."""

    story: str
    category: str
    place: Place = NOWHERE
    hide_name: bool = False
    contact: Contact = NOBODY
    is_declared: bool = False


@dataclass(frozen=True)
class ToldOfStaff:
    """What was told about somebody of the office; the fields as in domain.cases.conduct.Conduct."""

    story: str
    who: str = ""
    choices: frozenset[str] = frozenset()
    when: str = ""
    proof: str = ""


@dataclass(frozen=True)
class Door:
    """By which way it came. `account`: stands for whoever tells it, for the ceilings of a day."""

    source: Source
    account: str
    filed_by: int | None = None
    point: int | None = None


@dataclass(frozen=True)
class Filed:
    """`code`: the receipt code. `is_again`: the same form was sent before, and nothing new was filed.

    `draft_id`: of the form, by which the case is found again.
    """

    case: Complaint
    code: str
    draft_id: str
    is_again: bool = False


def may_be_about_staff(uow: UnitOfWork, told: Told) -> bool:
    """Whether whoever tells it must be asked first if it is about somebody of the office."""
    return not told.is_declared and uow.understood(text_of(told)).staff


def text_of(told: Told) -> str:
    """Return all that an officer would read."""
    return "\n".join(filter(None, (told.story, told.place.words)))


def filed_before(uow: UnitOfWork, begun: Begun) -> Filed | None:
    """Return what was filed with this form already."""
    case = complaints.filed_with(uow, begun.draft_id)
    return None if case is None else Filed(case, begun.code, begun.draft_id, is_again=True)


def file(uow: UnitOfWork, told: Told, door: Door, begun: Begun) -> Filed:
    """File an ordinary case with a receipt code; the form sent twice is one case.

    Raises Refused story_missing, no_such_category, may_be_about_staff, too_many_reports.
    """
    if before := filed_before(uow, begun):
        return before
    catalog = uow.context.catalog
    story = told.story.strip()[:DETAIL_LIMIT]
    if not story:
        raise Refused("story_missing")
    if told.category not in catalog.categories_by_key or catalog.is_about_staff(told.category):
        raise Refused("no_such_category")
    if may_be_about_staff(uow, told):
        raise Refused("may_be_about_staff")
    ensure_may_report(uow, door)
    place = replace(told.place, words=told.place.words.strip()[:PLACE_LIMIT])
    if place.village is None:
        village = village_told((place.words, story), catalog.organisation)
        place = replace(place, village=village)
    new = NewComplaint(
        category=told.category,
        detail=story,
        place=place,
        hide_name=told.hide_name or uow.understood(story).anonymous,
        evidence=evidence_of(uow, begun),
        origin=Origin(door.source, door.filed_by, door.point, _short(told.contact)),
    )
    case = complaints.file(uow, "", new, begun.draft_id, account=_account(door, begun))
    uow.tx.identities.store_code(case.id, begun.code)
    _count(uow, door)
    return Filed(case, begun.code, begun.draft_id)


def file_about_staff(uow: UnitOfWork, told: ToldOfStaff, door: Door, begun: Begun) -> Filed:
    """File a staff complaint without a link to its reporter, who gets its receipt code.

    Raises Refused story_missing, too_many_reports.
    """
    if before := filed_before(uow, begun):
        return before
    story = told.story.strip()[:DETAIL_LIMIT]
    if not story:
        raise Refused("story_missing")
    ensure_may_report(uow, door)
    new = NewComplaint(
        category=conduct.category_of(uow),
        detail=story,
        evidence=evidence_of(uow, begun),
        choices=told.choices,
        origin=Origin(door.source, door.filed_by),
    )
    case, _ = conduct.file(
        uow, _account(door, begun), new, about(told), begun.draft_id, code=begun.code
    )
    _count(uow, door)
    return Filed(case, begun.code, begun.draft_id)


def about(told: ToldOfStaff) -> Conduct:
    """Return the details besides the story."""
    return Conduct(
        ReporterLink.NONE,
        who=told.who.strip()[:ANSWER_LIMIT],
        departments=tuple(
            one.removeprefix("unit:") for one in sorted(told.choices) if one.startswith("unit:")
        ),
        when=told.when.strip()[:ANSWER_LIMIT],
        evidence=told.proof.strip()[:ANSWER_LIMIT],
    )


def evidence_of(uow: UnitOfWork, begun: Begun) -> Evidence:
    """Return the photos that were sent with a form and are in no case yet."""
    found = uow.tx.attachments.of_owner(begun.owner)
    return Evidence(tuple(one.id for one in found), begun.owner)


def ensure_may_report(uow: UnitOfWork, door: Door) -> None:
    """Raise Refused too_many_reports if this network address has sent REPORTS_A_DAY reports today."""
    if door.source is Source.WEB:
        sent = uow.tx.daily_use.amount(door.account, Use.REPORTS, uow.now)
        if sent >= REPORTS_A_DAY:
            phone = uow.context.catalog.organisation.phone
            raise Refused("too_many_reports", phone=phone)


def _account(door: Door, begun: Begun) -> str:
    """Return what the report is counted under; of an officer who types for many residents, each apart."""
    return door.account if door.filed_by is None else f"{door.account}:{begun.key}"


def _count(uow: UnitOfWork, door: Door) -> None:
    if door.source is Source.WEB:
        uow.tx.daily_use.add(door.account, Use.REPORTS, uow.now)


def _short(contact: Contact) -> Contact:
    return Contact(contact.name.strip()[:NAME_LIMIT], contact.phone.strip()[:PHONE_LIMIT])
