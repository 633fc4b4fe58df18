"""Applies the rules of domain.cases.conduct to the officers in the database.

Decides who the custodians of a staff complaint are, whom it accuses, and how its reporter is reached.
"""

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
MAX_LISTED = 500
"""Maximum open staff complaints read for one custodian's list: far more than an office has."""


def custodians_for(uow: UnitOfWork, about: Conduct, story: str) -> tuple[Linked, ...]:
    """Return the custodians that a complaint with these details and this story would have if filed now.

    Only officers on LINE can be custodians. Empty if none of them is eligible.
    """
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
    """Return the officers who may read and handle a staff complaint; empty if there are none.

    Also empty for an ordinary case. `adding`: text that its reporter is about to add.
    """
    if not case.restricted:
        return ()
    return custodians_for(uow, _about(case), _reporter_text(uow, case, adding))


def lacks_custodian(uow: UnitOfWork, case: Complaint) -> bool:
    """Whether a staff complaint is open and has no custodian."""
    return case.restricted and case.is_open and not custodians_of(uow, case)


def is_accused(uow: UnitOfWork, officer_id: int, case: Complaint, adding: str = "") -> bool:
    """Whether a staff complaint accuses this officer. `adding`: text that its reporter is about to add."""
    if not case.restricted:
        return False
    catalog = uow.context.catalog
    barred = conduct.accused(
        _about(case),
        _reporter_text(uow, case, adding),
        _serving(uow),
        catalog.organisation.custodians,
        catalog.departments,
    )
    return officer_id in {one.id for one in barred}


def keep_accused_excluded(uow: UnitOfWork, before: Complaint, after: Complaint) -> Complaint:
    """Return the changed staff complaint `after`, still accusing everyone whom `before` accused.

    The officers, posts and departments named only in the old text are added to `who`. Those named in notes are
    added as well, because the notes may be changed later. An ordinary case is returned unchanged.
    """
    if not after.restricted:
        return after
    old_text = (_about(before), _reporter_text(uow, before))
    only_in_old = [
        one for one in _meant(uow, *old_text) if one not in _meant(uow, _about(after), after.detail)
    ]
    if not only_in_old:
        return after
    about = _about(after)
    line = uow.context.translations.say("conduct.meant", "th", names=", ".join(only_in_old))
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


def _reporter_text(uow: UnitOfWork, case: Complaint, adding: str = "") -> str:
    """Return everything that the reporter wrote: the story, the notes and `adding`."""
    notes = (entry.note for entry in uow.tx.audit.of(case.id) if entry.actor == "reporter")
    return "\n".join((case.detail, *notes, adding))


def cases_in_custody_of(uow: UnitOfWork, officer: Officer) -> list[Complaint]:
    """Return the open staff complaints of which this officer is a custodian, by due date."""
    if officer.role not in {post.role for post in uow.context.catalog.organisation.custodians}:
        return []
    found = uow.tx.staff_cases.open_of(department=None, limit=MAX_LISTED)
    return [
        case
        for case in found
        if officer in [custodian.officer for custodian in custodians_of(uow, case)]
    ]


def posts(uow: UnitOfWork, custodians: Iterable[Linked]) -> Bilingual | None:
    """Return the posts of these custodians, never their names; None if there are no custodians."""
    roles = {custodian.officer.role for custodian in custodians}
    found = [post for post in uow.context.catalog.organisation.custodians if post.role in roles]
    if not found:
        return None
    return Bilingual(", ".join(post.th for post in found), ", ".join(post.en for post in found))


def posts_of(uow: UnitOfWork, case: Complaint) -> Bilingual | None:
    """Return the posts of a staff complaint's custodians, or a text that says there are none.

    None for an ordinary case.
    """
    if not case.restricted:
        return None
    return posts(uow, custodians_of(uow, case)) or uow.context.translations.both("conduct.nobody")


def address_of(uow: UnitOfWork, case: Complaint) -> str | None:
    """Return the reporter's LINE user id, for sending them a message; None if it is not stored or unknown.

    Decrypting a sealed identity is recorded in the audit log.
    """
    match case.conduct.link if case.conduct else ReporterLink.NAMED:
        case ReporterLink.NONE:
            return None
        case ReporterLink.SEALED:
            uow.tx.audit.add(Entry(uow.now, "system", OPENED, None, None, ""), case)
            return uow.tx.identities.open(case.id)
    # A case that an officer opened from a comment has no reporter.
    return case.reporter or None
