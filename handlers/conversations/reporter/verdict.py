"""The verdict on a closed case that is typed instead of pressed: a rating, or "it works again"."""

from domain.cases.complaint import Complaint
from handlers.conversations.reporter.answer_or_dispute import confirm
from handlers.conversations.survey import entry as survey
from handlers.conversations.survey.draft import SurveyDraft
from handlers.conversations.survey.flow import FLOW
from handlers.core.messages import InboundEvent, Reply, Text
from handlers.engine import saved_conversation
from handlers.engine.conversation import advance
from handlers.engine.turn import Turn
from handlers.views import case_card


def confirm_with(turn: Turn, case: Complaint, event: InboundEvent) -> list[Reply]:
    """Record that a case is fixed, with the rating in a text; returns thanks and what the rating leads to."""
    thanks, *asked = confirm(turn, str(case.id))
    running = saved_conversation.load(turn.uow, turn.user.line_user_id)
    if not asked or running is None or not isinstance(running.draft, SurveyDraft):
        return [thanks, *asked]
    rating = turn.at(running)
    press = survey.as_press(rating, event)
    return [thanks, *advance(rating, FLOW, press)]


def ask_verdict(turn: Turn, case: Complaint) -> list[Reply]:
    """Ask whether a closed case is fixed, with a button for each answer."""
    choices = case_card.verdict_buttons(turn.translator, case.id)
    return [Text(turn.say("own.is_it_fixed", number=case.number), choices)]
