"""Who may read a case about staff, and how to reach its reporter: what the rules say of the people there are."""

from collections.abc import Iterable
from dataclasses import replace

from domain.cases import conduct
from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, ReporterLink
from domain.organisation.officers import Officer
from handlers.core.i18n import Bilingual
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.audit import Entry
from storage.people.residents import Linked

OPENED = "identity_opened"
MOST_KEPT = 500
"""Open cases about staff that are looked through for one keeper's list: far more than an office has."""


def custodians_for(uow: UnitOfWork, about: Conduct, story: str) -> tuple[Linked, ...]:
    """Who would receive such a complaint now, of the officers who can be reached."""
    catalog = uow.context.catalog
    linked = uow.tx.officers.linked()
    free = conduct.custodians(
        about,
        story,
        [other.officer for other in linked],
        catalog.organisation.custodians,
        catalog.departments,
    )
    return tuple(other for other in linked if other.officer in free)


def custodians_of(uow: UnitOfWork, case: Complaint, adding: str = "") -> tuple[Linked, ...]:
    """Who may see and handle a case about staff; empty when nobody is left, and of an ordinary case.

    `adding`: what its reporter is about to say of it.
    """
    if not case.restricted:
        return ()
    return custodians_for(uow, _about(case), _told(uow, case, adding))


def is_without_keeper(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether a case about staff is open and nobody is left who may handle it."""
    return case.restricted and case.is_open and not custodians_of(uow, case)


def is_accused(uow: UnitOfWork, officer_id: int, case: Complaint, adding: str = "") -> bool:
    """Whether a case about staff accuses this officer, with what its reporter is about to say of it."""
    if not case.restricted:
        return False
    catalog = uow.context.catalog
    barred = conduct.accused(
        _about(case),
        _told(uow, case, adding),
        _serving(uow),
        catalog.organisation.custodians,
        catalog.departments,
    )
    return officer_id in {one.id for one in barred}


def keep_accused_excluded(uow: UnitOfWork, before: Complaint, after: Complaint) -> Complaint:
    """A case about staff whose words were changed: whom only the old ones meant is written beside the new.

    Who was once accused stays so. Notes may be changed afterwards: whom they mean is written down as well.
    """
    if not after.restricted:
        return after
    told = (_about(before), _told(uow, before))
    lost = [
        one for one in _meant(uow, *told) if one not in _meant(uow, _about(after), after.detail)
    ]
    if not lost:
        return after
    about = _about(after)
    line = uow.context.translations.say("conduct.meant", "th", names=", ".join(lost))
    who = "\n".join(filter(None, (about.who, line)))
    return replace(after, conduct=replace(about, who=who))


def _meant(uow: UnitOfWork, about: Conduct, story: str) -> tuple[str, ...]:
    catalog = uow.context.catalog
    order, sections = catalog.organisation.custodians, catalog.departments
    return conduct.meant(about, story, _serving(uow), order, sections)


def _serving(uow: UnitOfWork) -> list[Officer]:
    return [officer for officer in uow.tx.officers.all() if officer.active]


def _about(case: Complaint) -> Conduct:
    return case.conduct or Conduct(ReporterLink.NAMED)


def _told(uow: UnitOfWork, case: Complaint, adding: str = "") -> str:
    """All that its reporter has said of it."""
    notes = (entry.note for entry in uow.tx.audit.of(case.id) if entry.actor == "reporter")
    return "\n".join((case.detail, *notes, adding))


def cases_in_custody_of(uow: UnitOfWork, officer: Officer) -> list[Complaint]:
    """The open cases about staff that this officer keeps, the next due first."""
    if officer.role not in {post.role for post in uow.context.catalog.organisation.custodians}:
        return []
    found = uow.tx.staff_cases.open_of(department=None, limit=MOST_KEPT)
    return [
        case
        for case in found
        if officer in [custodian.officer for custodian in custodians_of(uow, case)]
    ]


def posts(uow: UnitOfWork, custodians: Iterable[Linked]) -> Bilingual | None:
    """What these keepers are in the office, never their names; None when there are none."""
    roles = {custodian.officer.role for custodian in custodians}
    held = [post for post in uow.context.catalog.organisation.custodians if post.role in roles]
    if not held:
        return None
    return Bilingual(", ".join(post.th for post in held), ", ".join(post.en for post in held))


def posts_of(uow: UnitOfWork, case: Complaint) -> Bilingual | None:
    """The posts of those who keep a case about staff, or that nobody does; None of an ordinary case."""
    if not case.restricted:
        return None
    return posts(uow, custodians_of(uow, case)) or uow.context.translations.both("conduct.nobody")


def address_of(uow: UnitOfWork, case: Complaint) -> str | None:
    """The reporter's LINE account, to bring them a message; None when nothing is kept of it.

    Opening a sealed one is written into the audit.
    """
    match case.conduct.link if case.conduct else ReporterLink.NAMED:
        case ReporterLink.NONE:
            return None
        case ReporterLink.SEALED:
            uow.tx.audit.add(Entry(uow.now, "system", OPENED, None, None, ""), case)
            return uow.tx.identities.open(case.id)
    return case.reporter
