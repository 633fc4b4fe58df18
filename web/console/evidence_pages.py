"""The evidence of a fiscal year: existing and missing evidence, adding to it, and the pack."""

from datetime import date
from math import nan

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.thai_dates import typed_day
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import yearly_evidence
from handlers.usecases.yearly_evidence import TOOLS, Done
from reports.evidence_pack import of_year, pack
from reports.statistics.period_names import period_name
from storage.reporting.evidence import OfficialScore
from web.console.desk import Desk
from web.console.gate import who


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/evidence."""

    @pages.get("/evidence", endpoint="report_evidence")
    def evidence_page() -> str:
        return _page(desk)

    @pages.post("/evidence", endpoint="report_add_evidence")
    def add() -> AnyResponse:
        form = request.form
        measure, _, item = form.get("about", "").partition("/")
        sent = request.files.get("file")
        file = (_safe(sent.filename), sent.read()) if sent and sent.filename else None
        try:
            day = _day(form.get("done_on", ""))
            done = Done(day, form.get("what", ""), measure, item, form.get("url", "").strip(), file)
            with desk.writing() as uow:
                yearly_evidence.keep(uow, who().officer, done)
        except Refused as refusal:
            return Response(_page(desk, desk.refusal(refusal)), 422)
        return _to(fiscal_year(day), "kept")

    @pages.post("/evidence/<key>/take-back", endpoint="report_take_back")
    def take_back(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                yearly_evidence.take_back(uow, who().officer, row_key(key))
        except Refused as refusal:
            return Response(_page(desk, desk.refusal(refusal)), 422)
        return _to(_year(desk), "taken_back")

    @pages.post("/evidence/score", endpoint="report_score")
    def score() -> AnyResponse:
        form, year = request.form, _year(desk)
        try:
            typed = float(form.get("score", ""))
        except ValueError:
            typed = nan
        try:
            with desk.writing() as uow:
                official = OfficialScore(year, form.get("tool", ""), typed, form.get("source", ""))
                yearly_evidence.type_in(uow, who().officer, official)
        except Refused as refusal:
            return Response(_page(desk, desk.refusal(refusal)), 422)
        return _to(year, "scored")

    @pages.get("/evidence/<year>.zip", endpoint="report_pack")
    def pack_of_year(year: str) -> Response:
        with desk.reading() as uow:
            _ensure_may(uow)
            if int(year if year.isascii() and year.isdecimal() else 0) not in _years(uow):
                abort(404)
            content = pack(uow, int(year))
        answer = Response(content, content_type="application/zip")
        answer.headers["Content-Disposition"] = f'attachment; filename="evidence-{year}.zip"'
        return answer


def _page(desk: Desk, fault: str = "") -> str:
    year = _year(desk)
    with desk.reading() as uow:
        _ensure_may(uow)
        found = of_year(uow, year)
        return render_template(
            "desk/evidence.html",
            year=year,
            years=_years(uow),
            found=found,
            missing=sum(one.is_missing for one in found),
            name_of=lambda code: desk.say(f"reporting.{code}"),
            title_of=lambda issue: desk.say(
                f"publication.report_{issue.report}",
                period=period_name(desk.translator, issue.period),
            ),
            added=uow.tx.evidence.of_year(year),
            measures=uow.context.disclosure.measures,
            scores=[one for one in uow.tx.evidence.scores() if one.year == year],
            tools=[(one, _tool(desk, one)) for one in TOOLS],
            tool_of={one: _tool(desk, one) for one in TOOLS},
            today=bangkok(uow.now).date(),
            done=desk.say(f"reporting.{request.args['done']}")
            if request.args.get("done") in {"kept", "taken_back", "scored"} and not fault
            else "",
            form=request.form,
            fault=fault,
        )


def _ensure_may(uow: UnitOfWork) -> None:
    if not yearly_evidence.may_keep(uow, who().officer):
        abort(403)


def _years(uow: UnitOfWork) -> list[int]:
    """The fiscal years that can be shown, the newest first."""
    this = fiscal_year(bangkok(uow.now).date())
    listed = {one.year for one in uow.context.disclosure.items}
    return sorted(listed | {this - 1, this}, reverse=True)


def _year(desk: Desk) -> int:
    """The fiscal year in the URL, else the current one."""
    with desk.reading() as uow:
        asked, years = request.values.get("year", ""), _years(uow)
        this = fiscal_year(bangkok(uow.now).date())
    return next((one for one in years if str(one) == asked), this)


def _day(typed: str) -> date:
    try:
        return typed_day(typed)
    except ValueError:
        raise Refused("evidence_day_missing") from None


def _safe(name: str | None) -> str:
    return (name or "").replace("\\", "/").rpartition("/")[2]


def _tool(desk: Desk, tool: str) -> str:
    return desk.say("reporting.tool_total") if tool == "total" else tool


def _to(year: int, done: str) -> AnyResponse:
    return redirect(url_for("desk.report_evidence", year=year, done=done), 303)
