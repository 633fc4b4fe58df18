"""Further forms on the page of a case: seal it as a staff complaint, join cases, keep photos for its closing."""

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.text.thai_text import fold
from handlers.access import permission
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import attachments, joined_cases, sealing
from web.console import acts, kept_photos
from web.console.acts import ActForm
from web.console.case import page_of, readable
from web.console.desk import Desk
from web.console.gate import who


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of these forms below /desk/cases/<key>."""

    @pages.post("/cases/<key>/seal")
    def seal_case(key: str) -> AnyResponse:
        form = ActForm.read(Action.SEAL)
        try:
            with desk.writing() as uow:
                case = readable(uow, key)
                acts.ensure_unmoved(uow, case, form.seen)
                sealing.seal(uow, who().officer, case.id)
        except Refused as refusal:
            with desk.reading() as uow:
                case = readable(uow, key)
                return Response(page_of(uow, desk, case, form, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.cases", done=Action.SEAL.value), 303)

    @pages.post("/cases/<key>/join")
    def join_case(key: str) -> AnyResponse:
        return _do(desk, key, is_joining=True)

    @pages.post("/cases/<key>/separate")
    def separate_case(key: str) -> AnyResponse:
        return _do(desk, key, is_joining=False)

    @pages.post("/cases/<key>/photos")
    def keep_photos(key: str) -> AnyResponse:
        with desk.reading() as uow:
            _handled(uow, key)
        form, fault = ActForm.read(Action.CLOSE), ""
        try:
            pictures = acts.store_photos(desk)
            with desk.writing() as uow:
                kept_photos.with_new(uow, _handled(uow, key), pictures)
        except Refused as refusal:
            fault = desk.refusal(refusal)
        # Show the same page with the entries again, because the case is not closed yet.
        with desk.reading() as uow:
            page = page_of(uow, desk, _handled(uow, key), form, fault)
        return Response(page, 422 if fault else 200)

    @pages.post("/cases/<key>/photos/<photo>/drop")
    def drop_photo(key: str, photo: str) -> AnyResponse:
        with desk.writing() as uow:
            kept = kept_photos.of(uow, _handled(uow, key))
            attachments.drop(uow, [one for one in kept if one.key == photo])
        return redirect(url_for("desk.case", key=key, _anchor="act-close"), 303)


def _handled(uow: UnitOfWork, key: str) -> Complaint:
    """The open ordinary case of a row id, if the officer may act on it; else 404."""
    case = readable(uow, key)
    if not case.is_open or not permission.may_handle(uow, who().officer, case):
        abort(404)
    return case


def _do(desk: Desk, key: str, *, is_joining: bool) -> AnyResponse:
    try:
        with desk.writing() as uow:
            case = readable(uow, key)
            other = _other(uow)
            if is_joining:
                joined_cases.join(uow, who().officer, other, case.id)
            else:
                joined_cases.separate(uow, who().officer, other)
    except Refused as refusal:
        with desk.reading() as uow:
            case = readable(uow, key)
            return Response(page_of(uow, desk, case, None, desk.refusal(refusal)), 422)
    return redirect(
        url_for("desk.case", key=key, done="joined" if is_joining else "separated"), 303
    )


def _other(uow: UnitOfWork) -> int:
    """The case that the form identifies by id or number. Raises Refused no_such_number."""
    if typed := request.form.get("number", "").strip():
        found = uow.tx.complaints.by_number(fold(typed).upper())
        if found is None or not permission.may_read(uow, who().officer, found):
            raise Refused("no_such_number")
        return found.id
    return row_key(request.form.get("other", ""))
