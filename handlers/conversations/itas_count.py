"""The conversation in which an officer enters the number of answers to the official EIT that ITAS shows."""

from dataclasses import dataclass, replace

from domain.errors import Refused
from handlers.access import survey_readers
from handlers.core import dates
from handlers.core.messages import EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases.surveys import itas
from handlers.views import eit_window

NAME = "itas"


@dataclass(frozen=True)
class ItasDraft(Draft, flow=NAME):
    """`answers`: the number that ITAS shows, -1 before it is typed."""

    answers: int = -1


ItasTurn = ConversationTurn[ItasDraft]


def start(turn: Turn) -> list[Reply]:
    """Ask for the number. Raises Refused not_allowed, no_eit_window."""
    if turn.officer is None or not survey_readers.is_eit(turn.uow, turn.officer):
        raise Refused("not_allowed")
    if itas.window(turn.uow) is None:
        raise Refused("no_eit_window")
    return begin(turn, FLOW, ItasDraft())


def _ask(turn: ItasTurn) -> list[Reply]:
    cancel = turn.button("button.cancel", "answers", "cancel")
    return [Text(turn.say("survey_office.itas_ask"), (cancel,))]


def _parse(turn: ItasTurn, event: InboundEvent) -> ItasDraft:
    number = itas.number_in(event.text) if event.kind is EventKind.TEXT else None
    if number is None or number > itas.MOST:
        raise NotUnderstood("survey_office.itas_type")
    return replace(turn.draft, answers=number)


def _finish(turn: ItasTurn) -> list[Reply]:
    if turn.officer is None:
        raise Refused("not_an_officer")
    window, before = itas.enter(turn.uow, turn.officer, turn.draft.answers)
    text = turn.say("survey_office.itas_kept", count=turn.draft.answers)
    if before is not None and before.answers > turn.draft.answers:
        day = dates.on(before.day)
        text += "\n" + turn.say("survey_office.itas_fewer", count=before.answers, day=day)
    return [Text(text), eit_window.card(turn.uow, turn.translator, window, may_enter=True)]


ANSWERS = Step[ItasDraft](
    "answers",
    lambda draft: draft.answers < 0,
    _ask,
    _parse,
    lambda draft: replace(draft, answers=-1),
)
FLOW = Flow(ItasDraft, lambda _turn: (ANSWERS,), _finish)
