"""The conversation in which a custodian withdraws from a staff complaint, which goes to the next custodian."""

from dataclasses import dataclass, replace

from domain.errors import Refused
from handlers.access import work_list
from handlers.conversations.officer.current_case import officer_of
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases import custody

NAME = "recusal"
REASON_LIMIT = 500
REASONS = ("relative", "involved")
"""Reasons that are offered as buttons; another one may be typed."""


@dataclass(frozen=True)
class RecusalDraft(Draft, flow=NAME):
    """`case`: its id. `reason`: why the custodian withdraws, recorded in the audit log."""

    case: int = 0
    reason: str = typed_text()


RecusalTurn = ConversationTurn[RecusalDraft]


def start(turn: Turn, case_id: int) -> list[Reply]:
    """Ask the custodian of a staff complaint why they withdraw. Raises Refused not_found for anybody else."""
    case = work_list.seen_by(turn.uow, officer_of(turn), case_id)
    return begin(turn, FLOW, RecusalDraft(case.id))


def _ask(turn: RecusalTurn) -> list[Reply]:
    case = work_list.seen_by(turn.uow, officer_of(turn), turn.draft.case)
    reasons = (turn.button(f"custody.{one}", "reason", one) for one in REASONS)
    return [
        Text(
            turn.say("custody.ask_reason", number=case.number),
            (*reasons, turn.button("button.cancel", "reason", "cancel")),
        )
    ]


def _parse(turn: RecusalTurn, event: InboundEvent) -> RecusalDraft:
    if event.postback is not None and event.postback.value in REASONS:
        return replace(turn.draft, reason=turn.say(f"custody.{event.postback.value}"))
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("custody.reason_needed")
    return replace(turn.draft, reason=event.text.strip()[:REASON_LIMIT])


def _finish(turn: RecusalTurn) -> list[Reply]:
    try:
        custody.recuse(turn.uow, officer_of(turn), turn.draft.case, turn.draft.reason)
    except Refused as refusal:
        return [Text(refusal_text(turn, refusal))]
    return [Text(turn.say("custody.withdrawn"))]


STEPS = (
    Step[RecusalDraft](
        "reason",
        lambda draft: not draft.reason,
        _ask,
        _parse,
        lambda draft: replace(draft, reason=""),
    ),
)
FLOW = Flow(RecusalDraft, lambda _turn: STEPS, _finish)
