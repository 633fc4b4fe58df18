"""The page of a case, the officer's actions on it, internal notes, and the files that were sent."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint, WaitingFor
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.organisation.calendar import bangkok
from domain.organisation.rights import Right, has_right
from handlers.access import custodians, identity, permission, recipients, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.officer.note_and_proof import NO_PHOTO_REASONS, NOTE_LIMIT
from handlers.conversations.officer.wait import LONGEST_WAIT, REVIEW_DAYS
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.engine.draft import NO_EVIDENCE
from handlers.usecases import complaints, internal_notes, open_photos, referrals
from handlers.usecases.doors import receipts
from handlers.usecases.identity import REASON_LIMIT
from handlers.views import reply_templates
from handlers.views.attachment_types import FILE_EXTENSIONS
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from web.console import acts, correct, joined, kept_photos
from web.console.acts import ActForm
from web.console.caller import caller_of
from web.console.case_view import case_view
from web.console.desk import Desk
from web.console.done_words import done_words, is_done
from web.console.gate import own_path, who
from web.console.place_map import place_map
from web.console.related import related_to

ACTS = frozenset(
    {
        *(Action.ACCEPT, Action.ASSIGN, Action.TRANSFER, Action.UPDATE, Action.ASK),
        *(Action.WAIT, Action.CLOSE, Action.NOT_OURS, Action.REOPEN),
    }
)


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of one ordinary case below /desk/cases."""

    @pages.get("/cases/<key>")
    def case(key: str) -> str:
        with desk.reading() as uow:
            return page_of(uow, desk, readable(uow, key))

    @pages.post("/cases/<key>/<action>")
    def act(key: str, action: str) -> AnyResponse:
        return do(desk, key, action)

    @pages.post("/cases/<key>/note")
    def note(key: str) -> AnyResponse:
        return write_note(desk, key)

    @pages.post("/cases/<key>/referral")
    def decide_referral(key: str) -> AnyResponse:
        agrees = request.form.get("agrees") == "1"
        try:
            with desk.writing() as uow:
                case = readable(uow, key)
                complaints.decide_referral(uow, who().officer, case.id, agrees=agrees)
        except Refused as refusal:
            with desk.reading() as uow:
                case = readable(uow, key)
                return Response(page_of(uow, desk, case, None, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.case", key=key, done="decided"), 303)

    @pages.get("/files/<key>")
    def attachment(key: str) -> Response:
        return media_of(desk, key)


def readable(uow: UnitOfWork, key: str, *, in_register: bool = False) -> Complaint:
    """The case of a row id, if the officer may read it and it belongs to this part of the console; else 404.

    `in_register`: for the pages of staff complaints, which show only these and no ordinary cases.
    """
    try:
        case = work_list.seen_by(uow, who().officer, row_key(key))
    except Refused:
        abort(404)
    if may_leave_by(Outlet.CONSOLE, case) is in_register:
        abort(404)
    return case


def page_of(
    uow: UnitOfWork,
    desk: Desk,
    case: Complaint,
    form: ActForm | None = None,
    fault: str = "",
    *,
    in_register: bool = False,
    asks_staff: bool = False,
    corrects: bool = False,
    order_sure: str = "",
) -> str:
    """The page of a case. `form`: the entries of an action that was refused with the sentence `fault`.

    `asks_staff`: it was refused because what the reporter said may be about staff. `corrects`: a correction was
    refused. `order_sure`: what the form of an order sends along once its author was told whom it reaches.
    """
    catalog = uow.context.catalog
    today = bangkok(uow.now).date()
    return render_template(
        "desk/case.html",
        view=case_view(uow, desk.translator, who(), case),
        form=form,
        fault=fault,
        done=is_done(),
        colleagues=(colleagues := permission.colleagues(uow, case)),
        unreached=recipients.unreached(uow, colleagues),
        departments=[one for one in catalog.departments if one.key != case.department],
        agencies=catalog.organisation.agencies,
        reasons=[(key, desk.say(f"button.{key}")) for key in NO_PHOTO_REASONS],
        waits=[(one.value, desk.say(f"waiting.{one.value}")) for one in WaitingFor],
        review_days=[
            uow.context.calendar.received(uow.now + timedelta(days=days)).date()
            for days in REVIEW_DAYS
        ],
        first_review=today + timedelta(days=1),
        last_review=today + LONGEST_WAIT,
        labels={one.value: desk.say(f"button.{one.value}") for one in (*ACTS, Action.SEAL)},
        note_limit=NOTE_LIMIT,
        most_photos=acts.MOST_PHOTOS,
        map=place_map(uow, desk.translator, who().officer, case),
        back=url_for("desk.register") if in_register else own_path(request.args.get("back")),
        back_name=desk.say("console.menu_register" if in_register else "console.menu_cases"),
        order_sure=order_sure,
        may_order=has_right(who().officer.role, Right.ORDER) and not in_register,
        act_keys=[one.value for one in permission.acts_of(uow, who().officer, case)],
        may_withdraw=in_register and case.is_open,
        may_ask_identity=in_register and case.is_open and identity.is_hidden(case),
        reason_limit=REASON_LIMIT,
        act_address=lambda action: _act_address(case.id, action, in_register=in_register),
        media_address=lambda one: url_for(
            "desk.registered_file" if in_register else "desk.attachment", key=one
        ),
        media_cover=lambda one: (
            url_for("desk.cover_photo", key=one)
            if not in_register and permission.may_handle(uow, who().officer, case)
            else ""
        ),
        not_ours_button=desk.say(
            "console.propose_not_ours"
            if referrals.superiors_of(uow, who().officer, case)
            else "console.tell_not_ours"
        ),
        referral=_referral(uow, case),
        renews=has_right(who().officer.role, Right.INTAKE)
        and receipts.may_renew(uow, who().officer, case),
        renew_words=(desk.say("intake.renew"), desk.say("intake.renew_hint")),
        done_words=done_words(uow, desk, case),
        templates=reply_templates.of(uow, case),
        related=() if in_register else related_to(uow, desk.translator, who().officer, case),
        by_phone=caller_of(uow, desk, case, asks_staff=asks_staff),
        correct=correct.form_of(uow, case, is_refused=corrects),
        problem=None if in_register else joined.problem_of(uow, desk.translator, case),
        kept=() if in_register else kept_photos.of(uow, case),
        open_photos=None if in_register else open_photos.choice_of(uow, who().officer, case),
        shown_address=lambda one: url_for("desk.attachment", key=one, shown=1),
    )


@dataclass(frozen=True)
class OpenReferral:
    """A proposal that a case is another agency's duty. `may_decide`: whether this officer may decide on it."""

    by: str
    agency: str
    note: str
    may_decide: bool


def _referral(uow: UnitOfWork, case: Complaint) -> OpenReferral | None:
    found = uow.tx.referrals.open_of(case.id)
    if found is None:
        return None
    agencies = {one.key: one.th for one in uow.context.catalog.organisation.agencies}
    return OpenReferral(
        uow.tx.officers.get(found.proposed_by).name,
        agencies.get(found.agency, found.agency),
        found.note,
        permission.may_direct(who().officer, case),
    )


def looking(desk: Desk, *, in_register: bool) -> AbstractContextManager[UnitOfWork]:
    """A unit of work for reading a case. It can write for staff complaints, because every reading is recorded."""
    return desk.writing() if in_register else desk.reading()


def do(desk: Desk, key: str, action: str, *, in_register: bool = False) -> AnyResponse:
    """Perform the action of the current form, and show the case again."""
    if action not in ACTS:
        abort(404)
    form = ActForm.read(Action(action))
    with looking(desk, in_register=in_register) as uow:
        readable(uow, key, in_register=in_register)
    try:
        pictures = acts.store_photos(desk) if form.action is Action.CLOSE else []
        with desk.writing() as uow:
            case = readable(uow, key, in_register=in_register)
            acts.ensure_unmoved(uow, case, form.seen)
            is_closing = form.action is Action.CLOSE
            photos = kept_photos.with_new(uow, case, pictures) if is_closing else NO_EVIDENCE
            handled = complaints.officer_acts(
                uow, who().officer, case.id, acts.as_act(uow, desk, form), photos
            )
    except Refused as refusal:
        with looking(desk, in_register=in_register) as uow:
            case = readable(uow, key, in_register=in_register)
            page = page_of(uow, desk, case, form, desk.refusal(refusal), in_register=in_register)
        return Response(page, 422)
    if handled.is_proposed:
        return redirect(url_for(_page_at(in_register=in_register), key=key, done="proposed"), 303)
    with looking(desk, in_register=in_register) as uow:
        is_readable = permission.may_read(uow, who().officer, handled.case)
    if not is_readable:
        return redirect(url_for("desk.cases", done=action), 303)
    return redirect(url_for(_page_at(in_register=in_register), key=key, done=action), 303)


def write_note(desk: Desk, key: str, *, in_register: bool = False) -> AnyResponse:
    """Store an internal note, which the reporter never sees."""
    with desk.writing() as uow:
        case = readable(uow, key, in_register=in_register)
        internal_notes.add(uow, who().officer, case, request.form.get("note", ""))
    return redirect(url_for(_page_at(in_register=in_register), key=key, done=permission.NOTE), 303)


def media_of(desk: Desk, key: str, *, in_register: bool = False) -> Response:
    """An attachment of a case that the officer may read: displayed if it is a picture, else as a download."""
    with looking(desk, in_register=in_register) as uow:
        found = uow.tx.attachments.by_key(key)
        case_id = case_of(found) if found else None
        if found is None or case_id is None:
            abort(404)
        case = readable(uow, str(case_id), in_register=in_register)
        if in_register:
            custodians.note_read(uow, who().officer, case, "evidence")
    if found.state is not AttachmentState.STORED:
        abort(404)
    try:
        is_shown = request.args.get("shown") == "1"
        content = desk.context.files.read(found.public_file if is_shown else found.file or "")
    except FileNotFoundError:
        abort(404)
    return _media_answer(found, content)


def case_of(found: Attachment) -> int | None:
    """The id of the case that an attachment belongs to or is kept for, or None."""
    return found.complaint_id or kept_photos.case_id_of(found.owner)


def _media_answer(found: Attachment, content: bytes) -> Response:
    if found.kind is AttachmentKind.IMAGE:
        return Response(content, content_type="image/jpeg")
    if found.media_type not in FILE_EXTENSIONS:
        abort(404)
    answer = Response(content, content_type=found.media_type)
    name = f"evidence-{found.key[:8]}.{FILE_EXTENSIONS[found.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _act_address(key: int, action: str, *, in_register: bool) -> str:
    return url_for("desk.act_on_registered" if in_register else "desk.act", key=key, action=action)


def _page_at(*, in_register: bool) -> str:
    return "desk.registered" if in_register else "desk.case"
