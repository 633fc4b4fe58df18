"""The conversations. A new one is a file here and a line in FLOWS."""

from handlers.conversations import answer, complaint, officer, rating
from handlers.flow import Flow

FLOWS: dict[str, Flow] = {
    flow.name: flow for flow in (complaint.FLOW, rating.FLOW, answer.FLOW, officer.FLOW)
}
