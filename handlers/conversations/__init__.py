"""The conversations. A new one is a file here and a line in FLOWS."""

from handlers.conversations import complaint, conduct, officer_act, own_case, rating
from handlers.flow import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (complaint.FLOW, conduct.FLOW, rating.FLOW, own_case.FLOW, officer_act.FLOW)
}
