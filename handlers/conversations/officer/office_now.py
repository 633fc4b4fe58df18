"""The executives' look at the office in the chat: this month until today, and what is late and whose."""

from domain.errors import Refused
from domain.organisation.rights import Right, has_right
from handlers.conversations.officer.current_case import officer_of
from handlers.core.messages import Card, Reply, Row, Text, Tone
from handlers.engine.turn import Turn
from handlers.usecases.desk import orders
from handlers.views import office_now


def show(turn: Turn) -> list[Reply]:
    """Return the card of this month. Raises Refused not_an_officer or not_yours."""
    officer = officer_of(turn)
    if not has_right(officer.role, Right.OVERVIEW):
        raise Refused("not_yours")
    now = office_now.read(turn.uow)
    total = now.total
    return [
        Card(
            title=turn.say("order.month_title"),
            alt=turn.say("order.month_alt", filed=now.month.filed, late=total.late),
            tone=Tone.ALERT if total.late else Tone.GOOD,
            body=turn.say(
                "order.month_body",
                filed=now.month.filed,
                ended=now.month.ended,
                in_time=now.month.in_time,
                confirmed=now.month.confirmed,
                open=total.open,
                late=total.late,
                waiting=total.waiting,
            ),
            rows=tuple(
                Row(one.name, turn.say("order.section_row", open=one.open, late=one.late))
                for one in now.sections
                if one.open
            ),
        )
    ]


def confirm_order(turn: Turn, instruction_id: int) -> list[Reply]:
    """Handle the confirmation of an order. Raises Refused not_an_officer, not_found or not_yours."""
    orders.confirm(turn.uow, officer_of(turn), instruction_id)
    return [Text(turn.say("order.confirmed"))]
