"""The executives' page: the current month, overdue cases by department, the load, decisions and orders."""

from datetime import timedelta

from flask import Blueprint, render_template, request

from domain.cases.queue import Tab
from domain.organisation.rights import Right, has_right
from handlers.access.desk import DeskScope
from handlers.access.ordering import Reach
from handlers.views import office_now
from web.console.desk import Desk
from web.console.gate import who
from web.console.order_lines import order_line
from web.console.queue import line_of
from web.console.queue_address import QueueAddress

LATE_SHOWN = 15
WAITS_SHOWN = 10
ORDERS_SHOWN = 50
ORDERS_KEPT = timedelta(days=60)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The address /desk/office."""

    @pages.get("/office", endpoint="office")
    def office_page() -> str:
        return office_page_of(desk)


def office_page_of(desk: Desk, fault: str = "", sure: str = "") -> str:
    with desk.reading() as uow:
        now = office_now.read(uow)
        late = QueueAddress(tab=Tab.LATE).filter(uow, who().officer.id, DeskScope(None))
        rows = uow.tx.desk_queue.page(late, 0, LATE_SHOWN)
        waits = [
            uow.tx.complaints.get(one) for one in uow.tx.overview.budget_waits(uow.now, WAITS_SHOWN)
        ]
        agencies = {one.key: one.th for one in uow.context.catalog.organisation.agencies}
        proposals = [
            (uow.tx.complaints.get(key), agencies.get(agency, agency))
            for key, agency in uow.tx.referrals.waiting(WAITS_SHOWN)
        ]
        given = uow.tx.instructions.recent(
            department=None, since=uow.now - ORDERS_KEPT, limit=ORDERS_SHOWN
        )
        return render_template(
            "desk/office.html",
            now=now,
            at=uow.now,
            late=[line_of(uow, desk.translator, row) for row in rows],
            waits=waits,
            proposals=proposals,
            orders=[order_line(uow, desk, one) for one in given],
            ordered=_said_after_order(desk),
            sure=sure,
            departments=uow.context.catalog.departments,
            may_order=has_right(who().officer.role, Right.ORDER),
            most=max((one.open for one in now.sections), default=0),
            form=request.form,
            fault=fault,
        )


def _said_after_order(desk: Desk) -> str:
    """The sentence after an order: whom it reached."""
    asked = request.args.get("ordered", "")
    return desk.say(f"order.given_{asked}") if asked in set(Reach) else ""
