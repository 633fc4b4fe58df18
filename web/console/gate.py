"""The checks before every page of the console: session, right, token of the form; and the headers of the answer.

The default is to refuse: an endpoint that `rules.RULES` does not name is answered with 404.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.organisation.rights import has_right
from handlers.core.unit_of_work import AppContext
from handlers.usecases.desk import sign_in
from handlers.usecases.desk.sign_in import Browser, SignedIn
from web.console.rules import RULES, Door
from web.visitor import client_address, refuse_other_sites

COOKIE = "__Host-desk"
"""The prefix binds the cookie to this host, to https and to no other path.
https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes"""
TOKEN_FIELD, TOKEN_HEADER = "form_token", "X-Form-Token"
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OWN_PATHS = "/desk"
BODY_LIMIT = 12_000_000
"""Bytes of a form with photos; `bot.runtime.web_server` limits every request to as much."""
_BROWSERS = (
    ("Line/", "LINE"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Gate:
    """The checks, for one blueprint. `now`: the clock."""

    context: AppContext
    now: Callable[[], datetime]

    def guard(self, pages: Blueprint) -> None:
        """Put the checks before and the headers after every page of the blueprint."""
        pages.before_request(self._check)
        pages.after_request(_harden)

    def _check(self) -> AnyResponse | None:
        request.max_content_length = BODY_LIMIT
        rule = RULES.get(request.endpoint or "")
        if rule is None:
            abort(404)
        cookie = request.cookies.get(COOKIE, "")
        g.cookie = cookie
        g.who = self._who(cookie)
        if rule is Door.ANYONE:
            if request.method == "POST":
                refuse_other_sites(self.context.signed_urls.public_url)
            return None
        if g.who is None:
            return _to_the_way_in()
        if request.method == "POST":
            refuse_other_sites(self.context.signed_urls.public_url)
            _check_token(cookie)
        if not isinstance(rule, Door) and not has_right(g.who.officer.role, rule):
            return _page("desk/closed.html", 403)
        return None

    def _who(self, cookie: str) -> SignedIn | None:
        now = self.now()
        with self.context.read_only_uow(now) as uow:
            found = sign_in.who(uow, cookie)
        if found is not None and sign_in.is_due_to_be_seen(found.session, now):
            with self.context.uow(now) as uow:
                sign_in.seen(uow, found.session)
        return found


def who() -> SignedIn:
    """The session of the present request, which the gate has let in."""
    found = g.who
    assert isinstance(found, SignedIn)
    return found


def form_token() -> str:
    """The token for the forms of the present page."""
    return sign_in.form_token(g.cookie)


def browser() -> Browser:
    """Where the present request comes from, as people recognise it, and its network address."""
    said = request.user_agent.string
    name = next((name for mark, name in _BROWSERS if mark in said), "?")
    system = next((name for mark, name in _SYSTEMS if mark in said), "?")
    return Browser(f"{name} · {system}", client_address())


def own_path(target: str | None) -> str:
    """The path to go to after signing in: a path of the console, whatever an address on another site says."""
    parts = urlsplit(target or "")
    is_ours = not parts.scheme and not parts.netloc and "\\" not in parts.path
    if is_ours and (parts.path == OWN_PATHS or parts.path.startswith(f"{OWN_PATHS}/")):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return url_for("desk.home")


def keep_cookie(answer: AnyResponse, cookie: str) -> AnyResponse:
    """Hand the browser its session. It ends with the browser, and at the latest with the stored session."""
    answer.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def drop_cookie(answer: AnyResponse) -> AnyResponse:
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def _check_token(cookie: str) -> None:
    given = request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN_FIELD, "")
    if not hmac.compare_digest(given.encode(), sign_in.form_token(cookie).encode()):
        abort(403)


def _to_the_way_in() -> AnyResponse:
    if request.method != "GET":
        return _page("desk/ended.html", 401)
    target = request.full_path.rstrip("?") if request.path != url_for("desk.home") else None
    return redirect(url_for("desk.ways_in", next=target), 303)


def _page(template: str, status: int) -> AnyResponse:
    return Response(render_template(template), status)


def _harden(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = answer.headers.get(
        "Content-Security-Policy", CONTENT_POLICY
    )
    # With the site's `no-referrer` a browser would send its own forms with the origin `null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return answer
