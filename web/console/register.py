"""The register of staff complaints: only those in the reader's own custody, with separate pages and files.

It also shows the identity requests on which the reader must decide.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.access import custodians
from handlers.access.identity import VALID_FOR, requests_to
from handlers.core.messages import row_key
from handlers.usecases import custody, identity
from handlers.views import case_text, due_text
from web.console import case as case_pages
from web.console.desk import Desk
from web.console.done_words import IDENTITY_ASKED
from web.console.gate import who

WITHDRAWN, AGREED, REFUSED = "withdrawn", "identity_agreed", "identity_refused"
DONE = frozenset({WITHDRAWN, AGREED, REFUSED})
"""The values of the URL parameter that names the completed action."""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/register."""

    @pages.get("/register", endpoint="register")
    def register_page() -> str:
        return _page(desk)

    @pages.get("/register/<key>")
    def registered(key: str) -> str:
        # Every reading of a staff complaint is recorded.
        with desk.writing() as uow:
            found = case_pages.readable(uow, key, in_register=True)
            custodians.note_read(uow, who().officer, found, "console")
            return case_pages.page_of(uow, desk, found, in_register=True)

    @pages.post("/register/<key>/<action>")
    def act_on_registered(key: str, action: str) -> AnyResponse:
        return case_pages.do(desk, key, action, in_register=True)

    @pages.post("/register/<key>/note")
    def note_on_registered(key: str) -> AnyResponse:
        return case_pages.write_note(desk, key, in_register=True)

    @pages.post("/register/<key>/withdraw")
    def withdraw_from_registered(key: str) -> AnyResponse:
        return _withdraw(desk, key)

    @pages.post("/register/<key>/identity")
    def ask_identity(key: str) -> AnyResponse:
        return _ask_identity(desk, key)

    @pages.post("/register/requests/<key>")
    def decide_identity(key: str) -> AnyResponse:
        return _decide_identity(desk, key)

    @pages.get("/register/files/<key>")
    def registered_file(key: str) -> Response:
        return case_pages.media_of(desk, key, in_register=True)


def _withdraw(desk: Desk, key: str) -> AnyResponse:
    reason = request.form.get("note", "").strip()[: identity.REASON_LIMIT]
    if not reason:
        return _case_page(desk, key, desk.say("custody.reason_needed"))
    with desk.writing() as uow:
        case = case_pages.readable(uow, key, in_register=True)
        custody.recuse(uow, who().officer, case.id, reason)
    return redirect(url_for("desk.register", done=WITHDRAWN), 303)


def _ask_identity(desk: Desk, key: str) -> AnyResponse:
    try:
        with desk.writing() as uow:
            case = case_pages.readable(uow, key, in_register=True)
            identity.ask(uow, who().officer, case.id, request.form.get("note", ""))
    except Refused as refusal:
        return _case_page(desk, key, desk.refusal(refusal))
    return redirect(url_for("desk.registered", key=key, done=IDENTITY_ASKED), 303)


def _decide_identity(desk: Desk, key: str) -> AnyResponse:
    agrees = request.form.get("agrees") == "1"
    try:
        with desk.writing() as uow:
            identity.decide(uow, who().officer, row_key(key), agrees=agrees)
    except Refused as refusal:
        return Response(_page(desk, desk.refusal(refusal)), 422)
    return redirect(url_for("desk.register", done=AGREED if agrees else REFUSED), 303)


def _page(desk: Desk, fault: str = "") -> str:
    """The list of the reader's staff complaints. `fault`: the sentence of a refusal."""
    done = request.args.get("done", "")
    with desk.reading() as uow:
        names = {one.id: one.name for one in uow.tx.officers.all()}
        return render_template(
            "desk/register.html",
            fault=fault,
            done_words=desk.say(f"console.done_{done}") if done in DONE else "",
            requests=[
                (case, names[asked.asked_by], asked, asked.asked_at + VALID_FOR)
                for case, asked in requests_to(uow, who().officer)
            ],
            found=[
                (
                    one,
                    case_text.state(desk.translator, one),
                    due_text.standing(uow, one).standing.value,
                    case_text.due(uow, desk.translator, one),
                )
                for one in custodians.cases_in_custody_of(uow, who().officer)
            ],
        )


def _case_page(desk: Desk, key: str, fault: str) -> Response:
    """The page of a staff complaint after a refusal. `fault`: its sentence."""
    with desk.writing() as uow:
        case = case_pages.readable(uow, key, in_register=True)
        page = case_pages.page_of(uow, desk, case, None, fault, in_register=True)
    return Response(page, 422)
