"""The pages of orders: to give one, and to confirm it, report it done or cancel it."""

from collections.abc import Callable
from datetime import datetime, time

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.calendar import BANGKOK
from domain.organisation.officers import Officer
from domain.organisation.rights import Right, has_right
from domain.organisation.thai_dates import typed_day
from handlers.access import ordering
from handlers.access.ordering import Reach
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import order_ends, orders
from web.console.case import page_of, readable
from web.console.desk import Desk
from web.console.gate import who
from web.console.office import ORDERS_KEPT, ORDERS_SHOWN, office_page_of
from web.console.order_lines import order_line

CLOSES = time(16, 30)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/orders."""

    @pages.post("/orders")
    def order() -> AnyResponse | str:
        form = request.form
        key = form.get("case", "")
        reach = Reach.HEAD
        try:
            with desk.writing() as uow:
                case = readable(uow, key) if key else None
                department = case.department if case else form.get("department", "")
                reach = ordering.receivers(uow, department, who().officer.id).reach
                if department and form.get("words", "").strip():
                    _ensure_warned(department, reach)
                orders.give(
                    uow,
                    who().officer,
                    department,
                    form.get("words", ""),
                    case=case,
                    due_at=_due(form.get("due", "")),
                )
        except _WarningError:
            warning = desk.say(f"order.warn_{reach.value}")
            asked = desk.say("order.warn_again", warning=warning)
            return _order_again(desk, key, asked, _sure(department, reach))
        except Refused as refusal:
            return _order_again(desk, key, desk.refusal(refusal))
        if key:
            return redirect(url_for("desk.case", key=key, done="ordered", reach=reach.value), 303)
        return redirect(url_for("desk.office", ordered=reach.value), 303)

    @pages.get("/orders", endpoint="orders")
    def orders_page() -> str:
        department = who().officer.department
        with desk.reading() as uow:
            found = uow.tx.instructions.recent(
                department=department, since=uow.now - ORDERS_KEPT, limit=ORDERS_SHOWN
            )
            lines = [order_line(uow, desk, one) for one in found]
        return render_template("desk/orders.html", found=lines, fault="")

    @pages.post("/orders/<key>/confirm")
    def confirm_order(key: str) -> AnyResponse:
        return _answer(desk, key, "confirmed", order_ends.confirm)

    @pages.post("/orders/<key>/done")
    def finish_order(key: str) -> AnyResponse:
        report = request.form.get("report", "")
        return _answer(
            desk, key, "finished", lambda uow, by, one: order_ends.finish(uow, by, one, report)
        )

    @pages.post("/orders/<key>/cancel")
    def cancel_order(key: str) -> AnyResponse:
        return _answer(desk, key, "cancelled", order_ends.cancel)


class _WarningError(Exception):
    """Ends the transaction of an order of which its author was not yet told whom it reaches."""


def _sure(department: str, reach: Reach) -> str:
    return f"{department}:{reach.value}"


def _ensure_warned(department: str, reach: Reach) -> None:
    if reach is not Reach.HEAD and request.form.get("sure", "") != _sure(department, reach):
        raise _WarningError


def _order_again(desk: Desk, key: str, fault: str, sure: str = "") -> Response:
    """Return the page of the order's form with what was typed. `sure`: the form is sure of its receivers now."""
    if not key:
        return Response(office_page_of(desk, fault, sure), 422)
    with desk.reading() as uow:
        page = page_of(uow, desk, readable(uow, key), fault=fault, order_sure=sure)
    return Response(page, 422)


def _answer(
    desk: Desk, key: str, done: str, act: Callable[[UnitOfWork, Officer, int], object]
) -> AnyResponse:
    """Confirm, finish or cancel an order, and show the list from which it was done."""
    role = who().officer.role
    page = "desk.orders" if has_right(role, Right.CONFIRM) else "desk.home"
    if has_right(role, Right.OVERVIEW):
        page = "desk.office"
    try:
        with desk.writing() as uow:
            act(uow, who().officer, row_key(key))
    except Refused as refusal:
        if refusal.key in {"not_found", "not_yours"}:
            abort(404)
        done = refusal.key
    return redirect(url_for(page, order=done, _anchor="orders"), 303)


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
