"""Following a case by its private code on the web: its state, and the reporter's messages to the office.

Every wrong code gets the same response after the same slow hash, so that nothing can be learned from it. Codes are
counted by network for a minute, in memory: many people share one network, and whoever guesses there must not keep
the others from their cases for longer than that. Whoever has opened a case writes to it whatever others guess.
"""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint, Status, Verdict
from domain.cases.lifecycle import Action
from domain.errors import Refused
from handlers.access import permission, reading
from handlers.conversations.staff_check import ORDINARY, fingerprint
from handlers.core.i18n import Bilingual, Translator
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.usecases import complaints, conduct, suspicion
from handlers.usecases.doors import begun
from handlers.usecases.surveys import answering, passes
from handlers.views import case_card
from storage.people.identities import prepare_code
from web.intake_form import texts
from web.rate_limit import RateLimit
from web.visitor import network

PURPOSE = "follow"
NOTE_LIMIT = 2000
CODES_A_MINUTE = 60
"""Maximum codes that are verified for one network in a minute. A code has 59 bits: so many guess none."""
NO_CODE = "----"
"""Replaces a text that is not a code, so that the slow hash is computed for it too."""
WRITTEN = (Action.ANSWER, Action.ADD, Action.DISPUTE)
ACTIONS = (*WRITTEN, Action.CONFIRM, Action.WITHDRAW)


def add_pages(pages: Blueprint, context: AppContext, now: Callable[[], datetime]) -> None:
    """The addresses below /report/follow."""
    limit = RateLimit(CODES_A_MINUTE)

    def too_many(wait: int) -> AnyResponse:
        with context.read_only_uow(now()) as uow:
            page = _ask(context, uow, _fault(context, uow, "too_many"))
        answer = make_response(page, HTTPStatus.TOO_MANY_REQUESTS)
        answer.headers["Retry-After"] = str(wait)
        return answer

    @pages.get("/report/follow")
    def follow() -> str:
        with context.read_only_uow(now()) as uow:
            return _ask(context, uow)

    @pages.post("/report/follow")
    def show() -> AnyResponse:
        if wait := limit.wait(network(), now()):
            return too_many(wait)
        code = conduct.read_code(request.form.get("code", "")) or NO_CODE
        # Slow on purpose, so outside the transaction, and for every text alike.
        prepare_code(code)
        with context.uow(now()) as uow:
            try:
                case = conduct.without_account(uow, code)
            except Refused:
                page = _ask(context, uow, _fault(context, uow, "wrong"))
                return make_response(page, HTTPStatus.NOT_FOUND)
            return make_response(_case(context, uow, case, code))

    @pages.post("/report/follow/<action>")
    def write(action: str) -> AnyResponse:
        with context.uow(now()) as uow:
            code = begun.opened(uow, PURPOSE, request.form.get("t", "")) or NO_CODE
        if code == NO_CODE and (wait := limit.wait(network(), now())):
            return too_many(wait)
        prepare_code(code)
        with context.uow(now(), f"web:{network()}") as uow:
            try:
                case = conduct.without_account(uow, code)
            except Refused:
                return make_response(_ask(context, uow), HTTPStatus.NOT_FOUND)
            return _written(context, uow, case, code, action)


def _written(
    context: AppContext, uow: UnitOfWork, case: Complaint, code: str, action: str
) -> AnyResponse:
    """Perform the reporter's action, after the question whether it is about staff is answered."""
    translator = _translator(context)
    note = request.form.get("note", "").replace("\r\n", "\n").strip()
    if action not in {one.value for one in ACTIONS}:
        return make_response(_case(context, uow, case, code), HTTPStatus.NOT_FOUND)
    requested = Action(action)
    if requested in WRITTEN and not note:
        fault = translator.say("webform.note_needed")
        return _refused(_case(context, uow, case, code, fault=fault, action=action))
    if len(note) > NOTE_LIMIT:
        fault = translator.say("survey_form.too_long", length=len(note), most=NOTE_LIMIT)
        return _refused(_case(context, uow, case, code, fault=fault, note=note, action=action))
    is_declared = request.form.get("way") == ORDINARY
    is_declared = is_declared and request.form.get("asked") == fingerprint(note)
    asks = not case.conduct and suspicion.may_accuse(uow, case, note) and not is_declared
    if asks:
        page = _case(context, uow, case, code, note=note, action=action, asks_staff=True)
        return _refused(page)
    try:
        after = complaints.reporter_acts(uow, case.reporter, case.id, requested, note=note)
    except Refused as refusal:
        fault = translator.say(f"refusals.{refusal.key}", **refusal.facts)
        return _refused(_case(context, uow, case, code, fault=fault, note=note, action=action))
    done = translator.say(f"webform.done_{action}")
    return make_response(_case(context, uow, after, code, done=done))


def _case(
    context: AppContext,
    uow: UnitOfWork,
    case: Complaint,
    code: str,
    *,
    done: str = "",
    fault: str = "",
    note: str = "",
    action: str = "",
    asks_staff: bool = False,
) -> str:
    translator = _translator(context)
    return render_template(
        "report_case.html",
        card=case_card.for_reporter(uow, translator, case, code),
        texts=texts(translator),
        office=_office(uow, translator),
        phone=uow.context.catalog.organisation.phone,
        token=begun.sealed(uow, PURPOSE, code),
        writes=_writes(case),
        may_judge=case.status is Status.CLOSED
        and case.verdict in {Verdict.PENDING, Verdict.SILENT},
        may_withdraw=permission.may_be_withdrawn(uow, case),
        question=reading.by_reporter(case).question if case.status is Status.ASKED else "",
        rating=_rating(uow, case),
        done=done,
        fault=fault,
        note=note,
        action=action,
        asks_staff=asks_staff,
        asked=fingerprint(note),
    )


def _rating(uow: UnitOfWork, case: Complaint) -> str:
    """Return the path of the form that rates the case; "" if it cannot be rated (any more)."""
    try:
        door, subject = answering.rate_case(uow, case.reporter, case.id)
    except Refused:
        return ""
    token = passes.issue(uow, passes.LINK, door.code, answering.rater_of(case), subject)
    return url_for("questionnaire.show", code=door.code, p=token)


def _writes(case: Complaint) -> str:
    """Return the action of a message of the reporter in this state; "" if none is possible."""
    if case.status is Status.ASKED:
        return Action.ANSWER.value
    if case.is_open:
        return Action.ADD.value
    return Action.DISPUTE.value if case.status is Status.NOT_OURS and not case.conduct else ""


def _ask(context: AppContext, uow: UnitOfWork, fault: str = "") -> str:
    translator = _translator(context)
    return render_template(
        "report_follow.html",
        texts=texts(translator),
        office=_office(uow, translator),
        fault=fault,
    )


def _fault(context: AppContext, uow: UnitOfWork, key: str) -> str:
    phone = uow.context.catalog.organisation.phone
    return _translator(context).say(f"webform.follow_{key}", phone=phone)


def _office(uow: UnitOfWork, translator: Translator) -> str:
    organisation = uow.context.catalog.organisation
    return translator.full(Bilingual(organisation.short_th, organisation.name_en))


def _translator(context: AppContext) -> Translator:
    language = request.accept_languages.best_match(["th", "en"])
    return Translator(context.current.translations, "en" if language == "en" else "th")


def _refused(html: str) -> AnyResponse:
    return make_response(html, HTTPStatus.UNPROCESSABLE_ENTITY)
