"""Orders in the chat: an executive gives one about a case with a button, and a head confirms it."""

from handlers.access import work_list
from handlers.conversations.officer.current_case import officer_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.desk import orders


def confirm_order(turn: Turn, instruction_id: int) -> list[Reply]:
    """Handle the confirmation of an order. Raises Refused not_an_officer, not_found or not_yours."""
    orders.confirm(turn.uow, officer_of(turn), instruction_id)
    return [Text(turn.say("order.confirmed"))]


def urge(turn: Turn, complaint_id: int) -> list[Reply]:
    """Order the department of a case to continue with it. Raises Refused as `orders.urge`, not_an_officer."""
    officer = officer_of(turn)
    case = work_list.seen_by(turn.uow, officer, complaint_id)
    given = orders.urge(turn.uow, officer, case)
    section = turn.uow.context.catalog.department(case.department)
    department = turn.name(Bilingual(section.th, section.en))
    if given is None:
        return [Text(turn.say("order.urged_before", department=department))]
    return [Text(turn.say("order.urged", department=department, words=given.words))]
