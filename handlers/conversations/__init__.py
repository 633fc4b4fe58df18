"""All conversations by the name of their flow. A new conversation is a module here and a line in FLOWS."""

from typing import Any

from handlers.conversations import (
    conduct,
    crisis,
    identity,
    improvements,
    inquiry,
    instruction,
    itas_count,
    my_data,
    order_report,
    question_reply,
    recusal,
    told,
)
from handlers.conversations import survey_voids as voids
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.officer import action
from handlers.conversations.reporter import answer_or_dispute
from handlers.conversations.survey import flow as survey
from handlers.conversations.survey_office import comments
from handlers.engine.flow import Flow

FLOWS: dict[str, Flow[Any]] = {
    flow.name: flow
    for flow in (
        complaint.FLOW,
        conduct.FLOW,
        crisis.FLOW,
        survey.FLOW,
        comments.FLOW,
        itas_count.FLOW,
        improvements.FLOW,
        voids.FLOW,
        answer_or_dispute.FLOW,
        my_data.FLOW,
        action.FLOW,
        instruction.FLOW,
        order_report.FLOW,
        recusal.FLOW,
        identity.FLOW,
        inquiry.FLOW,
        question_reply.FLOW,
        told.FLOW,
    )
}
