"""Improvements: the list, a proposal, the agreement (officer, date, cost), and the result."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.thai_dates import arabic_digits, typed_day
from domain.reporting.improvement import Improvement, State
from handlers.access import survey_readers
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvement_effects, improvements
from storage.reporting.improvements import Plan
from web.console import proposals
from web.console.desk import Desk
from web.console.gate import who

ENDS = {State.DONE: improvements.finish, State.DROPPED: improvements.drop}


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/improvements."""

    @pages.get("/improvements", endpoint="improvements")
    def list_improvements() -> str:
        return _list_page(desk)

    @pages.post("/improvements", endpoint="improvement_propose")
    def propose() -> AnyResponse:
        form = request.form
        try:
            with desk.writing() as uow:
                made = proposals.proposed(uow, who().officer, form)
        except Refused as refusal:
            return Response(_list_page(desk, desk.refusal(refusal), form.get("what", "")), 422)
        return redirect(url_for("desk.improvement", key=made.id, done="proposed"), 303)

    @pages.get("/improvements/<key>", endpoint="improvement")
    def improvement(key: str) -> str:
        return _page(desk, key)

    @pages.post("/improvements/<key>/agree", endpoint="improvement_agree")
    def agree(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                found = _seen(uow, key)
                improvements.agree(uow, who().officer, found.id, _plan(uow, found))
        except Refused as refusal:
            return Response(_page(desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.improvement", key=key, done="agreed"), 303)

    @pages.post("/improvements/<key>/<end>", endpoint="improvement_end")
    def end(key: str, end: str) -> AnyResponse:
        if end not in ENDS:
            abort(404)
        try:
            with desk.writing() as uow:
                found = _seen(uow, key)
                ENDS[State(end)](uow, who().officer, found.id, request.form.get("note", ""))
        except Refused as refusal:
            return Response(_page(desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.improvement", key=key, done=end), 303)


def _list_page(desk: Desk, fault: str = "", typed: str = "") -> str:
    officer = who().officer
    with desk.reading() as uow:
        catalog, sections = uow.context.catalog, survey_readers.sections_of(uow, officer)
        today = bangkok(uow.now).date()
        found = [(one, one.is_late(today)) for one in improvements.visible(uow, officer)]
        repeated = proposals.repeated(uow, desk, officer)
        return render_template(
            "desk/improvements.html",
            parts=[
                (desk.say(key), [pair for pair in found if pair[0].is_open is is_open])
                for key, is_open in (
                    ("reporting.improving_open", True),
                    ("reporting.improving_ended", False),
                )
            ],
            state=lambda state: desk.say(f"improvement.state_{state}"),
            section_of={one.key: one.short_th for one in catalog.departments},
            sections=[
                one for one in catalog.departments if sections is None or one.key in sections
            ],
            repeated=repeated,
            chosen=proposals.origin(uow, request.values, repeated),
            typed=typed,
            fault=fault,
        )


def _page(desk: Desk, key: str, fault: str = "") -> str:
    officer = who().officer
    with desk.reading() as uow:
        one = _seen(uow, key)
        decides = improvements.may_decide(uow, officer, one)
        return render_template(
            "desk/improvement.html",
            one=one,
            section=uow.context.catalog.department(one.section).th,
            state=lambda state: desk.say(f"improvement.state_{state}"),
            source=desk.say(f"improvement.source_{one.source.value}"),
            effect=_effect(uow, desk, one),
            question=improvement_effects.measured_by(uow, one),
            steps=uow.tx.improvements.steps(one.id),
            is_late=one.is_late(bangkok(uow.now).date()),
            today=bangkok(uow.now).date(),
            team=improvements.team(uow, one),
            plans=one.is_open and decides,
            finishes=one.state is State.AGREED and (decides or one.officer_id == officer.id),
            done=desk.say("improvement.finished", count=one.told, day=improvements.told_by(uow.now))
            if request.args.get("done") == "done"
            else {
                "proposed": desk.say("improvement.proposed"),
                "agreed": desk.say("improvement.agreed"),
                "dropped": desk.say("improvement.dropped"),
            }.get(request.args.get("done", ""), ""),
            form=request.form,
            fault=fault,
        )


def _effect(uow: UnitOfWork, desk: Desk, one: Improvement) -> str:
    """The effect by the answers before and after; "" before it is done."""
    if one.state is not State.DONE:
        return ""
    return improvement_effects.effect_line(uow, desk.translator, one)


def _seen(uow: UnitOfWork, key: str) -> Improvement:
    """An improvement that the officer may see; else 404."""
    try:
        return improvements.find_visible(uow, who().officer, row_key(key))
    except Refused:
        abort(404)


def _plan(uow: UnitOfWork, one: Improvement) -> Plan:
    """The plan of the form.

    Raises Refused improvement_officer_missing, improvement_due_past or improvement_cost_wrong.
    """
    form = request.form
    chosen = form.get("officer", "")
    if chosen not in {str(other.id) for other in improvements.team(uow, one)}:
        raise Refused("improvement_officer_missing")
    try:
        due = typed_day(form.get("due", ""))
    except ValueError:
        raise Refused("improvement_due_past") from None
    typed = arabic_digits(form.get("cost", "")).replace(",", "").strip()
    if typed and not (typed.isascii() and typed.isdecimal() and len(typed) < 12):
        raise Refused("improvement_cost_wrong")
    return Plan(int(chosen), due, int(typed) if typed else None)
