"""Secrets of other officers that a page shows: after its form was sent, so that a reload sends nothing again.

The secret goes to the page in a cookie of the browser that asked for it, since an address is kept in histories and
logs. It lasts some minutes, ends with the session, and no script reads it.
"""

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from handlers.core.messages import row_key

COOKIE = "__Secure-desk-once"
PATH = "/desk/team"
SECONDS = 600


def shown_at(address: str, officer_id: int, what: str, secret: str) -> AnyResponse:
    """Return the redirect to the page that shows a secret of an officer. `what`: a word for its kind."""
    answer = redirect(address, 303)
    answer.set_cookie(
        COOKIE,
        f"{officer_id}.{what}.{secret}",
        max_age=SECONDS,
        secure=True,
        httponly=True,
        samesite="Strict",
        path=PATH,
    )
    return answer


def secret_of(officer_id: int) -> tuple[str, str] | None:
    """Return the kind and the secret that the cookie keeps of this officer, or None."""
    owner, _, rest = request.cookies.get(COOKIE, "").partition(".")
    what, _, secret = rest.partition(".")
    return (what, secret) if secret and row_key(owner) == officer_id else None


def forget(answer: AnyResponse) -> None:
    """Delete the cookie."""
    answer.delete_cookie(COOKIE, secure=True, httponly=True, samesite="Strict", path=PATH)
