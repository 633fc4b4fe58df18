"""Parse the form of an officer's action, for the same use case as a button in the chat."""

from dataclasses import dataclass
from datetime import datetime

from flask import request
from werkzeug.datastructures import FileStorage

from domain.cases.complaint import Complaint, Proof, WaitingFor
from domain.cases.lifecycle import Act, Action
from domain.errors import Refused
from domain.organisation.officers import Officer
from domain.organisation.thai_dates import typed_day
from handlers.access import custodians
from handlers.conversations.officer.note_and_proof import NO_PHOTO_REASONS, NOTE_LIMIT
from handlers.conversations.officer.wait import LONGEST_WAIT, morning_of
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from handlers.views import case_text
from web.console.desk import Desk

MOST_PHOTOS = attachments.LIMIT
PHOTO_BYTES = 11_000_000
REASON_LIMIT = 300


@dataclass(frozen=True)
class Picture:
    """A stored photo: the name of its file in storage.sealed.files."""

    file: str


@dataclass(frozen=True)
class ActForm:
    """The fields of the form as typed. `seen`: the newest entry of the history that the page showed."""

    action: Action
    seen: int
    note: str = ""
    receiver: str = ""
    waiting_for: str = ""
    review: str = ""
    reason: str = ""

    @classmethod
    def read(cls, action: Action) -> "ActForm":
        """The form of the current request."""
        form = request.form
        return cls(
            action,
            row_key(form.get("seen", "")),
            form.get("note", "").replace("\r\n", "\n").strip()[:NOTE_LIMIT],
            form.get("receiver", "")[:40],
            form.get("waiting_for", ""),
            form.get("review", ""),
            form.get("reason", "").strip()[:REASON_LIMIT],
        )


def store_photos(desk: Desk) -> list[Picture]:
    """Store the photos of the current form. Raises Refused photo_unreadable for anything but pictures.

    Call it outside any transaction, because re-encoding a photo takes up to a second.
    """
    files = [one for one in request.files.getlist("photos") if one.filename][:MOST_PHOTOS]
    return [Picture(desk.context.files.store(_clean(desk, one))) for one in files]


def _clean(desk: Desk, photo: FileStorage) -> bytes:
    picture = desk.clean_picture(photo.stream.read(PHOTO_BYTES))
    if picture is None:
        raise Refused("photo_unreadable")
    return picture


def as_act(uow: UnitOfWork, desk: Desk, form: ActForm) -> Act:
    """The action of a form. Raises Refused destination_missing or review_missing for blank or invalid fields."""
    is_referral = form.action is Action.NOT_OURS
    if is_referral and not _knows_agency(uow, form.receiver):
        raise Refused("destination_missing")
    note = form.note
    if is_referral and note:
        note = case_text.with_agency(uow, desk.translator, note, form.receiver)
    return Act(
        form.action,
        note=note,
        proof=Proof(no_photo_reason=_reason(desk, form.reason)),
        to_officer=_receiver(uow, form.receiver) if form.action is Action.ASSIGN else None,
        to_department=_department(uow, form) if form.action is Action.TRANSFER else "",
        agency=form.receiver if is_referral else "",
        waiting_for=WaitingFor(form.waiting_for) if form.waiting_for in set(WaitingFor) else None,
        review_at=_review(uow, form.review) if form.action is Action.WAIT else None,
    )


def newest_entry(uow: UnitOfWork, case: Complaint) -> int:
    """The id of the newest entry of the history that changed the case; reading it does not."""
    return uow.tx.audit.newest_of(case.id, custodians.INTERNAL)


def ensure_unmoved(uow: UnitOfWork, case: Complaint, seen: int) -> None:
    """Raise Refused moved_on if the case has changed since the page was shown, or if the form was sent twice."""
    if newest_entry(uow, case) != seen:
        raise Refused("moved_on")


def _reason(desk: Desk, typed: str) -> str:
    return desk.say(f"button.{typed}") if typed in NO_PHOTO_REASONS else typed


def _receiver(uow: UnitOfWork, key: str) -> Officer | None:
    officers = {str(one.id): one for one in uow.tx.officers.all() if one.active}
    return officers.get(key)


def _department(uow: UnitOfWork, form: ActForm) -> str:
    return form.receiver if form.receiver in uow.context.catalog.departments_by_key else ""


def _knows_agency(uow: UnitOfWork, key: str) -> bool:
    return key in {one.key for one in uow.context.catalog.organisation.agencies}


def _review(uow: UnitOfWork, typed: str) -> datetime:
    try:
        day = typed_day(typed)
    except ValueError:
        raise Refused("review_missing") from None
    review_at = morning_of(day)
    if not uow.now < review_at <= uow.now + LONGEST_WAIT:
        raise Refused("review_missing")
    return review_at
