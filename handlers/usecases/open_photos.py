"""Clear photos before and after the work for the public page, and withdraw them.

The public page shows the redacted versions. No photo is cleared automatically.
"""

import secrets
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.cases.complaint import Complaint, Status, Verdict
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.access import permission
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.core.unit_of_work import UnitOfWork
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState, Moment
from storage.cases.audit import Entry

OPENED, WITHDRAWN = "photos_opened", "photos_withdrawn"
"""Actions of the audit log, which the reporter does not see."""
MOST_SHOWN = 12
"""Pairs on the public page."""


@dataclass(frozen=True)
class Choice:
    """The photos of a case that may be cleared. `cleared`: the ids of those that are cleared."""

    before: tuple[Attachment, ...]
    after: tuple[Attachment, ...]
    cleared: frozenset[int]


@dataclass(frozen=True)
class Shown:
    """A pair on the public page. `category` and `village`: None if suppressed because few people reported that.

    `before` and `after`: the keys of the photos in their URLs.
    """

    category: str | None
    village: int | None
    before: str
    after: str


def choice_of(uow: UnitOfWork, officer: Officer, case: Complaint) -> Choice | None:
    """Return the photos of a case that an officer may clear; None if they may not, or if there is no such pair."""
    if not _is_fixed(case) or not permission.may_publish(officer, case):
        return None
    found = [one for one in uow.tx.attachments.of_case(case.id) if _is_fit(one)]
    before = tuple(one for one in found if one.moment is Moment.BEFORE)
    after = tuple(one for one in found if one.moment is Moment.AFTER)
    cleared = uow.tx.open_photos.cleared_in(case.id) & {one.id for one in (*before, *after)}
    return Choice(before, after, frozenset(cleared)) if (before and after) or cleared else None


def clear(
    uow: UnitOfWork, officer: Officer, case_id: int, before: str, after: str, *, is_checked: bool
) -> None:
    """Clear one photo before and one after the work, replacing those cleared until now.

    `before` and `after`: the keys of the attachments. `is_checked`: the officer confirms that neither shows a
    person. Raises Refused not_found, not_yours, photos_not_fixed, photos_missing or photos_unchecked.
    """
    case = _of_officer(uow, officer, case_id)
    if not _is_fixed(case):
        raise Refused("photos_not_fixed")
    choice = choice_of(uow, officer, case) or Choice((), (), frozenset())
    chosen = [
        next((one for one in photos if one.key == key), None)
        for photos, key in ((choice.before, before), (choice.after, after))
    ]
    ids = [one.id for one in chosen if one is not None]
    if len(ids) != len(chosen):
        raise Refused("photos_missing")
    if not is_checked:
        raise Refused("photos_unchecked")
    uow.tx.open_photos.withdraw(case.id)
    for one in ids:
        uow.tx.open_photos.clear(one, secrets.token_hex(16))
    _record(uow, f"officer:{officer.id}", case, OPENED)


def withdraw(uow: UnitOfWork, officer: Officer, case_id: int) -> None:
    """Withdraw the photos of a case from the public page. Raises Refused not_found or not_yours."""
    case = _of_officer(uow, officer, case_id)
    if uow.tx.open_photos.withdraw(case.id):
        _record(uow, f"officer:{officer.id}", case, WITHDRAWN)


def withdraw_of(uow: UnitOfWork, line_user_id: str) -> None:
    """Withdraw the photos of a person's cases from the public page when that person deletes their data."""
    for case_id in uow.tx.open_photos.cases_of(line_user_id):
        case = uow.tx.complaints.lock(case_id)
        if case is not None and uow.tx.open_photos.withdraw(case_id):
            _record(uow, "reporter", case, WITHDRAWN)


def shown(uow: UnitOfWork) -> list[Shown]:
    """Return the pairs of the public page, the newest first, with category and village suppressed where needed."""
    return [
        Shown(
            one.category if are_many(uow, one.category, None) else None,
            one.village
            if one.village is not None and are_many(uow, one.category, one.village)
            else None,
            one.before.key,
            one.after.key,
        )
        for one in uow.tx.open_photos.newest(MOST_SHOWN)
    ]


def are_many(uow: UnitOfWork, category: str, village: int | None) -> bool:
    """Whether so many people reported a topic (in a village if given) that it identifies none of them."""
    return uow.tx.open_photos.reporters(category, village, LEAST_SHOWN) >= LEAST_SHOWN


def _is_fixed(case: Complaint) -> bool:
    is_confirmed = case.status is Status.CLOSED and case.verdict is Verdict.CONFIRMED
    return is_confirmed and may_leave_by(Outlet.WEB_PAGE, case)


def _is_fit(one: Attachment) -> bool:
    """Whether an attachment is a photo that was stored without metadata about its author and place."""
    is_photo = one.kind is AttachmentKind.IMAGE and one.state is AttachmentState.STORED
    return is_photo and not one.tells


def _of_officer(uow: UnitOfWork, officer: Officer, case_id: int) -> Complaint:
    case = uow.tx.complaints.lock(case_id)
    if case is None or not permission.may_read(uow, officer, case):
        raise Refused("not_found")
    if not permission.may_publish(officer, case):
        raise Refused("not_yours")
    return case


def _record(uow: UnitOfWork, actor: str, case: Complaint, action: str) -> None:
    status = case.status.value
    uow.tx.audit.add(Entry(uow.now, actor, action, status, status, ""), case)
