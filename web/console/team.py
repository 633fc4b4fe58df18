"""The team: officers and their roles, QR codes for linking LINE, lost telephones, and removal."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.officers import DEPARTMENTAL, Officer, Role
from handlers.core.messages import row_key
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.desk import team
from handlers.views.receipt_slip import chat_with
from web.console.desk import Desk
from web.console.gate import who
from web.qr import qr_picture

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
                )
        except Refused as refusal:
            faulty = "new-department" if refusal.key in OF_DEPARTMENT else "new-name"
            return Response(_page(desk, desk.refusal(refusal), faulty), 422)
        return _code_page(desk, officer, code)

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

    @pages.post("/team/<key>/leave")
    def member_leaves(key: str) -> AnyResponse | str:
        try:
            with desk.writing() as uow:
                receiver = row_key(request.form.get("receiver", "")) or None
                team.leave(uow, who().officer, row_key(key), receiver)
        except Refused as refusal:
            return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
        return redirect(url_for("desk.team", left=1), 303)


def _with_code(desk: Desk, key: str, *, is_lost: bool) -> AnyResponse | str:
    act = team.lost_phone if is_lost else team.new_code
    try:
        with desk.writing() as uow:
            officer, code = act(uow, who().officer, row_key(key))
    except Refused as refusal:
        return Response(_member_page(desk, key, desk.refusal(refusal)), 422)
    return _code_page(desk, officer, code)


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


def _page(desk: Desk, fault: str = "", faulty: str = "") -> str:
    """Return the team's page. `faulty`: the id of the field that a fault is about."""
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
        form=request.form,
        departmental=[one.value for one in DEPARTMENTAL],
    )


def _members(uow: UnitOfWork, desk: Desk) -> list[Member]:
    linked = {one.officer.id for one in uow.tx.officers.linked()}
    held = uow.tx.desk_queue.held_by_officer()
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
        keeps_names = found is not None and team.keeps_names(uow, found.officer.role)
    if found is None:
        abort(404)
    return render_template(
        "desk/member.html",
        member=found,
        others=[one for one in members if one is not found],
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
