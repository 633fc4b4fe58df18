"""Orders in the chat: an executive gives one about a case with a button, a head confirms it, both list them."""

from datetime import timedelta

from domain.language.orders_asked import asks_for_orders
from domain.organisation.officers import DEPARTMENTAL
from domain.organisation.rights import Right, has_right
from handlers.access import ordering, work_list
from handlers.access.work_list import LIST_LIMIT
from handlers.conversations.officer.current_case import officer_of
from handlers.core.i18n import Bilingual
from handlers.core.messages import Cards, Reply, Text
from handlers.engine.turn import Turn
from handlers.usecases.desk import order_ends, orders
from handlers.views import order_card

LISTED_FOR = timedelta(days=60)


def asked(turn: Turn, text: str) -> list[Reply]:
    """Return the orders to the officer's section, or for an executive all, if the text asks for them; else empty.

    Unconfirmed orders of any age and those of LISTED_FOR, the newest first.
    """
    officer = officer_of(turn)
    sections = turn.uow.context.catalog.departments
    if not asks_for_orders(text, (name for one in sections for name in (one.th, one.short_th))):
        return []
    is_executive = has_right(officer.role, Right.ORDER)
    if not is_executive and officer.role not in DEPARTMENTAL:
        return []
    found = turn.uow.tx.instructions.recent(
        department=None if is_executive else officer.department,
        since=turn.uow.now - LISTED_FOR,
        limit=LIST_LIMIT,
    )
    shown = [one for one in found if ordering.may_see(officer, one)]
    if not shown:
        return [Text(turn.say("order.none"))]
    cards = [order_card.listed(turn.uow, turn.translator, one, officer) for one in shown]
    return [Cards(turn.say("order.list_alt", count=len(cards)), tuple(cards))]


def cancel_order(turn: Turn, instruction_id: int) -> list[Reply]:
    """Cancel an order. Raises Refused not_an_officer, not_found, not_yours or order_done."""
    cancelled = order_ends.cancel(turn.uow, officer_of(turn), instruction_id)
    return [Text(turn.say("order.cancelled", words=cancelled.words[: order_ends.QUOTED]))]


def confirm_order(turn: Turn, instruction_id: int) -> list[Reply]:
    """Handle the confirmation of an order. Raises Refused not_an_officer, not_found or not_yours."""
    order_ends.confirm(turn.uow, officer_of(turn), instruction_id)
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
