"""The conversations. A new one is a file here and a line in FLOWS."""

from handlers.conversations import complaint, conduct, my_data, officer_act, own_case, rating
from handlers.engine.conversation import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        complaint.FLOW,
        conduct.FLOW,
        rating.FLOW,
        own_case.FLOW,
        my_data.FLOW,
        officer_act.FLOW,
    )
}
