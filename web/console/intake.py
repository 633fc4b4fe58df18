"""Reports at the counter, by telephone, letter, box or meeting: typed by an officer, with a receipt."""

import json
from http import HTTPStatus

from flask import Blueprint, Response, abort, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint
from domain.cases.origin import TYPED_BY_OFFICERS, Source
from domain.errors import Refused
from handlers.access import permission
from handlers.conversations.report_form import Asked, Entered, Stage
from handlers.conversations.staff_check import STAFF
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import case_filing
from handlers.usecases.doors import begun, receipts
from handlers.usecases.doors.filing import Door, Filed
from handlers.views.receipt_slip import receipt_slip
from reports.receipt_slip import Paper, draw
from web import intake_form
from web.console.case import readable
from web.console.desk import Desk
from web.console.gate import who
from web.qr import qr_picture

PURPOSE, SLIP = "desk_intake", "desk_slip"


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/intake."""

    @pages.get("/intake")
    def intake() -> str:
        way = STAFF if request.args.get("about") == "staff" else ""
        with desk.reading() as uow:
            form, token, _ = intake_form.opened(uow, PURPOSE, desk.translator, _door(None))
            return _page(uow, desk, form.shown(Entered(way=way), {}), token)

    @pages.post("/intake")
    def file_intake() -> AnyResponse:
        sent = intake_form.read_sent(desk.context.files, desk.clean_picture)
        source = _source()

        def work() -> AnyResponse:
            with desk.writing() as uow:
                form, token, is_old = intake_form.opened(
                    uow, PURPOSE, desk.translator, _door(source), is_checked=False
                )
                wrong = "intake.source_missing" if source is None else ""
                wrong = "webform.old_form" if is_old else wrong
                if wrong:
                    answer: Asked | Filed = form.shown(
                        sent.entered, {"" if is_old else "source": desk.say(wrong)}
                    )
                else:
                    answer = intake_form.take(uow, desk.translator, form, sent)
                if isinstance(answer, Filed) and _is_over(uow, answer):
                    answer = form.shown(sent.entered, {"": desk.say("intake.receipt_over")})
                if isinstance(answer, Filed):
                    done = "webform.receipt_again" if answer.is_again else "intake.filed"
                    page = _receipt(
                        uow, desk, answer.case, answer.code, done, draft=answer.draft_id
                    )
                    return make_response(page)
                status = HTTPStatus.UNPROCESSABLE_ENTITY if answer.faults else HTTPStatus.OK
                return make_response(_page(uow, desk, answer, token), status)

        return intake_form.once(work)

    @pages.post("/intake/slip")
    def intake_slip() -> Response:
        with desk.reading() as uow:
            content = begun.opened(uow, SLIP, request.form.get("slip", ""))
            if content is None or request.form.get("paper") not in set(Paper):
                abort(404)
            sealed_slip = json.loads(content)
            draft = sealed_slip["draft"]
            case = (
                case_filing.filed_with(uow, draft)
                if draft
                else uow.tx.complaints.find(sealed_slip["case"])
            )
            # Only the officer who typed the report may print the receipt, while its code is valid.
            is_own = sealed_slip["officer"] == who().officer.id
            if case is None or not is_own or not receipts.is_valid(uow, case, sealed_slip["code"]):
                abort(404)
            slip = receipt_slip(uow, desk.translator, case, sealed_slip["code"])
        pdf = draw(slip, desk.translator, Paper(request.form["paper"]))
        answer = Response(pdf, content_type="application/pdf")
        answer.headers["Content-Disposition"] = f'inline; filename="receipt-{slip.number[-8:]}.pdf"'
        return answer

    @pages.post("/intake/<key>/renew")
    def renew_slip(key: str) -> AnyResponse:
        try:
            with desk.writing() as uow:
                case = readable(uow, key)
                code = receipts.renew(uow, who().officer, case)
                return make_response(_receipt(uow, desk, case, code, "intake.renewed"))
        except Refused:
            abort(404)


def _door(source: Source | None) -> Door:
    """The channel of the report. No daily limit applies, because each report is by another resident."""
    officer = who().officer.id
    return Door(source or Source.COUNTER, f"desk:{officer}", filed_by=officer)


def _is_over(uow: UnitOfWork, filed: Filed) -> bool:
    """Return whether the receipt of a form that was sent before is no longer valid."""
    return filed.is_again and not receipts.is_valid(uow, filed.case, filed.code)


def _source() -> Source | None:
    typed = request.form.get("source", "")
    return Source(typed) if typed in {one.value for one in TYPED_BY_OFFICERS} else None


def _page(uow: UnitOfWork, desk: Desk, asked: Asked, token: str) -> str:
    catalog = uow.context.catalog
    page = intake_form.as_page(uow, desk.translator, asked, token)
    # The page is for an officer, who writes down what a resident says.
    own = {key: desk.say(f"intake.{key}") for key in ("story_hint", "hide_name")}
    return render_template(
        "desk/intake.html",
        **page | {"texts": intake_form.texts(desk.translator) | own},
        sources=[(one.value, desk.say(f"intake.from_{one.value}")) for one in TYPED_BY_OFFICERS],
        source=request.form.get("source", ""),
        words={
            key: desk.say(f"intake.{key}")
            for key in ("title", "hint", "source", "contact", "guess")
        },
        categories=[one for one in catalog.categories if not catalog.is_about_staff(one.key)],
        is_staff=asked.stage in {Stage.STAFF, Stage.STAFF_CHECK},
        is_last=asked.stage in {Stage.CHECK, Stage.STAFF_CHECK},
    )


def _receipt(
    uow: UnitOfWork, desk: Desk, case: Complaint, code: str, done: str, *, draft: str = ""
) -> str:
    """The page from which the receipt is printed.

    `done`: the word key of the sentence on top. `draft`: of the form just sent, by which a staff complaint is
    found.
    """
    slip = receipt_slip(uow, desk.translator, case, code)
    # Only the hash of the code is stored, so the page contains the encrypted code for the print request.
    sealed_slip = {"draft": draft, "case": case.id, "code": code, "officer": who().officer.id}
    keys = ("protected", "print_a5", "print_roll", "open_case", "next_one", "slip_lost")
    is_open = not slip.is_protected and permission.may_read(uow, who().officer, case)
    return render_template(
        "desk/intake_done.html",
        slip=slip,
        case_id=case.id if is_open else 0,
        sealed=begun.sealed(uow, SLIP, json.dumps(sealed_slip)),
        picture="" if slip.is_protected else qr_picture(slip.qr),
        texts=intake_form.texts(desk.translator),
        words={key: desk.say(f"intake.{key}") for key in keys},
        done=desk.say(done),
    )
