"""Bulk actions on several cases: choice, preview of recipients and pushes, and execution.

The preview performs the action in a transaction that is rolled back, so it shows the real effect.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.errors import Refused
from handlers.access import permission, recipients
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import complaints
from handlers.views import reply_templates
from web.console import acts
from web.console.acts import ActForm
from web.console.case import readable
from web.console.desk import Desk
from web.console.gate import own_path, who

MOST = 50
"""Maximum cases of one action. Each is a transaction of its own, so that other work can run in between."""
BULK_ACTS = (Action.UPDATE, Action.ASSIGN, Action.TRANSFER)


@dataclass(frozen=True)
class Preview:
    """The effect of an action on a case. `holder`: who is assigned now, "" for nobody.

    `has_line`: whether its reporter is on LINE. `pushes`: push messages used. `fault`: why it is not possible.
    """

    id: int
    seen: int
    number: str
    words: str
    holder: str
    reporter: str
    has_line: bool
    pushes: int
    is_told: bool
    fault: str


class _OnlyTryingError(Exception):
    """Rolls back the transaction of a preview."""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/cases/bulk."""

    # The chosen cases stand in the address, so that the way back from the preview leads to this page.
    @pages.get("/cases/bulk")
    def bulk() -> AnyResponse | str:
        keys = _keys(request.args.getlist("case"))
        back = own_path(request.args.get("back") or url_for("desk.cases"))
        if not keys:
            return redirect(_with(back, chosen=0), 303)
        return _choose(desk, keys, back)

    @pages.post("/cases/bulk")
    def bulk_again() -> AnyResponse | str:
        back = own_path(request.form.get("back") or url_for("desk.cases"))
        return _choose(desk, _keys(request.form.getlist("case")), back)

    @pages.post("/cases/bulk/preview")
    def bulk_preview() -> AnyResponse | str:
        keys = _keys(request.form.getlist("case"))
        back = own_path(request.form.get("back") or url_for("desk.cases"))
        action = _action()
        if action is None:
            return _choose(desk, keys, back)
        form = ActForm.read(action)
        previews = [_tried(desk, key, form) for key in keys]
        with desk.reading() as uow:
            budget, receiver = uow.budget, _receiver(uow, form)
            warning = _warning(uow, desk, form)
        return render_template(
            "desk/bulk_preview.html",
            form=form,
            label=desk.say(f"button.{action.value}"),
            receiver=receiver,
            warning=warning,
            previews=previews,
            doable=[one for one in previews if not one.fault],
            pushes=sum(one.pushes for one in previews),
            waiting=sum(not one.is_told and one.has_line for one in previews if not one.fault),
            left=None if budget.allowance is None else max(0, budget.allowance - budget.spent),
            back=back,
        )

    @pages.post("/cases/bulk/do")
    def bulk_do() -> AnyResponse:
        action, count = _action(), 0
        asked = request.form.getlist("case")[:MOST]
        for chosen in asked:
            key, _, seen = chosen.partition(":")
            if action is not None and _done(
                desk, row_key(key), ActForm.read(action), row_key(seen)
            ):
                count += 1
        back = own_path(request.form.get("back") or url_for("desk.cases"))
        return redirect(_with(back, bulk=count, chosen=len(asked)), 303)


def _with(back: str, **message: int) -> str:
    """Return the address of the list with the message that it shows."""
    return f"{back}{'&' if '?' in back else '?'}{urlencode(message)}"


def _keys(values: Sequence[str]) -> list[int]:
    return list(dict.fromkeys(filter(None, map(row_key, values))))[:MOST]


def _action() -> Action | None:
    asked = request.form.get("action", "")
    return next((one for one in BULK_ACTS if one.value == asked), None)


def _choose(desk: Desk, keys: Sequence[int], back: str) -> str:
    with desk.reading() as uow:
        cases = [readable(uow, str(key)) for key in keys]
        allowed = {act for case in cases for act in permission.acts_of(uow, who().officer, case)}
        catalog = uow.context.catalog
        colleagues = {one.id: one for case in cases for one in permission.colleagues(uow, case)}
        holders = {case.id: _holder(uow, case) for case in cases}
        return render_template(
            "desk/bulk.html",
            cases=cases,
            actions=[
                (act.value, desk.say(f"button.{act.value}")) for act in BULK_ACTS if act in allowed
            ],
            colleagues=colleagues.values(),
            unreached=recipients.unreached(uow, colleagues.values()),
            holders=holders,
            departments=catalog.departments,
            templates=reply_templates.of(uow, None)[Action.UPDATE.value],
            back=back,
            typed=request.form,
        )


def _tried(desk: Desk, key: int, form: ActForm) -> Preview:
    """Perform the action and roll it back."""
    pushes, is_told, fault = 0, True, ""
    try:
        with desk.writing() as uow:
            case = readable(uow, str(key))
            before = uow.tx.outbox.pushes_waiting()
            act = acts.as_act(uow, desk, form)
            handled = complaints.officer_acts(uow, who().officer, case.id, act)
            pushes = uow.tx.outbox.pushes_waiting() - before
            is_told = handled.reporter_notified or form.action is Action.ASSIGN
            _roll_back()
    except _OnlyTryingError:
        pass
    except Refused as refusal:
        fault = desk.refusal(refusal)
    with desk.reading() as uow:
        case = readable(uow, str(key))
        return Preview(
            case.id,
            acts.newest_entry(uow, case),
            case.number,
            case.detail[:120],
            _holder(uow, case),
            desk.reporter_name(uow, case),
            bool(case.reporter),
            pushes,
            is_told,
            fault,
        )


def _roll_back() -> None:
    raise _OnlyTryingError


def _done(desk: Desk, key: int, form: ActForm, seen: int) -> bool:
    """Perform the action on one case; returns False if it was refused or the case has changed."""
    try:
        with desk.writing() as uow:
            case = readable(uow, str(key))
            acts.ensure_unmoved(uow, case, seen)
            complaints.officer_acts(uow, who().officer, case.id, acts.as_act(uow, desk, form))
    except Refused:
        return False
    return True


def _receiver(uow: UnitOfWork, form: ActForm) -> str:
    """The name of the receiving colleague or department."""
    if form.action is Action.ASSIGN:
        return next((one.name for one in uow.tx.officers.all() if str(one.id) == form.receiver), "")
    department = uow.context.catalog.departments_by_key.get(form.receiver)
    return department.th if department else ""


def _holder(uow: UnitOfWork, case: Complaint) -> str:
    return uow.tx.officers.get(case.officer_id).name if case.officer_id else ""


def _warning(uow: UnitOfWork, desk: Desk, form: ActForm) -> str:
    """The sentence that the receiving colleague would not learn of the cases, or ""."""
    if form.action is not Action.ASSIGN:
        return ""
    receivers = [one for one in uow.tx.officers.all() if str(one.id) == form.receiver]
    if not recipients.unreached(uow, receivers):
        return ""
    return desk.say("officer.unreached", officer=receivers[0].name)
