"""Forms on the page of a case that mend its record: corrections, and what a reporter without LINE said."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.lifecycle import Action
from domain.errors import Refused
from handlers.access import permission
from handlers.core.messages import row_key
from web.console import acts, caller, correct
from web.console.case import page_of, readable
from web.console.desk import Desk
from web.console.gate import who


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of these forms below /desk/cases/<key>."""

    @pages.post("/cases/<key>/correct")
    def correct_case(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                case = readable(uow, key)
                acts.ensure_unmoved(uow, case, row_key(request.form.get("seen", "")))
                done = correct.correct(uow, case)
        except Refused as refusal:
            with desk.reading() as uow:
                case = readable(uow, key)
                fault = desk.refusal(refusal)
                return Response(page_of(uow, desk, case, None, fault, corrects=True), 422)
        if done.is_transferred:
            with desk.reading() as uow:
                if not permission.may_read(uow, who().officer, done.case):
                    return redirect(url_for("desk.cases", done=Action.TRANSFER.value), 303)
        told = "0" if done.is_told is False else "1"
        return redirect(url_for("desk.case", key=key, done="correct", told=told), 303)

    @pages.post("/cases/<key>/caller")
    def record_caller(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                case = readable(uow, key)
                acts.ensure_unmoved(uow, case, row_key(request.form.get("seen", "")))
                caller.record(uow, case)
        except Refused as refusal:
            asks = refusal.key == "caller_may_accuse"
            with desk.reading() as uow:
                case = readable(uow, key)
                fault = desk.refusal(refusal)
                page = page_of(uow, desk, case, None, fault, asks_staff=asks)
                return Response(page, 422)
        return redirect(url_for("desk.case", key=key, done="caller"), 303)
