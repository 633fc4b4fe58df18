"""The console (โต๊ะทำงาน): all its pages as one blueprint below /desk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, abort, g, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from domain.organisation.rights import Right, has_right
from handlers.core.unit_of_work import AppContext
from web.console import (
    black_out,
    bulk,
    case,
    case_forms,
    case_records,
    entry,
    evidence_pages,
    figures,
    gate,
    improvement_pages,
    intake,
    itas,
    office,
    open_photos,
    order_pages,
    paper,
    points,
    question_pages,
    queue,
    register,
    report_pages,
    setting_history,
    settings_pages,
    survey_pages,
    survey_rounds,
    team,
    words_pages,
)
from web.console.desk import FILTERS, CleanPicture, Desk

PARTS = (
    *(
        entry,
        queue,
        case,
        case_forms,
        case_records,
        black_out,
        open_photos,
        bulk,
        office,
        order_pages,
        register,
        intake,
        points,
        paper,
        itas,
        question_pages,
        survey_pages,
        survey_rounds,
    ),
    *(report_pages, evidence_pages, improvement_pages, figures),
    *(setting_history, settings_pages, words_pages, team),
)
MENU = (
    (Right.OVERVIEW, "desk.office", "console.menu_office"),
    (Right.CASES, "desk.cases", "console.menu_cases"),
    (Right.INTAKE, "desk.intake", "intake.title"),
    (Right.INTAKE, "desk.points", "intake.points"),
    (Right.CASES, "desk.questions", "console.menu_questions"),
    (Right.SURVEYS, "desk.surveys", "survey_office.title"),
    (Right.REPORTS, "desk.reports", "reporting.title"),
    (Right.IMPROVEMENTS, "desk.improvements", "improvement.title"),
    (Right.FIGURES, "desk.figures", "figures.title"),
    (Right.CONFIRM, "desk.orders", "console.menu_orders"),
    (Right.REGISTER, "desk.register", "console.menu_register"),
    (Right.SETTINGS, "desk.settings_home", "console.menu_settings"),
    (Right.TEAM, "desk.team", "console.menu_team"),
)
"""The entries of the navigation bar in order: the right, the page and the word key of the name."""

FAULTS = (400, 403, 404, 413)
"""The HTTP statuses with an error page of the console; the word keys are console.fault_… and advice_…"""


@dataclass(frozen=True)
class MenuItem:
    name: str
    address: str
    is_open: bool


def blueprint(
    context: AppContext, now: Callable[[], datetime], clean_picture: CleanPicture
) -> Blueprint:
    """The routes of the console, each with the permission in `rules.RULES`.

    `clean_picture`: re-encodes a photo from the browser; returns None for anything that is not a picture.
    """
    desk = Desk(context, now, clean_picture)
    pages = Blueprint("desk", __name__, url_prefix="/desk")
    gate.Gate(context, now).guard(pages)
    for part in PARTS:
        part.add_pages(pages, desk)
    for name, write in FILTERS.items():
        pages.add_app_template_filter(write, name)

    # A global, because the macros of parts.html do not see the variables of a page.
    pages.add_app_template_global(gate.form_token, "form_token")

    @pages.get("/keys")
    def keys() -> str:
        return render_template("desk/keys.html")

    @pages.route("/<path:rest>")
    def nothing(rest: str) -> str:
        del rest
        abort(404)

    for code in FAULTS:
        pages.register_error_handler(code, lambda fault: _fault_page(desk, fault))

    @pages.context_processor
    def on_every_page() -> dict[str, object]:
        signed = g.get("who")
        with desk.reading() as uow:
            office = uow.context.catalog.organisation
        return {
            "office": office,
            "signed": signed,
            "menu": _menu(desk) if signed else (),
        }

    return pages


def _fault_page(desk: Desk, fault: HTTPException) -> tuple[str, int]:
    code = fault.code or 500
    if code == HTTPStatus.FORBIDDEN and request.method == "GET":
        # The request was for a page, not for an expired form.
        return render_template("desk/closed.html"), code
    return (
        render_template(
            "desk/fault.html",
            heading=desk.say(f"console.fault_{code}"),
            advice=desk.say(f"console.advice_{code}"),
        ),
        code,
    )


def _menu(desk: Desk) -> list[MenuItem]:
    officer = gate.who().officer
    with desk.reading() as uow:
        closed = () if report_pages.codes_of(uow, officer) else (Right.REPORTS,)
    return [
        MenuItem(
            desk.say(name),
            url_for(endpoint),
            (request.endpoint or "").startswith(endpoint.removesuffix("s")),
        )
        for right, endpoint, name in MENU
        if has_right(officer.role, right) and right not in closed
    ]
