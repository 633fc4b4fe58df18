"""The conversation in which a department reports an order done: its words, and the check before they are sent."""

from dataclasses import dataclass, replace

from domain.errors import Refused
from handlers.access import ordering
from handlers.conversations.officer.current_case import officer_of
from handlers.core.messages import Choice, EventKind, InboundEvent, Reply, Text
from handlers.engine.conversation import begin
from handlers.engine.draft import Draft, typed_text
from handlers.engine.flow import Flow, NotUnderstood, Step
from handlers.engine.refusal_text import refusal_text
from handlers.engine.turn import ConversationTurn, Turn
from handlers.usecases.desk import order_ends
from storage.cases.instructions import Instruction

NAME = "order_report"


@dataclass(frozen=True)
class OrderReportDraft(Draft, flow=NAME):
    """`order`: its id. `case`: the id of the case that it is about, 0 for none. `words`: what was done."""

    order: int = 0
    case: int = 0
    words: str = typed_text()
    confirmed: bool = False


OrderReportTurn = ConversationTurn[OrderReportDraft]


def start(turn: Turn, order_id: int) -> list[Reply]:
    """Ask what was done about an order. Raises Refused not_an_officer, not_found, not_yours or order_done."""
    found = _order(turn, order_id)
    if found.done_at is not None:
        raise Refused("order_done")
    return begin(turn, FLOW, OrderReportDraft(found.id, found.complaint_id or 0))


def _order(turn: Turn, order_id: int) -> Instruction:
    officer = officer_of(turn)
    found = turn.uow.tx.instructions.get(order_id)
    if found is None or not ordering.may_see(officer, found):
        raise Refused("not_found")
    if not ordering.may_answer(turn.uow, officer, found):
        raise Refused("not_yours")
    return found


def _cancel(turn: OrderReportTurn, step: str) -> tuple[Choice, ...]:
    return (turn.button("button.cancel", step, "cancel"),)


def _ask_words(turn: OrderReportTurn) -> list[Reply]:
    order = _order(turn, turn.draft.order)
    asked = turn.say("order.ask_report", words=order.words[: order_ends.QUOTED])
    return [Text(asked, _cancel(turn, "words"))]


def _parse_words(turn: OrderReportTurn, event: InboundEvent) -> OrderReportDraft:
    if event.kind is not EventKind.TEXT or not event.text.strip():
        raise NotUnderstood("officer.note_needed")
    return replace(turn.draft, words=event.text.strip()[: order_ends.REPORT_LIMIT])


def _ask_check(turn: OrderReportTurn) -> list[Reply]:
    order = _order(turn, turn.draft.order)
    check = turn.say("order.check_report", officer=order.ordered_by_name, words=turn.draft.words)
    choices = turn.buttons("check", {"yes": "button.confirm", "edit": "button.edit"})
    return [Text(check, (*choices, *_cancel(turn, "check")))]


def _parse_check(turn: OrderReportTurn, event: InboundEvent) -> OrderReportDraft:
    match event.postback.value if event.postback else "":
        case "yes":
            return replace(turn.draft, confirmed=True)
        case "edit":
            return replace(turn.draft, words="")
    # A text here may belong to something else, and so replaces nothing.
    raise NotUnderstood("officer.press_needed")


def _finish(turn: OrderReportTurn) -> list[Reply]:
    try:
        order_ends.finish(turn.uow, officer_of(turn), turn.draft.order, turn.draft.words)
    except Refused as refusal:
        return [Text(refusal_text(turn, refusal))]
    return [Text(turn.say("order.reported"))]


STEPS = (
    Step[OrderReportDraft](
        "words",
        lambda draft: not draft.words,
        _ask_words,
        _parse_words,
        lambda draft: replace(draft, words=""),
    ),
    Step[OrderReportDraft]("check", lambda draft: not draft.confirmed, _ask_check, _parse_check),
)
FLOW = Flow(OrderReportDraft, lambda _turn: STEPS, _finish)
