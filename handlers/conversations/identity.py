"""The conversation in which a custodian asks who reported a staff complaint, and the second person's decision."""

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
from handlers.usecases import identity

NAME = "identity"


@dataclass(frozen=True)
class IdentityDraft(Draft, flow=NAME):
    """`case`: its id. `reason`: why the custodian must know, which the second person and the reporter read."""

    case: int = 0
    reason: str = typed_text()


IdentityTurn = ConversationTurn[IdentityDraft]


def start(turn: Turn, case_id: int) -> list[Reply]:
    """Ask the custodian of a staff complaint for the reason. Raises Refused as `identity.ask` does."""
    officer = officer_of(turn)
    case = work_list.seen_by(turn.uow, officer, case_id)
    identity.ensure_may_ask(turn.uow, officer, case)
    return begin(turn, FLOW, IdentityDraft(case.id))


def decide(turn: Turn, case_id: int, *, agrees: bool) -> list[Reply]:
    """Handle the decision of the second person. Raises Refused as `identity.decide` does."""
    identity.decide(turn.uow, officer_of(turn), case_id, agrees=agrees)
    return [Text(turn.say("identity.agreed_by_you" if agrees else "identity.refused_by_you"))]


def _ask(turn: IdentityTurn) -> list[Reply]:
    case = work_list.seen_by(turn.uow, officer_of(turn), turn.draft.case)
    return [
        Text(
            turn.say("identity.ask_reason", number=case.number),
            (turn.button("button.cancel", "reason", "cancel"),),
        )
    ]


def _parse(turn: IdentityTurn, event: InboundEvent) -> IdentityDraft:
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("identity.reason_needed")
    return replace(turn.draft, reason=event.text.strip()[: identity.REASON_LIMIT])


def _finish(turn: IdentityTurn) -> list[Reply]:
    try:
        second = identity.ask(turn.uow, officer_of(turn), turn.draft.case, turn.draft.reason)
    except Refused as refusal:
        return [Text(refusal_text(turn, refusal))]
    return [Text(turn.say("identity.asked", second=second))]


STEPS = (
    Step[IdentityDraft](
        "reason",
        lambda draft: not draft.reason,
        _ask,
        _parse,
        lambda draft: replace(draft, reason=""),
    ),
)
FLOW = Flow(IdentityDraft, lambda _turn: STEPS, _finish)
