"""The team: officers and their roles, QR codes for linking LINE, lost telephones, and removal."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import sign_in, team, team_names
from handlers.views.receipt_slip import chat_with
from web.console import shown_once
from web.console.desk import Desk
from web.console.gate import who
from web.qr import qr_picture

CODE, LINK = "code", "link"
"""The kinds of secret that a page shows once."""
OF_DEPARTMENT = frozenset({"department_needed", "unknown_department"})
"""Refusals about the section of a new officer."""


@dataclass(frozen=True)
class Member:
    """One officer. `cases`: the number of open cases assigned to them."""

    officer: Officer
    post: str
    section: str
    is_linked: bool
    cases: int


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/team."""

    @pages.get("/team", endpoint="team")
    def team_page() -> str:
        return _page(desk)

    @pages.post("/team")
    def appoint() -> AnyResponse | str:
        form = request.form
        try:
            with desk.writing() as uow:
                officer, code = team.appoint(
                    uow,
                    who().officer,
                    form.get("name", ""),
                    _role(),
                    form.get("department", "") if _role() in DEPARTMENTAL else "",
                    is_namesake=form.get("namesake", "") == form.get("name", "").strip() != "",
                )
        except Refused as refusal:
            faulty = "new-department" if refusal.key in OF_DEPARTMENT else "new-name"
            asked = form.get("name", "").strip() if refusal.key == "same_name" else ""
            return Response(_page(desk, desk.refusal(refusal), faulty, asked), 422)
        return _shown_once(officer, CODE, code)

    @pages.get("/team/<key>")
    def member(key: str) -> str:
        return _member_page(desk, key)

    @pages.post("/team/<key>")
    def change_member(key: str) -> AnyResponse | str:
        form = request.form
        try:
            with desk.writing() as uow:
                team.change(
                    uow,
                    who().officer,
                    row_key(key),
                    name=form.get("name", ""),
                    role=_role(),
                    department=form.get("department", ""),
                    other_names=form["other_names"].splitlines() if "other_names" in form else None,
                    receiver_id=row_key(form.get("receiver", "")) or None,
                )
        except Refused as refusal:
            return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.team", saved=1), 303)

    @pages.post("/team/<key>/code")
    def new_member_code(key: str) -> AnyResponse | str:
        return _with_code(desk, key, is_lost=False)

    @pages.post("/team/<key>/lost")
    def lost_phone(key: str) -> AnyResponse | str:
        return _with_code(desk, key, is_lost=True)

    @pages.post("/team/<key>/desk-link")
    def member_desk_link(key: str) -> AnyResponse | str:
        try:
            with desk.writing() as uow:
                officer, link = team.desk_link(uow, who().officer, row_key(key))
        except Refused as refusal:
            return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
        return _shown_once(officer, LINK, link.token)

    @pages.get("/team/<key>/shown")
    def member_secret(key: str) -> AnyResponse | str:
        found = shown_once.secret_of(row_key(key))
        with desk.reading() as uow:
            officer = next((one for one in uow.tx.officers.all() if one.id == row_key(key)), None)
        if found is None or officer is None or not officer.active:
            return redirect(url_for("desk.team"), 303)
        what, secret = found
        return (
            _link_page(desk, officer, secret) if what == LINK else _code_page(desk, officer, secret)
        )

    @pages.post("/team/<key>/leave")
    def member_leaves(key: str) -> AnyResponse | str:
        try:
            with desk.writing() as uow:
                receiver = row_key(request.form.get("receiver", "")) or None
                handed = team.leave(uow, who().officer, row_key(key), receiver)
        except Refused as refusal:
            return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.team", left=handed), 303)


def _with_code(desk: Desk, key: str, *, is_lost: bool) -> AnyResponse | str:
    act = team.lost_phone if is_lost else team.new_code
    try:
        with desk.writing() as uow:
            officer, code = act(uow, who().officer, row_key(key))
    except Refused as refusal:
        return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
    return _shown_once(officer, CODE, code)


def _shown_once(officer: Officer, what: str, secret: str) -> AnyResponse:
    address = url_for("desk.member_secret", key=officer.id)
    return shown_once.shown_at(address, officer.id, what, secret)


def _link_page(desk: Desk, officer: Officer, token: str) -> str:
    """The page that shows a one-time link for an officer without LINE, to copy or to scan."""
    address = (
        f"{desk.context.signed_urls.public_url.rstrip('/')}{url_for('desk.link', token=token)}"
    )
    return render_template(
        "desk/team_link.html",
        officer=officer,
        address=address,
        picture=qr_picture(address),
        hours=int(sign_in.FIRST_LINK_LIFE.total_seconds()) // 3600,
    )


def _code_page(desk: Desk, officer: Officer, code: str) -> str:
    """The page that shows the code once, as text and, with a known LINE id, as a QR code that opens the chat."""
    link = chat_with(desk.context.current.catalog.organisation, code)
    return render_template(
        "desk/team_code.html",
        officer=officer,
        code=code,
        picture=qr_picture(link or code),
        opens_chat=bool(link),
    )


def _role() -> Role:
    asked = request.form.get("role", "")
    if asked not in set(Role):
        abort(400)
    return Role(asked)


def _page(desk: Desk, fault: str = "", faulty: str = "", namesake: str = "") -> str:
    """Return the team's page. `faulty`: the id of the field that a fault is about.

    `namesake`: the name that another officer has, which the form now knows.
    """
    with desk.reading() as uow:
        members = _members(uow, desk)
        departments = uow.context.catalog.departments
    return render_template(
        "desk/team.html",
        members=members,
        roles=_roles(desk),
        departments=departments,
        fault=fault,
        faulty=faulty,
        namesake=namesake,
        left=_left_words(desk),
        form=request.form,
        departmental=[one.value for one in DEPARTMENTAL],
    )


def _left_words(desk: Desk) -> str:
    """The sentence after somebody was removed, or ""."""
    if "left" not in request.args:
        return ""
    count = row_key(request.args["left"])
    return desk.say("team.left_and_handed", count=count) if count else desk.say("team.left")


def _members(uow: UnitOfWork, desk: Desk) -> list[Member]:
    linked = {one.officer.id for one in uow.tx.officers.linked()}
    held = uow.tx.overview.held_by_officer()
    sections = uow.context.catalog.departments_by_key
    return [
        Member(
            one,
            desk.say(f"team.role_{one.role.value}"),
            sections[one.department].th if one.department in sections else "",
            one.id in linked,
            held.get(one.id, 0),
        )
        for one in uow.tx.officers.all()
        if one.active
    ]


def _member_page(desk: Desk, key: str, fault: str = "") -> str:
    with desk.reading() as uow:
        members = _members(uow, desk)
        departments = uow.context.catalog.departments
        login = uow.tx.console.login_of(row_key(key))
        other_names = uow.tx.officers.other_names_of(row_key(key))
        found = next((one for one in members if one.officer.id == row_key(key)), None)
        keeps_names = found is not None and team_names.keeps_names(uow, found.officer.role)
        able = {one.id for one in team.possible_receivers(uow, row_key(key))}
    if found is None:
        abort(404)
    return render_template(
        "desk/member.html",
        member=found,
        others=[one for one in members if one.officer.id in able],
        roles=_roles(desk),
        departments=departments,
        has_login=login is not None,
        other_names=other_names,
        names_kept=desk.refusal(Refused("names_kept")) if keeps_names else "",
        is_self=found.officer.id == who().officer.id,
        fault=fault,
    )


def _roles(desk: Desk) -> list[tuple[str, str, str]]:
    return [
        (one.value, desk.say(f"team.role_{one.value}"), desk.say(f"team.about_{one.value}"))
        for one in Role
    ]
