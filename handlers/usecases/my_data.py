"""What is kept of one person, and the deleting of what may be deleted.

Cases and ratings stay: they are the office's records until their retention ends.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.access import work_list
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
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
    running = saved_conversation.load(uow, line_user_id)
    return Kept(
        display_name=person.display_name if person else "",
        language=person.language if person else "",
        since=person.first_seen_at if person else uow.now,
        cases=work_list.own_count(uow, line_user_id),
        ratings=tx.ratings.count_of(line_user_id),
        drafts=int(running is not None),
        loose=len(attachments.loose_in(uow, running.draft)) if running else 0,
    )


def delete(uow: UnitOfWork, line_user_id: str) -> None:
    """Drafts, loose files and the name go; of whoever has no case and no rating, everything."""
    tx = uow.tx
    running = saved_conversation.load(uow, line_user_id)
    tx.conversations.drop(line_user_id)
    if running is not None:
        # Attachments do not name their sender: only the draft knows whose they are.
        attachments.drop(uow, attachments.loose_in(uow, running.draft))
        # What is in a case can still be taken back in LINE, which deletes more of it than we may.
        message_links.forget_drafts(uow, running)
    tx.people.describe(line_user_id, "", "")
    left = kept(uow, line_user_id)
    if not (left.cases or left.ratings):
        tx.people.forget(line_user_id)
