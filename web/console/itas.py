"""Answers to the official EIT: the numbers entered so far, and a field for the number that ITAS shows."""

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.surveys.eit import pace
from handlers.access import survey_readers
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import itas
from web.console.desk import Desk
from web.console.gate import who

WORDS = (
    *("title", "hint", "window", "closed", "target", "no_target", "missing", "none", "number"),
    *("save", "saved", "day", "answers"),
)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The address /desk/itas, for the section that runs the surveys."""

    @pages.get("/itas", endpoint="itas")
    def show() -> str:
        with desk.reading() as uow:
            return _page(uow, desk)

    @pages.post("/itas", endpoint="save_itas")
    def save() -> AnyResponse:
        typed = request.form.get("answers", "")[:40]
        try:
            with desk.writing() as uow:
                itas.enter(uow, who().officer, itas.number_in(typed))
        except Refused as refusal:
            with desk.reading() as uow:
                return Response(_page(uow, desk, typed, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.itas", saved=1), 303)


def is_shown(uow: UnitOfWork) -> bool:
    """Whether the signed-in officer has a number to enter."""
    return survey_readers.is_eit(uow, who().officer) and itas.window(uow) is not None


def _page(uow: UnitOfWork, desk: Desk, typed: str = "", fault: str = "") -> str:
    if not survey_readers.is_eit(uow, who().officer):
        abort(403)
    window = itas.window(uow)
    today = bangkok(uow.now).date()
    counts = uow.tx.itas_counts.of_year(window.fiscal_year) if window else []
    return render_template(
        "desk/itas.html",
        window=window,
        closed=desk.say("refusals.no_eit_window"),
        is_over=window is not None and today > window.closes,
        counts=list(reversed(counts)),
        pace=pace(window, counts, today) if window else None,
        typed=typed,
        fault=fault,
        saved="saved" in request.args,
        surveys_title=desk.say("paper.title"),
        words={key: desk.say(f"itas.{key}") for key in WORDS},
    )
