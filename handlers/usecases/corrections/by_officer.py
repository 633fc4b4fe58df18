"""An officer corrects an open ordinary case: its category, its place, and the contact that an officer typed.

The names and telephones of reporters are stored encrypted. So the audit tells of them only the first letter and
the last two digits, before and after.
"""

from dataclasses import dataclass, replace

from domain.cases.complaint import Complaint
from domain.cases.correction import Correction, corrected
from domain.cases.lifecycle import Act, Action
from domain.cases.origin import NAME_LIMIT, PHONE_LIMIT, Contact, Origin
from domain.errors import Refused
from domain.language.telephone import digits_of, is_telephone
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.notify import case_events
from handlers.usecases import case_log, complaints
from handlers.usecases.doors.filing import PLACE_LIMIT
from handlers.views import case_text
from storage.cases.audit import Entry

CONTACT = "contact_corrected"
"""Audit action, which the reporter does not see."""


@dataclass(frozen=True)
class Wanted:
    """What a case should say; None leaves a field as it is. `village`: 0 for an unknown one."""

    category: str | None = None
    village: int | None = None
    words: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True)
class Corrected:
    """The case afterwards. `is_told`: whether its reporter gets a message; None if there is nothing to tell.

    `is_transferred`: another section has it now.
    """

    case: Complaint
    is_told: bool | None = None
    is_transferred: bool = False


@dataclass(frozen=True)
class Planned:
    """What a correction of category or place would change. `note`: what the case says before and afterwards.

    `department`: the key of the section that would get the case, "" if it stays.
    """

    after: Complaint
    note: str
    department: str


def plan(uow: UnitOfWork, officer: Officer, before: Complaint | None, wanted: Wanted) -> Planned:
    """Return what a correction would change. Raises Refused as `correct` does, except nothing_changed."""
    if before is None or not permission.may_read(uow, officer, before):
        raise Refused("not_found")
    if not before.is_open:
        raise Refused("already_closed", officer_id=before.ended_by, at=before.ended_at)
    if not permission.may_correct(uow, officer, before):
        raise Refused("not_yours")
    after = _corrected(uow, before, wanted)
    department = uow.context.catalog.category(after.category).department
    stays = after.category == before.category or department == before.department
    return Planned(after, _changes(uow, before, after), "" if stays else department)


def correct(uow: UnitOfWork, officer: Officer, complaint_id: int, wanted: Wanted) -> Corrected:
    """Correct a case, and tell its reporter of another category or place.

    A category of another section passes the case on to it. Raises Refused not_found, not_yours, already_closed,
    no_such_category, no_such_village, nothing_changed, or as `ensure_contact` does.
    """
    # The officer is locked before the case, in the same order as in `complaints.officer_acts`.
    officer = uow.tx.officers.lock([officer.id])[officer.id]
    before = uow.tx.complaints.lock(complaint_id)
    planned = plan(uow, officer, before, wanted)
    assert before is not None
    is_contact_changed = _correct_contact(uow, officer, before, wanted.contact)
    after, note = planned.after, planned.note
    if after == before:
        if not is_contact_changed:
            raise Refused("nothing_changed")
        return Corrected(before)
    uow.tx.complaints.save(after)
    actor = f"officer:{officer.id}"
    entry = case_log.record(uow, after, Action.CORRECT, actor, before=before.status, note=note)
    if planned.department:
        act = Act(Action.TRANSFER, note=note, to_department=planned.department)
        handled = complaints.officer_acts(uow, officer, after.id, act)
        return Corrected(handled.case, handled.reporter_notified, is_transferred=True)
    return Corrected(after, case_events.corrected(uow, after, note, entry))


def may_correct_contact(case: Complaint, origin: Origin | None) -> bool:
    """Whether the name and telephone of a case were typed by an officer, and are not hidden."""
    return origin is not None and origin.filed_by is not None and not case.hide_name


def ensure_contact(contact: Contact) -> None:
    """Raise Refused name_too_long or no_telephone for a contact that an officer mistyped."""
    if len(contact.name) > NAME_LIMIT:
        raise Refused("name_too_long", most=NAME_LIMIT)
    if contact.phone and (len(contact.phone) > PHONE_LIMIT or not is_telephone(contact.phone)):
        raise Refused("no_telephone")


def _corrected(uow: UnitOfWork, before: Complaint, wanted: Wanted) -> Complaint:
    categories = uow.context.catalog.categories_by_key
    key = before.category if wanted.category is None else wanted.category
    if key not in categories or uow.context.catalog.is_about_staff(key):
        raise Refused("no_such_category")
    village = before.place.village if wanted.village is None else wanted.village or None
    villages = {one.number for one in uow.context.catalog.organisation.villages}
    if village != before.place.village and village not in {None, *villages}:
        raise Refused("no_such_village")
    words = before.place.words if wanted.words is None else wanted.words.strip()[:PLACE_LIMIT]
    changed = Correction(categories[key], village, words)
    calendar = uow.context.calendar
    return corrected(
        before, changed, uow.context.catalog.category(before.category), uow.now, calendar
    )


def _correct_contact(
    uow: UnitOfWork, officer: Officer, case: Complaint, contact: Contact | None
) -> bool:
    origin = uow.tx.origins.find(case.id)
    if contact is None or origin is None or not may_correct_contact(case, origin):
        return False
    contact = Contact(contact.name.strip(), contact.phone.strip())
    if contact == origin.contact:
        return False
    # A number of before may stay as it is while the name is corrected.
    ensure_contact(replace(contact, phone="") if contact.phone == origin.contact.phone else contact)
    uow.tx.origins.correct_contact(case.id, contact)
    status = case.status.value
    note = f"{_masked(origin.contact)} → {_masked(contact)}"
    actor = f"officer:{officer.id}"
    uow.tx.audit.add(Entry(uow.now, actor, CONTACT, status, status, note), case)
    return True


def _masked(contact: Contact) -> str:
    name = f"{contact.name[:1]}…" if contact.name else "-"
    phone = f"…{digits_of(contact.phone)[-2:]}" if contact.phone else "-"
    return f"{name} {phone}"


def _changes(uow: UnitOfWork, before: Complaint, after: Complaint) -> str:
    """Return each change with what the case said before and says now."""
    translator = Translator(uow.context.translations)
    rows = (
        (
            "card.topic",
            case_text.topic(uow, translator, before),
            case_text.topic(uow, translator, after),
        ),
        (
            "card.place",
            case_text.place(uow, translator, before.place),
            case_text.place(uow, translator, after.place),
        ),
        ("card.due", dates.day(before.due_at), dates.day(after.due_at)),
    )
    return "\n".join(
        f"{translator.say(label)}: {old} → {new}"
        for label, old, new in rows
        if str(old) != str(new)
    )
