"""Reporting without LINE: a form for anyone, without scripts, and following a case by its private code."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.origin import Source
from domain.cases.qr_point import QrPoint
from handlers.conversations.report_form import Asked, Entered, Stage
from handlers.conversations.staff_check import STAFF
from handlers.core.i18n import Bilingual, Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.usecases.doors import points
from handlers.usecases.doors.filing import Door, Filed
from handlers.views.receipt_slip import receipt_slip
from web import intake_form
from web.intake_form import BODY_LIMIT, CleanPicture, texts
from web.public import follow
from web.qr import qr_picture
from web.visitor import network, refuse_other_sites

PURPOSE = "web_report"
CONTENT_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def blueprint(
    context: AppContext, now: Callable[[], datetime], clean_picture: CleanPicture
) -> Blueprint:
    """The routes below /report. `clean_picture`: re-encodes a photo; returns None for anything else."""
    pages = Blueprint("report", __name__)
    pages.after_request(_harden)

    @pages.before_request
    def check() -> None:
        request.max_content_length = BODY_LIMIT
        if request.method == "POST":
            refuse_other_sites(context.signed_urls.public_url)

    @pages.get("/report")
    def tell() -> str:
        with context.read_only_uow(now()) as uow:
            form, token, _ = intake_form.opened(uow, PURPOSE, translator_of(context), door(uow))
            return page(uow, form.shown(first_entered(uow), {}), token)

    @pages.post("/report")
    def send() -> AnyResponse:
        sent = intake_form.read_sent(context.files, clean_picture)

        def work() -> AnyResponse:
            with context.uow(now()) as uow:
                translator = translator_of(context)
                form, token, is_old = intake_form.opened(uow, PURPOSE, translator, door(uow))
                if is_old:
                    faults = {"": translator.say("webform.old_form")}
                    return refused(page(uow, form.shown(sent.entered, faults), token))
                answer = intake_form.take(uow, translator, form, sent)
                if isinstance(answer, Filed):
                    return make_response(receipt(uow, translator, answer, sent.entered))
                shown = page(uow, answer, token)
                return refused(shown) if answer.faults else make_response(shown)

        return intake_form.once(work)

    def page(uow: UnitOfWork, asked: Asked, token: str) -> str:
        translator = translator_of(context)
        return render_template(
            "report_form.html",
            **intake_form.as_page(uow, translator, asked, token),
            office=office_name(uow, translator),
            about=point.name if (point := point_of(uow)) else "",
            is_last=asked.stage in {Stage.CHECK, Stage.STAFF_CHECK},
        )

    follow.add_pages(pages, context, now)
    return pages


def door(uow: UnitOfWork) -> Door:
    """The channel of the current request; its reports are counted by network for a day."""
    point = point_of(uow)
    return Door(Source.WEB, f"web:{network()}", point=point.id if point else None)


def point_of(uow: UnitOfWork) -> QrPoint | None:
    """The open QR point whose code is in the URL, or None."""
    code = request.args.get("at", "")
    return uow.tx.qr_points.by_code(code.upper()[:16]) if code else None


def first_entered(uow: UnitOfWork) -> Entered:
    """The initial entries of the form: from the QR point, or for a staff complaint."""
    if request.args.get("about") == "staff":
        return Entered(way=STAFF)
    point = point_of(uow)
    if point is None:
        return Entered()
    place = points.place_of(uow, point)
    return Entered(
        category=point.category,
        village=str(place.village or ""),
        words=place.words,
        pin=f"{place.latitude}, {place.longitude}" if place.latitude is not None else "",
    )


def translator_of(context: AppContext) -> Translator:
    """Return the translator for the reader's browser."""
    language = request.accept_languages.best_match(["th", "en"])
    return Translator(context.current.translations, "en" if language == "en" else "th")


def office_name(uow: UnitOfWork, translator: Translator) -> str:
    organisation = uow.context.catalog.organisation
    return translator.full(Bilingual(organisation.short_th, organisation.name_en))


def receipt(uow: UnitOfWork, translator: Translator, filed: Filed, entered: Entered) -> str:
    """Return the page after sending, with the number and the private code."""
    slip = receipt_slip(uow, translator, filed.case, filed.code)
    asked = Asked(Stage.TELL, entered)
    return render_template(
        "report_receipt.html",
        slip=slip,
        texts=texts(translator),
        picture=qr_picture(slip.qr) if slip.opens_line and not slip.is_protected else "",
        is_again=filed.is_again,
        asked=asked,
    )


def refused(html: str) -> AnyResponse:
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY)


def _harden(answer: AnyResponse) -> AnyResponse:
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    # With `no-referrer`, the site's default, browsers would send our own forms with the origin `null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
