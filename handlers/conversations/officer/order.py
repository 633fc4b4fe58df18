"""The confirmation of an executive's order, which a head presses in the chat."""

from handlers.conversations.officer.current_case import officer_of
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.desk import orders


def confirm_order(turn: Turn, instruction_id: int) -> list[Reply]:
    """Handle the confirmation of an order. Raises Refused not_an_officer, not_found or not_yours."""
    orders.confirm(turn.uow, officer_of(turn), instruction_id)
    return [Text(turn.say("order.confirmed"))]
