"""The page of a case, the officer's actions on it, internal notes, and the files that were sent."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.cases.complaint import Complaint, WaitingFor
from domain.cases.lifecycle import Action
from domain.errors import Refused
from domain.organisation.calendar import bangkok
from handlers.access import permission, work_list
from handlers.access.disclosure import Outlet, may_leave_by
from handlers.conversations.officer.note_and_proof import NO_PHOTO_REASONS, NOTE_LIMIT
from handlers.conversations.officer.wait import LONGEST_WAIT, REVIEW_DAYS
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import complaints, internal_notes, referrals
from handlers.views.attachment_types import FILE_EXTENSIONS
from storage.cases.attachments import Attachment, AttachmentKind, AttachmentState
from web.console import acts, reply_templates
from web.console.acts import ActForm
from web.console.case_view import case_view
from web.console.desk import Desk
from web.console.gate import own_path, who
from web.console.place_map import place_map

ACTS = frozenset(
    {
        *(Action.ACCEPT, Action.ASSIGN, Action.TRANSFER, Action.UPDATE, Action.ASK),
        *(Action.WAIT, Action.CLOSE, Action.NOT_OURS),
    }
)
DONE = frozenset({permission.NOTE, "proposed", "decided", *(one.value for one in ACTS)})
"""What the address of a case may say was done."""


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The addresses of one ordinary case below /desk/cases."""

    @pages.get("/cases/<key>")
    def case(key: str) -> str:
        with desk.reading() as uow:
            return page_of(uow, desk, readable(uow, key, Outlet.CONSOLE))

    @pages.post("/cases/<key>/<action>")
    def act(key: str, action: str) -> AnyResponse:
        return do(desk, key, action, Outlet.CONSOLE)

    @pages.post("/cases/<key>/note")
    def note(key: str) -> AnyResponse:
        return write_note(desk, key, Outlet.CONSOLE)

    @pages.post("/cases/<key>/referral")
    def decide_referral(key: str) -> AnyResponse:
        agrees = request.form.get("agrees") == "1"
        try:
            with desk.writing() as uow:
                case = readable(uow, key, Outlet.CONSOLE)
                complaints.decide_referral(uow, who().officer, case.id, agrees=agrees)
        except Refused as refusal:
            with desk.reading() as uow:
                case = readable(uow, key, Outlet.CONSOLE)
                return Response(page_of(uow, desk, case, None, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.case", key=key, done="decided"), 303)

    @pages.get("/files/<key>")
    def attachment(key: str) -> Response:
        return media_of(desk, row_key(key), Outlet.CONSOLE)


def readable(uow: UnitOfWork, key: str, outlet: Outlet) -> Complaint:
    """The case of a row id, if the officer may read it and it may appear at this outlet; else 404."""
    try:
        case = work_list.seen_by(uow, who().officer, row_key(key))
    except Refused:
        abort(404)
    if not may_leave_by(outlet, case):
        abort(404)
    return case


def page_of(
    uow: UnitOfWork, desk: Desk, case: Complaint, form: ActForm | None = None, fault: str = ""
) -> str:
    """The page of a case. `form`: what was typed, when an action was refused with `fault`."""
    catalog = uow.context.catalog
    today = bangkok(uow.now).date()
    return render_template(
        "desk/case.html",
        view=case_view(uow, desk.translator, who(), case),
        form=form,
        fault=fault,
        done=request.args.get("done", "") in DONE,
        colleagues=permission.colleagues(uow, case),
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
        labels={one.value: desk.say(f"button.{one.value}") for one in ACTS},
        note_limit=NOTE_LIMIT,
        most_photos=acts.MOST_PHOTOS,
        map=place_map(uow, desk.translator, case),
        back=own_path(request.args.get("back")),
        back_name=desk.say("console.menu_cases"),
        act_keys=[one.value for one in permission.acts_of(uow, who().officer, case)],
        act_address=lambda action: url_for("desk.act", key=case.id, action=action),
        not_ours_button=desk.say(
            "console.propose_not_ours"
            if referrals.superiors_of(uow, who().officer, case)
            else "console.tell_not_ours"
        ),
        referral=_referral(uow, case),
        done_words=_done_words(desk),
        templates=reply_templates.of(uow, case),
        related=(),
    )


@dataclass(frozen=True)
class OpenReferral:
    """A proposal that a case is another agency's duty. `may_decide`: whether this officer decides."""

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


def _done_words(desk: Desk) -> str:
    """What the page says after an action: what was done, and whether the reporter has been told."""
    done = request.args.get("done", "")
    if done not in DONE:
        return ""
    untold = desk.say("console.untold") if request.args.get("told") == "0" else ""
    return f"{desk.say(f'console.done_{done}')} {untold}".strip()


def do(desk: Desk, key: str, action: str, outlet: Outlet) -> AnyResponse:
    """Do the action of the present form, and show the case again."""
    if action not in ACTS:
        abort(404)
    form = ActForm.read(Action(action))
    with desk.reading() as uow:
        readable(uow, key, outlet)
    try:
        pictures = acts.store_photos(desk) if form.action is Action.CLOSE else []
        with desk.writing() as uow:
            case = readable(uow, key, outlet)
            acts.ensure_unmoved(uow, case, form.seen)
            photos = acts.take_photos(uow, pictures)
            handled = complaints.officer_acts(
                uow, who().officer, case.id, acts.as_act(uow, desk, form), photos
            )
    except Refused as refusal:
        with desk.reading() as uow:
            page = page_of(uow, desk, readable(uow, key, outlet), form, desk.refusal(refusal))
        return Response(page, 422)
    if handled.is_proposed:
        return redirect(url_for(_page_at(outlet), key=key, done="proposed"), 303)
    told = "1" if handled.reporter_notified or form.action is Action.ASSIGN else "0"
    with desk.reading() as uow:
        is_readable = permission.may_read(uow, who().officer, handled.case)
    if not is_readable:
        return redirect(url_for("desk.cases", done=action), 303)
    return redirect(url_for(_page_at(outlet), key=key, done=action, told=told), 303)


def write_note(desk: Desk, key: str, outlet: Outlet) -> AnyResponse:
    """Store an internal note, which the reporter never sees."""
    with desk.writing() as uow:
        case = readable(uow, key, outlet)
        internal_notes.add(uow, who().officer, case, request.form.get("note", ""))
    return redirect(url_for(_page_at(outlet), key=key, done=permission.NOTE), 303)


def media_of(desk: Desk, key: int, outlet: Outlet) -> Response:
    """A photo, voice or file of a case that the officer may read: shown if it is a picture, else to be saved."""
    with desk.reading() as uow:
        found = next(iter(uow.tx.attachments.get_many([key])), None)
        if found is None or found.complaint_id is None:
            abort(404)
        readable(uow, str(found.complaint_id), outlet)
    if found.state is not AttachmentState.STORED:
        abort(404)
    try:
        content = desk.context.files.read(found.file or "")
    except FileNotFoundError:
        abort(404)
    return _media_answer(found, content)


def _media_answer(found: Attachment, content: bytes) -> Response:
    if found.kind is AttachmentKind.IMAGE:
        return Response(content, content_type="image/jpeg")
    if found.media_type not in FILE_EXTENSIONS:
        abort(404)
    answer = Response(content, content_type=found.media_type)
    name = f"evidence-{found.id}.{FILE_EXTENSIONS[found.media_type]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _page_at(outlet: Outlet) -> str:
    return "desk.case" if outlet is Outlet.CONSOLE else "desk.registered"
