"""What is stored about one person, and its deletion.

Cases are not deleted, because they are the office's records until their retention period ends. Survey responses
are deleted while they are linked to the person; without the link nobody knows whose they are.
"""

from dataclasses import dataclass
from datetime import datetime

from handlers.access import own_answers, work_list
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine import saved_conversation
from handlers.usecases import attachments, open_photos
from handlers.usecases.corrections import message_links


@dataclass(frozen=True)
class PersonalData:
    """What is stored about a person.

    `since`: when they first wrote. `cases`: how many. `ratings`: the number of answered surveys and of topics
    whose improvements they want to be told of. `drafts`: the number of unfinished conversations, 0 or 1.
    `unfiled`: the number of attachments in no case.
    """

    display_name: str
    language: str
    since: datetime
    cases: int
    ratings: int
    inquiries: int
    drafts: int
    unfiled: int

    @property
    def can_be_deleted(self) -> bool:
        return bool(
            self.display_name or self.drafts or self.unfiled or self.ratings or self.inquiries
        )


def personal_data_of(uow: UnitOfWork, line_user_id: str) -> PersonalData:
    """Return what is stored about a person."""
    tx = uow.tx
    person = tx.people.find(line_user_id)
    running = saved_conversation.load(uow, line_user_id)
    return PersonalData(
        display_name=person.display_name if person else "",
        language=person.language if person else "",
        since=person.first_seen_at if person else uow.now,
        cases=work_list.own_count(uow, line_user_id),
        ratings=len(own_answers.own_responses(uow, line_user_id))
        + tx.survey_people.count_followed(line_user_id),
        inquiries=tx.inquiries.count_of(line_user_id),
        drafts=int(running is not None),
        unfiled=len(attachments.unfiled_in(uow, running.draft)) if running else 0,
    )


def delete(uow: UnitOfWork, line_user_id: str) -> None:
    """Delete a person's draft, attachments in no case, the text of their inquiries, name and language.

    Their survey responses are deleted with the comments. If they have no case, everything about them is deleted.
    Photos of their cases are withdrawn from the public page.
    """
    tx = uow.tx
    running = saved_conversation.load(uow, line_user_id)
    saved_conversation.drop(uow, line_user_id)
    if running is not None:
        # Attachments do not contain their sender; only the draft shows whose they are.
        attachments.drop(uow, attachments.unfiled_in(uow, running.draft))
        # The links of messages to cases are kept, so that the person can still unsend these messages in LINE.
        message_links.forget_drafts(uow, running)
    answered = [one.id for one in own_answers.own_responses(uow, line_user_id)]
    tx.survey_responses.delete(answered)
    tx.survey_people.forget(line_user_id)
    tx.inquiries.forget_of(line_user_id)
    open_photos.withdraw_of(uow, line_user_id)
    tx.people.describe(line_user_id, "", "")
    left = personal_data_of(uow, line_user_id)
    if not left.cases:
        tx.people.forget(line_user_id)
