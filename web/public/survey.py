"""The form of a survey, for anyone with its URL, without LINE and without scripts. Opening it stores nothing."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.surveys.eit import shown_on
from handlers.core.i18n import Bilingual, Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.usecases.surveys import form as survey
from handlers.usecases.surveys import form_entries, rounds
from handlers.usecases.surveys.form import Opened
from handlers.usecases.surveys.form_entries import PREFIX, Entered
from handlers.views.survey_form import Filled, form_page

COOKIE = "survey"
COOKIE_AGE = 90 * 24 * 3600
CONTENT_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""The Content-Security-Policy header: the form may be submitted to this site."""
STATUS = {
    "no_such_door": HTTPStatus.NOT_FOUND,
    "survey_closed": HTTPStatus.GONE,
    "link_over": HTTPStatus.GONE,
}
TEXTS = (
    "survey_form.intro",
    "survey_form.faults_title",
    "survey_form.incomplete_title",
    "survey_form.in_line",
    "survey_form.send",
    "survey_form.send_rating",
    "survey_form.rest_is_optional",
    "survey_form.next_title",
    "survey_form.fix_about",
    "survey_form.fix",
    "survey_form.follow_about",
    "survey_form.follow",
    "survey_form.send_partly",
    "survey_form.thanks_title",
    "survey_form.changes",
    "survey_form.back_to_start",
    "survey_form.start_again",
    "survey_form.sorry_title",
    "survey_form.no_pages",
)
"""Word keys of the sentences of the templates, which name them without the file."""


def blueprint(context: AppContext, now: Callable[[], datetime]) -> Blueprint:
    """The routes of the form."""
    pages = Blueprint("questionnaire", __name__)

    _add_pictures(pages, context, now)

    # Without a code too: an address that was cut off gets the same sentence as an unknown one.
    @pages.get("/s/", defaults={"code": ""})
    @pages.get("/s/<code>")
    def show(code: str) -> AnyResponse:
        browser = _browser()
        try:
            with context.read_only_uow(now()) as uow:
                if "p" in request.args:
                    opened = survey.open_by_link(uow, code, request.args["p"])
                else:
                    opened = survey.open_for_browser(uow, code, browser)
                in_line = (
                    rounds.line_address(uow, opened.form.door) if opened.is_anonymous else None
                )
                page = _form(context, opened, _stored(uow, opened), "" if _is_kiosk() else in_line)
        except Refused as refusal:
            return _sorry(context, refusal)
        answer = _hardened(make_response(page))
        if opened.is_anonymous and not _is_kiosk():
            _remember(answer, opened)
        return answer

    @pages.post("/s/<code>")
    def send(code: str) -> AnyResponse:
        entries = {name: request.form.getlist(name) for name in request.form}
        try:
            with context.uow(now()) as uow:
                return _hardened(_send(context, uow, code, entries))
        except Refused as refusal:
            return _sorry(context, refusal)

    @pages.get("/s/<code>/done")
    def done(code: str) -> AnyResponse:
        translator = _translator(context)
        window = shown_on(context.eit_windows, bangkok(now()).date())
        phone = context.catalog.organisation.phone
        start = url_for("questionnaire.show", code=code, kiosk=1) if _is_kiosk() else ""
        with context.read_only_uow(now()) as uow:
            typed, follow_line = rounds.follow_words(uow, code)
        page = render_template(
            "survey_done.html",
            office=_office(context, translator),
            texts=_texts(translator),
            what_happens=translator.say("survey.what_happens"),
            conduct=translator.say("survey_form.conduct", phone=phone) if _is_flagged() else "",
            itas=window,
            itas_title=translator.say("survey.itas_title", year=window.fiscal_year)
            if window
            else "",
            itas_text=translator.say("survey.itas"),
            itas_open=translator.label("survey.itas_open"),
            start=start,
            follow_line=follow_line,
            follow_typed=translator.say("survey_form.follow_typed", typed=typed),
        )
        return _hardened(make_response(page))

    return pages


def _add_pictures(pages: Blueprint, context: AppContext, now: Callable[[], datetime]) -> None:
    """Add the routes of the QR codes."""

    @pages.get("/s/itas.png")
    def itas_qr() -> Response:
        window = shown_on(context.eit_windows, bangkok(now()).date())
        if window is None:
            abort(404)
        return _qr(window.address)

    @pages.get("/s/<code>/qr.png")
    def door_qr(code: str) -> Response:
        with context.read_only_uow(now()) as uow:
            address = survey.address_of(uow, code)
        if address is None:
            abort(404)
        return _qr(address)


def _qr(address: str) -> Response:
    """Return a picture of a QR code, large enough for a poster."""
    import segno  # noqa: PLC0415 - 1 MB, and few pages show a code

    picture = BytesIO()
    segno.make(address, error="m").save(picture, kind="png", scale=12, border=4)
    return Response(picture.getvalue(), content_type="image/png")


def _send(
    context: AppContext, uow: UnitOfWork, code: str, entries: Mapping[str, Sequence[str]]
) -> AnyResponse:
    opened = survey.reopen(uow, code, request.form.get("t", ""))
    if opened is None:
        return _with_new_token(context, uow, code, entries)
    entered = form_entries.read(opened.form.question_set, entries)
    translator = _translator(context)
    faults = _faults(translator, opened, entered, is_partial="partly" in entries)
    if faults:
        filled = Filled(_values(entries), faults, is_incomplete=not entered.faults)
        page = _form(context, opened, filled)
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    if entered.is_empty:
        notice = translator.say("survey_form.empty")
        page = _form(context, opened, Filled(_values(entries), {}, notice))
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    form = survey.store(uow, opened, entered)
    flags: dict[str, Any] = {"c": 1} if survey.leads_to_conduct(uow, entered, form) else {}
    if _is_kiosk():
        flags["kiosk"] = 1
    address = url_for("questionnaire.done", code=code, **flags)
    # A redirect, so that reloading the page does not submit the form again.
    return redirect(address, HTTPStatus.SEE_OTHER)


def _with_new_token(
    context: AppContext, uow: UnitOfWork, code: str, entries: Mapping[str, Sequence[str]]
) -> AnyResponse:
    """Show the form again with all entries, if its token is too old or was not made by us."""
    opened = survey.open_for_browser(uow, code, _browser())
    notice = _translator(context).say("survey_form.send_again")
    page = _form(context, opened, Filled(_values(entries), {}, notice))
    return make_response(page, HTTPStatus.BAD_REQUEST)


def _form(context: AppContext, opened: Opened, filled: Filled, in_line: str | None = None) -> str:
    """Return the page of the form. `in_line`: the URL that opens the same survey in the chat."""
    translator = _translator(context)
    form = opened.form
    service = next((one for one in context.catalog.services if one.key == _service(opened)), None)
    about = (
        translator.say("survey_form.about", service=Bilingual(service.th, service.en))
        if service
        else ""
    )
    organisation = context.catalog.organisation
    office = Bilingual(organisation.short_th, organisation.name_en)
    return render_template(
        "survey_form.html",
        page=form_page(translator, office, form.question_set, about, filled),
        texts=_texts(translator),
        token=opened.token,
        in_line=in_line,
        kiosk=_is_kiosk(),
    )


def _service(opened: Opened) -> str:
    kind, _, rest = opened.form.subject.partition(":")
    return rest.partition(":")[0] if kind == "visit" else opened.form.door.service


def _stored(uow: UnitOfWork, opened: Opened) -> Filled:
    """Return the person's earlier answers, which can be changed."""
    form = opened.form
    if form.response is None:
        return Filled({}, {})
    values = {key: [str(code) for code in codes] for key, codes in form.answers.items()}
    values |= {
        key: [text] for key, text in uow.tx.survey_words.of_response(form.response.id).items()
    }
    notice = Translator(uow.context.translations, _language()).say("survey_form.answered")
    return Filled(values, {}, notice)


def _faults(
    translator: Translator, opened: Opened, entered: Entered, *, is_partial: bool
) -> dict[str, str]:
    """Return the sentence for each question whose entry cannot be stored, or that is not answered."""
    keys = [one.key for one in opened.form.question_set.answerable]
    numbers = {key: number for number, key in enumerate(keys, 1)}
    faults = {
        one.question: translator.say(
            "survey_form.numbered",
            number=numbers[one.question],
            fault=_both(translator, one.key, one.facts),
        )
        for one in entered.faults
    }
    if not is_partial and not entered.is_empty:
        for key in entered.missing:
            faults[key] = translator.say("survey_form.missing", number=numbers[key])
    return faults


def _both(translator: Translator, key: str, facts: Mapping[str, object]) -> Bilingual:
    """Return a sentence in both languages, as a placeholder value of another one."""
    return translator.translations.both(key, **facts)


def _values(entries: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    return {
        name.removeprefix(PREFIX): values
        for name, values in entries.items()
        if name.startswith(PREFIX)
    }


def _sorry(context: AppContext, refusal: Refused) -> AnyResponse:
    translator = _translator(context)
    page = render_template(
        "survey_sorry.html",
        office=_office(context, translator),
        texts=_texts(translator),
        text=translator.say(f"refusals.{refusal.key}", **refusal.facts),
    )
    return _hardened(make_response(page, STATUS.get(refusal.key, HTTPStatus.FORBIDDEN)))


def _hardened(answer: AnyResponse) -> AnyResponse:
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Content-Security-Policy"] = CONTENT_POLICY
    return answer


def _remember(answer: AnyResponse, opened: Opened) -> None:
    """Set the cookie with the random value by which its answer can be changed; it does not identify the person."""
    value = opened.form.person.removeprefix(survey.BROWSER)
    answer.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_AGE,
        path="/s",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def _browser() -> str:
    """Return this browser's random value, or a new one for a kiosk, which many people use."""
    value = "" if _is_kiosk() else request.cookies.get(COOKIE, "")
    return value or survey.new_browser()


def _is_kiosk() -> bool:
    return "kiosk" in request.args


def _is_flagged() -> bool:
    return "c" in request.args


def _language() -> str:
    return "en" if request.accept_languages.best_match(["th", "en"]) == "en" else "th"


def _translator(context: AppContext) -> Translator:
    return Translator(context.translations, _language())


def _texts(translator: Translator) -> dict[str, str]:
    return {key.partition(".")[2]: translator.say(key) for key in TEXTS}


def _office(context: AppContext, translator: Translator) -> str:
    organisation = context.catalog.organisation
    return translator.full(Bilingual(organisation.short_th, organisation.name_en))
