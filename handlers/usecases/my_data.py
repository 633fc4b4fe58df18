"""What is kept of one person, and the deleting of what may be deleted.

Cases and ratings stay: they are the office's records until their retention ends.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments
from handlers.usecases.corrections import message_links


@dataclass(frozen=True)
class Kept:
    """`drafts`: conversations not finished; `loose`: photos and files sent with them."""

    display_name: str
    language: str
    since: datetime
    cases: int
    ratings: int
    drafts: int
    loose: int

    @property
    def can_be_deleted(self) -> bool:
        return bool(self.display_name or self.drafts or self.loose)


def kept(uow: UnitOfWork, line_user_id: str) -> Kept:
    tx = uow.tx
    person = tx.people.find(line_user_id)
    place = tx.conversations.find(line_user_id)
    return Kept(
        display_name=person.display_name if person else "",
        language=person.language if person else "",
        since=person.first_seen_at if person else uow.now,
        cases=tx.complaints.count_of_reporter(line_user_id),
        ratings=tx.ratings.count_of(line_user_id),
        drafts=int(place is not None),
        loose=len(attachments.loose_in(uow, place.draft)) if place else 0,
    )


def delete(uow: UnitOfWork, line_user_id: str) -> None:
    """Drafts, loose files and the name go; of whoever has no case and no rating, everything."""
    tx = uow.tx
    place = tx.conversations.find(line_user_id)
    tx.conversations.drop(line_user_id)
    if place is not None:
        # Attachments do not name their sender: only the draft knows whose they are.
        attachments.drop(uow, attachments.loose_in(uow, place.draft))
        # What is in a case can still be taken back in LINE, which deletes more of it than we may.
        message_links.forget_drafts(uow, place)
    tx.people.describe(line_user_id, "", "")
    left = kept(uow, line_user_id)
    if not (left.cases or left.ratings):
        tx.people.forget(line_user_id)
