"""The lines of the lists of orders: on the executives' page and on that of a department."""

from dataclasses import dataclass

from handlers.access import ordering
from handlers.core.unit_of_work import UnitOfWork
from handlers.views import order_card
from storage.cases.instructions import Instruction
from web.console.desk import Desk
from web.console.gate import who


@dataclass(frozen=True)
class OrderLine:
    """An order in a list. `case`: the number of its case, "" for none. `may_…`: what its reader may do."""

    order: Instruction
    section: str
    case: str
    state: str
    is_late: bool
    may_answer: bool
    may_cancel: bool


def order_line(uow: UnitOfWork, desk: Desk, order: Instruction) -> OrderLine:
    """The line of an order for the signed-in officer."""
    reader = who().officer
    known = uow.context.catalog.departments_by_key.get(order.department)
    case = uow.tx.complaints.find(order.complaint_id) if order.complaint_id else None
    return OrderLine(
        order,
        known.short_th if known else order.department,
        case.number if case else "",
        order_card.state(desk.translator, order),
        order.done_at is None and order.due_at is not None and order.due_at < uow.now,
        order.done_at is None and ordering.may_answer(uow, reader, order),
        ordering.may_cancel(uow, reader, order),
    )
