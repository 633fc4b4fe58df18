"""Store an interrupted survey, and offer it once more with a later reply."""

from datetime import datetime
from typing import NoReturn

from domain.surveys.participation import OFFERED_FOR
from handlers.conversations.survey.draft import SurveyDraft, SurveyTurn
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Card, Reply
from handlers.engine import saved_conversation
from handlers.engine.draft import Conversation
from handlers.engine.flow import Exit
from handlers.engine.turn import Turn
from storage.surveys.people import Offer


def keep(turn: SurveyTurn) -> None:
    """Store the survey of a conversation, so that it can be offered and continued."""
    draft = turn.draft
    if not draft.door or draft.thanked:
        return
    offer = Offer(draft.door, draft.subject, turn.draft_id, turn.uow.now.isoformat())
    until = turn.uow.now + OFFERED_FOR
    turn.uow.tx.survey_people.keep_offer(turn.user.line_user_id, offer, until)


def keep_running(turn: Turn, running: Conversation) -> None:
    """Store a survey that its person left without a message."""
    if isinstance(running.draft, SurveyDraft):
        keep(turn.at(running))


def leave_for(turn: SurveyTurn, text: str) -> NoReturn:
    """Store the survey and leave it for the matter in a text. Raises Exit."""
    keep(turn)
    raise Exit(text)


def offer(turn: Turn, replies: list[Reply]) -> list[Reply]:
    """Return the replies with the offer to continue a survey, once, if no other conversation is running.

    It is not added to the reply to the message that interrupted the survey, nor if the replies have no room for
    it.
    """
    person, people = turn.user.line_user_id, turn.uow.tx.survey_people
    if not replies or len(replies) >= _MOST_BEFORE or turn.officer is not None:
        return replies
    kept = people.offer_to(person, turn.uow.now)
    if kept is None or kept.is_offered or kept.kept_at == turn.uow.now.isoformat():
        return replies
    running = saved_conversation.load(turn.uow, person)
    if running is not None and not running.draft.is_replaced:
        return replies
    until = datetime.fromisoformat(kept.kept_at) + OFFERED_FOR
    people.mark_offered(person, kept, until)
    go_on = buttons.choice(turn.translator, "survey.go_on", Button.RESUME_SURVEY)
    card = Card(
        title=turn.say("survey.offer_title"),
        alt=turn.say("survey.offer"),
        body=turn.say("survey.offer"),
        buttons=(go_on,),
        choices=replies[-1].choices,
    )
    return [*replies, card]


_MOST_BEFORE = 4
"""Maximum messages of a reply to which one more can be added."""
