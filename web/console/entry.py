"""Signing in to and out of the console, and an officer's own sessions and password."""

from flask import Blueprint, Response, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.errors import Refused
from domain.organisation.rights import Right, has_right
from handlers.core.messages import row_key
from handlers.usecases.desk import passwords, sign_in
from handlers.usecases.desk.sign_in import NewLogin
from web.console import gate
from web.console.desk import Desk
from web.console.gate import browser, own_path, who
from web.qr import qr_picture

FIRST_PAGES = (
    (Right.OVERVIEW, "desk.office"),
    (Right.CASES, "desk.cases"),
    (Right.REGISTER, "desk.register"),
    (Right.TEAM, "desk.team"),
)
"""The page after signing in is the first of these that the role may open."""


def add_pages(pages: Blueprint, desk: Desk) -> None:  # noqa: C901 - one short function for each address
    """The addresses below /desk/in and /desk/me."""

    @pages.get("/in")
    def ways_in() -> AnyResponse | str:
        if g.who is not None:
            return redirect(url_for("desk.home"))
        return render_template("desk/sign_in.html", next=request.args.get("next", ""), fault="")

    @pages.post("/in")
    def enter() -> AnyResponse:
        try:
            cookie = _entered(desk)
        except Refused as refusal:
            return _refused(desk.refusal(refusal))
        if cookie is None:
            by_code = "code" in request.form and "name" not in request.form
            return _refused(desk.say("console.wrong_code" if by_code else "console.wrong_password"))
        return gate.keep_cookie(redirect(own_path(request.form.get("next")), 303), cookie)

    @pages.get("/in/<token>")
    def link(token: str) -> AnyResponse | str:
        with desk.reading() as uow:
            owner = sign_in.owner_of_link(uow, token)
        if owner is None:
            return Response(render_template("desk/link_over.html"), 404)
        return render_template("desk/link.html", owner=owner)

    @pages.post("/in/<token>")
    def enter_by_link(token: str) -> AnyResponse:
        with desk.writing() as uow:
            owner = sign_in.owner_of_link(uow, token)
            cookie = sign_in.by_link(uow, token, browser())
            is_first = owner is not None and sign_in.lacks_way_back(uow, owner)
        if cookie is None:
            return Response(render_template("desk/link_over.html"), 404)
        first_page = url_for("desk.password", first=1) if is_first else url_for("desk.home")
        return gate.keep_cookie(redirect(first_page, 303), cookie)

    @pages.get("", strict_slashes=False)
    def home() -> AnyResponse | str:
        role = who().officer.role
        for right, endpoint in FIRST_PAGES:
            if has_right(role, right):
                return redirect(url_for(endpoint))
        return redirect(url_for("desk.me"))

    @pages.get("/me")
    def me() -> str:
        with desk.reading() as uow:
            sessions = uow.tx.console.sessions_of(who().officer.id, uow.now)
            login = uow.tx.console.login_of(who().officer.id)
        return render_template("desk/me.html", sessions=sessions, login=login)

    @pages.post("/me/out")
    def sign_out() -> AnyResponse:
        with desk.writing() as uow:
            sign_in.sign_out(uow, who(), who().session.id)
        return gate.drop_cookie(redirect(url_for("desk.ways_in"), 303))

    @pages.post("/me/sessions/<key>/end")
    def end_session(key: str) -> AnyResponse:
        with desk.writing() as uow:
            sign_in.sign_out(uow, who(), row_key(key))
        return redirect(url_for("desk.me"), 303)

    @pages.post("/me/sessions/end")
    def end_others() -> AnyResponse:
        with desk.writing() as uow:
            for session in uow.tx.console.sessions_of(who().officer.id, uow.now):
                if session.id != who().session.id:
                    sign_in.sign_out(uow, who(), session.id)
        return redirect(url_for("desk.me"), 303)

    @pages.get("/me/password")
    def password() -> str:
        return _password_form(desk, passwords.new_secret())

    @pages.post("/me/password")
    def set_password() -> AnyResponse | str:
        form = request.form
        secret = form.get("secret", "")
        new = NewLogin(form.get("name", ""), form.get("password", ""), secret, form.get("code", ""))
        if not passwords.is_secret(secret):
            return _password_form(desk, passwords.new_secret())
        try:
            sign_in.set_login(desk.context, desk.now(), who().officer, new)
        except Refused as refusal:
            return Response(_password_form(desk, secret, desk.refusal(refusal), new.name), 422)
        return redirect(url_for("desk.me", saved=1), 303)


def _entered(desk: Desk) -> str | None:
    form = request.form
    if "name" not in form:
        with desk.writing() as uow:
            return sign_in.by_code(uow, form.get("code", ""), browser())
    return sign_in.by_password(
        desk.context,
        desk.now(),
        name=form.get("name", ""),
        password=form.get("password", ""),
        code=form.get("totp", ""),
        browser=browser(),
    )


def _refused(fault: str) -> AnyResponse:
    page = render_template(
        "desk/sign_in.html",
        next=request.form.get("next", ""),
        fault=fault,
        name=request.form.get("name", ""),
    )
    return Response(page, 401)


def _password_form(desk: Desk, secret: str, fault: str = "", name: str = "") -> str:
    with desk.reading() as uow:
        login = uow.tx.console.login_of(who().officer.id)
    name = name or (login.name if login else "")
    return render_template(
        "desk/password.html",
        secret=secret,
        picture=qr_picture(passwords.enrolment_uri(secret, name or str(who().officer.id))),
        fault=fault,
        name=name,
        least=passwords.SHORTEST,
        is_first="first" in request.args,
    )
