"""Photos before and after the work, cleared for the public page on the page of their case."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from handlers.usecases import open_photos
from web.console.case import page_of, readable
from web.console.desk import Desk
from web.console.gate import who


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses below /desk/cases/<key>/public-photos."""

    @pages.post("/cases/<key>/public-photos")
    def publish_photos(key: str) -> AnyResponse:
        return _do(desk, key, is_clearing=True)

    @pages.post("/cases/<key>/public-photos/withdraw")
    def withdraw_photos(key: str) -> AnyResponse:
        return _do(desk, key, is_clearing=False)


def _do(desk: Desk, key: str, *, is_clearing: bool) -> AnyResponse:
    form, officer = request.form, who().officer
    try:
        with desk.writing() as uow:
            case = readable(uow, key)
            if is_clearing:
                before, after = form.get("before", ""), form.get("after", "")
                is_checked = form.get("checked") == "1"
                open_photos.clear(uow, officer, case.id, before, after, is_checked=is_checked)
            else:
                open_photos.withdraw(uow, officer, case.id)
    except Refused as refusal:
        with desk.reading() as uow:
            case = readable(uow, key)
            return Response(page_of(uow, desk, case, None, desk.refusal(refusal)), 422)
    done = open_photos.OPENED if is_clearing else open_photos.WITHDRAWN
    return redirect(url_for("desk.case", key=key, done=done), 303)
