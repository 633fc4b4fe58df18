"""The executives' page: the current month, overdue cases by department, the load, decisions and orders."""

from datetime import datetime, time, timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.queue import Tab
from domain.errors import Refused
from domain.organisation.calendar import BANGKOK
from domain.organisation.rights import Right, has_right
from domain.organisation.thai_dates import typed_day
from handlers.access.desk import DeskScope
from handlers.core.messages import row_key
from handlers.usecases.desk import orders
from handlers.views import office_now
from web.console.case import page_of, readable
from web.console.desk import Desk
from web.console.gate import who
from web.console.queue import line_of
from web.console.queue_address import QueueAddress

LATE_SHOWN = 15
WAITS_SHOWN = 10
ORDERS_SHOWN = 50
ORDERS_KEPT = timedelta(days=60)
CLOSES = time(16, 30)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/office and /desk/orders."""

    @pages.get("/office", endpoint="office")
    def office_page() -> str:
        return _page(desk)

    @pages.post("/orders")
    def order() -> AnyResponse | str:
        form = request.form
        key = form.get("case", "")
        try:
            with desk.writing() as uow:
                case = readable(uow, key) if key else None
                department = case.department if case else form.get("department", "")
                orders.give(
                    uow,
                    who().officer,
                    department,
                    form.get("words", ""),
                    case=case,
                    due_at=_due(form.get("due", "")),
                )
        except Refused as refusal:
            if not key:
                return Response(_page(desk, desk.refusal(refusal)), 422)
            with desk.reading() as uow:
                page = page_of(uow, desk, readable(uow, key), fault=desk.refusal(refusal))
            return Response(page, 422)
        if key:
            return redirect(url_for("desk.case", key=key, done="ordered"), 303)
        return redirect(url_for("desk.office", ordered=1), 303)

    @pages.get("/orders", endpoint="orders")
    def orders_page() -> str:
        department = who().officer.department
        with desk.reading() as uow:
            found = uow.tx.instructions.recent(
                department=department, since=uow.now - ORDERS_KEPT, limit=ORDERS_SHOWN
            )
        return render_template("desk/orders.html", found=found)

    @pages.post("/orders/<key>/confirm")
    def confirm_order(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                orders.confirm(uow, who().officer, row_key(key))
        except Refused:
            abort(404)
        return redirect(url_for("desk.orders", confirmed=1), 303)


def _page(desk: Desk, fault: str = "") -> str:
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
            orders=given,
            sections=uow.context.catalog.departments_by_key,
            departments=uow.context.catalog.departments,
            may_order=has_right(who().officer.role, Right.ORDER),
            most=max((one.open for one in now.sections), default=0),
            form=request.form,
            fault=fault,
        )


def _due(typed: str) -> datetime | None:
    """Return the time at which the office closes on the typed day, which may be left out.

    Raises Refused day_missing.
    """
    if not typed.strip():
        return None
    try:
        return datetime.combine(typed_day(typed), CLOSES, BANGKOK)
    except ValueError:
        raise Refused("day_missing") from None
