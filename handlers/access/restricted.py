"""Who may read a case about staff, and how to reach its reporter: what the rules say of the people there are."""

from collections.abc import Iterable
from dataclasses import replace

from domain.cases import conduct
from domain.cases.complaint import Complaint
from domain.cases.conduct import Conduct, Link
from domain.organisation.officers import Officer, may_see
from handlers.core.i18n import Both
from handlers.core.unit_of_work import Desk
from storage.cases.audit import Entry
from storage.people.residents import Linked

OPENED = "identity_opened"
MOST_KEPT = 500
"""Open cases about staff that are looked through for one keeper's list: far more than an office has."""


def keepers_for(desk: Desk, about: Conduct, story: str) -> tuple[Linked, ...]:
    """Who would receive such a complaint now, of the officers who can be reached."""
    catalog = desk.office.catalog
    linked = desk.tx.officers.linked()
    free = conduct.keepers(
        about,
        story,
        [other.officer for other in linked],
        catalog.organisation.keepers,
        catalog.departments,
    )
    return tuple(other for other in linked if other.officer in free)


def keepers_of(desk: Desk, case: Complaint, adding: str = "") -> tuple[Linked, ...]:
    """Who may see and handle this restricted case; empty when nobody is left.

    `adding`: what its reporter is about to say of it.
    """
    return keepers_for(desk, _about(case), _told(desk, case, adding))


def is_accused(desk: Desk, officer_id: int, case: Complaint, adding: str = "") -> bool:
    """Whether a restricted case accuses this officer, with what its reporter is about to say of it."""
    catalog = desk.office.catalog
    barred = conduct.accused(
        _about(case),
        _told(desk, case, adding),
        _serving(desk),
        catalog.organisation.keepers,
        catalog.departments,
    )
    return officer_id in {one.id for one in barred}


def barring_as_before(desk: Desk, before: Complaint, after: Complaint) -> Complaint:
    """A restricted case whose words were changed: whom only the old ones meant is written beside the new.

    Who was once accused stays so. Notes may be changed afterwards: whom they mean is written down as well.
    """
    told = (_about(before), _told(desk, before))
    lost = [
        one for one in _meant(desk, *told) if one not in _meant(desk, _about(after), after.detail)
    ]
    if not lost:
        return after
    about = _about(after)
    line = desk.office.words.say("conduct.meant", "th", names=", ".join(lost))
    who = "\n".join(filter(None, (about.who, line)))
    return replace(after, conduct=replace(about, who=who))


def _meant(desk: Desk, about: Conduct, story: str) -> tuple[str, ...]:
    catalog = desk.office.catalog
    order, sections = catalog.organisation.keepers, catalog.departments
    return conduct.meant(about, story, _serving(desk), order, sections)


def _serving(desk: Desk) -> list[Officer]:
    return [officer for officer in desk.tx.officers.all() if officer.active]


def _about(case: Complaint) -> Conduct:
    return case.conduct or Conduct(Link.NAMED)


def _told(desk: Desk, case: Complaint, adding: str = "") -> str:
    """All that its reporter has said of it."""
    notes = (entry.note for entry in desk.tx.audit.of(case.id) if entry.actor == "reporter")
    return "\n".join((case.detail, *notes, adding))


def may_read(desk: Desk, officer: Officer, case: Complaint) -> bool:
    """Whether an officer may see a case: by their post, or of a restricted one as its keeper."""
    if case.restricted:
        return officer in [keeper.officer for keeper in keepers_of(desk, case)]
    return may_see(officer, department=case.department, restricted=False)


def kept_by(desk: Desk, officer: Officer) -> list[Complaint]:
    """The open cases about staff that this officer keeps, the next due first."""
    if officer.role not in {post.role for post in desk.office.catalog.organisation.keepers}:
        return []
    found = desk.tx.complaints.open_of(department=None, restricted=True, limit=MOST_KEPT)
    return [case for case in found if may_read(desk, officer, case)]


def posts(desk: Desk, keepers: Iterable[Linked]) -> Both | None:
    """What these keepers are in the office, never their names; None when there are none."""
    roles = {keeper.officer.role for keeper in keepers}
    held = [post for post in desk.office.catalog.organisation.keepers if post.role in roles]
    if not held:
        return None
    return Both(", ".join(post.th for post in held), ", ".join(post.en for post in held))


def address_of(desk: Desk, case: Complaint) -> str | None:
    """The reporter's LINE account, to bring them a message; None when nothing is kept of it.

    Opening a sealed one is written into the audit.
    """
    match case.conduct.link if case.conduct else Link.NAMED:
        case Link.NONE:
            return None
        case Link.SEALED:
            desk.tx.audit.add(Entry(desk.now, "system", OPENED, None, None, ""), case)
            return desk.tx.identities.open(case.id)
    return case.reporter
