"""The page of a case for its reporter, at a signed URL: plain HTML that can be printed."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, make_response, render_template

from handlers.core.messages import row_key
from handlers.core.unit_of_work import AppContext
from handlers.views.case_page import case_page, missing_page


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The route of the page, for anyone who has the signed URL."""
    pages = Blueprint("case", __name__)

    @pages.get("/case/<key>-<signature>")
    def page(key: str, signature: str) -> Response:
        with context.read_only_uow(now()) as uow:
            found = case_page(uow, row_key(key), signature)
        if found is None:
            missing = render_template("missing.html", page=missing_page(context))
            answer = make_response(missing, 404)
        else:
            answer = make_response(render_template("case.html", page=found))
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return pages
