"""The register of staff complaints: only those in the reader's own custody, with pages and files of their own."""

from flask import Blueprint, Response, render_template
from werkzeug.wrappers import Response as AnyResponse

from handlers.access import custodians
from handlers.core.messages import row_key
from handlers.views import case_text, due_text
from web.console import case as case_pages
from web.console.desk import Desk
from web.console.gate import who


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/register."""

    @pages.get("/register", endpoint="register")
    def register_page() -> str:
        with desk.reading() as uow:
            found = [
                (
                    one,
                    case_text.state(desk.translator, one),
                    due_text.standing(uow, one).standing.value,
                    case_text.due(uow, desk.translator, one),
                )
                for one in custodians.cases_in_custody_of(uow, who().officer)
            ]
        return render_template("desk/register.html", found=found)

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

    @pages.get("/register/files/<key>")
    def registered_file(key: str) -> Response:
        return case_pages.media_of(desk, row_key(key), in_register=True)
