"""Declaring responses invalid: one officer requests it with a reason, another one agrees or declines."""

from dataclasses import dataclass, replace

from domain.anonymity import LEAST_SHOWN
from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.core import buttons
from handlers.core.buttons import Button
from handlers.core.messages import Cards, Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases.surveys import voiding
from handlers.views import survey_void
from storage.surveys.rounds import SurveyRound

NAME = "void"
SHOWN = 10


@dataclass(frozen=True)
class VoidDraft(Draft, flow=NAME):
    """`response`: id of the response; its burst is included. `reason`: why it is invalid."""

    response: int = 0
    reason: str = ""


VoidTurn = ConversationTurn[VoidDraft]


def button(turn: Turn, officer: Officer, found: SurveyRound) -> tuple[Choice, ...]:
    """Return the button that lists the responses of a round, for those who may declare them invalid."""
    if not voiding.may_void(turn.uow, officer):
        return ()
    return (buttons.choice(turn.translator, "survey_void.list", Button.VOID_LIST, found.id),)


def show(turn: Turn, round_id: int) -> list[Reply]:
    """Return the responses of a round that may be declared invalid. Raises Refused as `voiding.doubted`."""
    officer = _officer(turn)
    found = voiding.doubted(turn.uow, officer, round_id, SHOWN)
    count = voiding.waiting(turn.uow, round_id)
    waits: list[Reply] = []
    if count:
        waits.append(Text(turn.say("survey_void.waiting", count=count, fewest=LEAST_SHOWN)))
    if not found:
        return waits or [Text(turn.say("survey_void.none"))]
    cards = tuple(
        survey_void.card(
            turn.uow, turn.translator, one, for_second=one[0].asked_by not in {None, officer.id}
        )
        for one in found
    )
    return [*waits, Cards(turn.say("survey_void.list_title"), cards)]


def start(turn: Turn, response_id: int) -> list[Reply]:
    """Begin a request. Raises Refused not_an_officer."""
    _officer(turn)
    return begin(turn, FLOW, VoidDraft(response_id))


def agree(turn: Turn, response_id: int) -> list[Reply]:
    """Agree to the request of another officer. Raises Refused as `voiding.agree` does."""
    agreed = voiding.agree(turn.uow, _officer(turn), response_id)
    if agreed.waiting:
        return [Text(turn.say("survey_void.waits", count=agreed.waiting, fewest=LEAST_SHOWN))]
    return [Text(turn.say("survey_void.is_void", count=agreed.count))]


def decline(turn: Turn, response_id: int) -> list[Reply]:
    """Decline a request, so that the response counts. Raises Refused as `voiding.decline` does."""
    voiding.decline(turn.uow, _officer(turn), response_id)
    return [Text(turn.say("survey_void.counts"))]


def _officer(turn: Turn) -> Officer:
    if turn.officer is None:
        raise Refused("not_an_officer")
    return turn.officer


def _ask(turn: VoidTurn) -> list[Reply]:
    return [
        Text(
            turn.say("survey_void.ask_reason"), (turn.button("button.cancel", "reason", "cancel"),)
        )
    ]


def _parse(turn: VoidTurn, event: InboundEvent) -> VoidDraft:
    text = event.text.strip() if event.kind is EventKind.TEXT else ""
    if not text:
        raise NotUnderstood("survey_office.type_reason")
    return replace(turn.draft, reason=text[: voiding.REASON_LIMIT])


def _finish(turn: VoidTurn) -> list[Reply]:
    count = voiding.ask(turn.uow, _officer(turn), turn.draft.response, turn.draft.reason)
    return [Text(turn.say("survey_void.is_asked", count=count))]


REASON = Step[VoidDraft](
    "reason",
    lambda draft: not draft.reason,
    _ask,
    _parse,
    lambda draft: replace(draft, reason=""),
)
FLOW = Flow(VoidDraft, lambda _turn: (REASON,), _finish)
