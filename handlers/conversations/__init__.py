"""The conversations. A new one is a file here and a line in FLOWS."""

from handlers.conversations import conduct, my_data, own_case, rating
from handlers.conversations.complaint import flow as complaint
from handlers.conversations.officer import action
from handlers.engine.conversation import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        complaint.FLOW,
        conduct.FLOW,
        rating.FLOW,
        own_case.FLOW,
        my_data.FLOW,
        action.FLOW,
    )
}
