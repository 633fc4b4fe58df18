"""The checks before every page of the console (session, right, form token) and the headers of the response.

Default deny: an endpoint that is not in `rules.RULES` is answered with 404.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from domain.organisation.rights import has_right
from handlers.core.unit_of_work import AppContext
from handlers.usecases.desk import sign_in
from handlers.usecases.desk.sign_in import Browser, SignedIn
from web.console import shown_once
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
"""Maximum bytes of a form with photos; `bot.runtime.web_server` sets the same limit for every request."""
_KEPT = "private, no-cache"
"""Kept by the browser of the officer for the way back alone, until `forgotten` empties it."""
_WITH_SECRET = frozenset({"desk.set_password"})
_NOT_KEPT = frozenset({TOKEN_FIELD})
"""The field of a form that another session does not accept."""
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
        """Add the checks before and the headers after every request of the blueprint."""
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
        if request.method == "POST":
            # Before everything else: browsers send no cookie with the form of another site, as if the session were
            # over, and `_unsent` would hold that form ready.
            refuse_other_sites(self.context.signed_urls.public_url)
        if rule is Door.ANYONE:
            return None
        if g.who is None:
            return _to_the_way_in()
        if request.method == "POST" and not _has_token(cookie):
            return _unsent(403)
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
    """The session of the current request, which has passed the checks."""
    found = g.who
    assert isinstance(found, SignedIn)
    return found


def form_token() -> str:
    """The token for the forms of the current page."""
    return sign_in.form_token(g.cookie)


def browser() -> Browser:
    """The browser of the current request, in words that people recognise, and its network address."""
    user_agent = request.user_agent.string
    name = next((name for mark, name in _BROWSERS if mark in user_agent), "?")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "?")
    return Browser(f"{name} · {system}", client_address())


def own_path(target: str | None) -> str:
    """The path after signing in; always a path of the console, to prevent open redirects."""
    try:
        parts = urlsplit(target or "")
    except ValueError:
        parts = urlsplit("")
    is_ours = not parts.scheme and not parts.netloc and "\\" not in parts.path
    if is_ours and (parts.path == OWN_PATHS or parts.path.startswith(f"{OWN_PATHS}/")):
        return parts.path + (f"?{parts.query}" if parts.query else "")
    return url_for("desk.home")


def keep_cookie(answer: AnyResponse, cookie: str) -> AnyResponse:
    """Set the session cookie. It ends with the browser, at the latest with the stored session."""
    answer.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Lax", path="/")
    return answer


def drop_cookie(answer: AnyResponse) -> AnyResponse:
    """Delete the session cookie, and what the browser kept of the session."""
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Lax", path="/")
    shown_once.forget(answer)
    return forgotten(answer)


def forgotten(answer: AnyResponse) -> AnyResponse:
    """Let the browser throw away the pages that it kept.

    https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Clear-Site-Data
    """
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _has_token(cookie: str) -> bool:
    given = request.headers.get(TOKEN_HEADER) or request.form.get(TOKEN_FIELD, "")
    return hmac.compare_digest(given.encode(), sign_in.form_token(cookie).encode())


def _to_the_way_in() -> AnyResponse:
    if request.method != "GET":
        return _unsent(401)
    target = request.full_path.rstrip("?") if request.path != url_for("desk.home") else None
    way_in = url_for("desk.ways_in", next=target)
    if request.headers.get("HX-Request"):
        # The script would follow a redirect and put the page of sign-in into a part of this page.
        return Response(status=401, headers={"HX-Redirect": way_in})
    answer = redirect(way_in, 303)
    return forgotten(answer) if g.cookie else answer


def _unsent(status: int) -> AnyResponse:
    """Return the page that keeps a form whose session has ended, to be sent again in the next session.

    It acts on nothing by itself: the form has the token of the present session, if there is one, and waits for a
    press. A form that no browser vouches for as ours is refused without it.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin" or "Origin" in request.headers
    if status == HTTPStatus.FORBIDDEN and not is_ours:
        abort(403)
    fields = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NOT_KEPT and request.endpoint != "desk.set_password"
    ]
    typed = [value for _, value in fields if not value.isascii() or " " in value]
    page = render_template(
        "desk/ended.html",
        fields=fields,
        typed=typed,
        has_files=any(one.filename for one in request.files.values()),
    )
    return Response(page, status)


def _page(template: str, status: int) -> AnyResponse:
    return Response(render_template(template), status)


def _is_gone_back_to(answer: Response) -> bool:
    """Return whether an answer is a page that a form led to: a preview, or the form with its faults.

    A browser that keeps none of it asks on the way back whether to send the form again.
    """
    is_page = request.method == "POST" and "Location" not in answer.headers
    return is_page and request.endpoint not in _WITH_SECRET


def _harden(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = answer.headers.get(
        "Content-Security-Policy", CONTENT_POLICY
    )
    # With `no-referrer`, the site's default, browsers would send our own forms with the origin `null`.
    answer.headers["Referrer-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = _KEPT if _is_gone_back_to(answer) else "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    return answer
