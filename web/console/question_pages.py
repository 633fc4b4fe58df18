"""Residents' questions that wait for an answer: answered, or passed on to the section that knows."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.inquiry import Inquiry
from domain.errors import Refused
from handlers.access import inquiries as access
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import inquiries
from handlers.views import inquiry_card
from web.console.desk import Desk
from web.console.gate import who

SHOWN = 100
GAPS_SHOWN = 10


@dataclass(frozen=True)
class Question:
    """A question as an officer sees it."""

    inquiry: Inquiry
    sender: str
    section: str
    may_answer: bool


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/questions."""

    @pages.get("/questions", endpoint="questions")
    def list_questions() -> str:
        with desk.reading() as uow:
            return _page(uow, desk)

    @pages.post("/questions/<key>/answer")
    def answer_question(key: str) -> AnyResponse:
        words = request.form.get("words", "").replace("\r\n", "\n").strip()

        def act(uow: UnitOfWork) -> None:
            if not words:
                raise Refused("answer_blank")
            inquiries.answer(uow, who().officer, row_key(key), words)

        return _do(desk, key, "answered", act)

    @pages.post("/questions/<key>/pass")
    def pass_question(key: str) -> AnyResponse:
        section = request.form.get("section", "")

        def act(uow: UnitOfWork) -> None:
            if section not in uow.context.catalog.departments_by_key:
                raise Refused("destination_missing")
            inquiries.pass_on(uow, who().officer, row_key(key), section)

        return _do(desk, key, "passed", act)


def _do(desk: Desk, key: str, done: str, act: Callable[[UnitOfWork], None]) -> AnyResponse:
    try:
        with desk.writing() as uow:
            act(uow)
    except Refused as refusal:
        with desk.reading() as uow:
            page = _page(uow, desk, desk.refusal(refusal), about=row_key(key))
        return Response(page, 422)
    return redirect(url_for("desk.questions", done=done), 303)


def _page(uow: UnitOfWork, desk: Desk, fault: str = "", *, about: int = 0) -> str:
    """Return the questions, the oldest first. `about`: the question that a fault is about."""
    officer = who().officer
    waiting = access.waiting_for(uow, officer, SHOWN)
    shown = (one.sender for one in waiting if not inquiry_card.is_unnamed(uow, one))
    names = uow.tx.people.names_of(shown)
    return render_template(
        "desk/questions.html",
        total=access.count_waiting_for(uow, officer),
        questions=[
            Question(
                one,
                "" if inquiry_card.is_unnamed(uow, one) else names.get(one.sender, ""),
                desk.translator.full(inquiry_card.department(uow, one.department)),
                access.may_answer(officer, one),
            )
            for one in waiting
        ],
        gaps=uow.tx.unanswered_questions.most_asked(GAPS_SHOWN),
        departments=uow.context.catalog.departments,
        answer_limit=inquiries.ANSWER_LIMIT,
        fault=fault,
        about=about,
        form=request.form,
        done=request.args.get("done", ""),
    )
