"""Signing in to the console: one-time links and codes from the chat, passwords, sessions and their end.

Secrets of browsers and people (the cookie, the link, the code) are stored only as hashes. A failed attempt reveals
neither which part was wrong nor whether such an officer exists, and takes as long as a successful one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.errors import Refused
from domain.organisation.officers import Officer
from handlers.core.unit_of_work import AppContext, UnitOfWork
from handlers.usecases.desk import passwords
from handlers.usecases.officers import CODE_LETTERS
from storage.cases.audit import Entry
from storage.people.console_access import Login, Session

LINK_LIFE = timedelta(minutes=10)
FIRST_LINK_LIFE = timedelta(hours=24)
"""For the link that the command line prints, which may have to be forwarded to somebody else."""
CODE_LENGTH = 8
SESSION_LIFE = timedelta(hours=12)
"""A working day, after which everybody must sign in again."""
IDLE_LIFE = timedelta(hours=2)
SEEN_EVERY = timedelta(minutes=5)
"""How often the time of a session's last request is stored; other page views write nothing."""
WINDOW = timedelta(minutes=15)
LINKS_FOR_OTHERS = 10
"""Links within WINDOW that one officer may issue to others."""
TRIES_A_NAME, TRIES_AN_ADDRESS = 5, 30
"""Failures within WINDOW after which a name or an address must wait. An office shares one address."""


@dataclass(frozen=True)
class SignInLink:
    """A one-time link. `token`: the last part of its path. `code`: may be typed on another machine instead."""

    token: str
    code: str
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """A session and its officer."""

    officer: Officer
    session: Session


@dataclass(frozen=True)
class Browser:
    """Where a request comes from. `name`: browser and system in a few words. `address`: of the network."""

    name: str
    address: str


# ------------------------------------------------------------------ links from the chat
def issue_link(uow: UnitOfWork, officer: Officer, life: timedelta = LINK_LIFE) -> SignInLink:
    """Issue a one-time link and its code; the officer's earlier ones stop working."""
    link = SignInLink(
        secrets.token_urlsafe(32),
        "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        uow.now + life,
    )
    uow.tx.console.issue_link(_hash(link.token), _hash(link.code), officer.id, link.expires_at)
    _record(uow, officer.id, "desk_link")
    return link


def count_link_for_another(uow: UnitOfWork, by: Officer) -> None:
    """Count a link that an officer issues to somebody else. Raises Refused wait_and_retry after too many."""
    subject = _hash(f"links:{by.id}")
    _ensure_may_try(uow, [subject], LINKS_FOR_OTHERS)
    uow.tx.console.count_failure(subject, uow.now, uow.now - WINDOW)


def owner_of_link(uow: UnitOfWork, token: str) -> Officer | None:
    """The officer whom a valid link would sign in, or None. Does not use it up: programs open links too."""
    return uow.tx.console.link_owner(_hash(token), uow.now)


def lacks_way_back(uow: UnitOfWork, officer: Officer) -> bool:
    """Whether an officer has no LINE from which to ask for another link, and no password."""
    is_linked = any(one.officer.id == officer.id for one in uow.tx.officers.linked())
    return not is_linked and uow.tx.console.login_of(officer.id) is None


def by_link(uow: UnitOfWork, token: str, browser: Browser) -> str | None:
    """Use a link; returns the new session's cookie, or None if the link is not valid any more."""
    officer = uow.tx.console.redeem(link_hash=_hash(token), now=uow.now)
    return None if officer is None else _begin(uow, officer, "link", browser)


def by_code(uow: UnitOfWork, typed: str, browser: Browser) -> str | None:
    """Like `by_link`, by the code of a link, typed with or without a dash. Raises Refused wait_and_retry."""
    subjects = [_hash(f"address:{browser.address}")]
    _ensure_may_try(uow, subjects, TRIES_AN_ADDRESS)
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    officer = uow.tx.console.redeem(code_hash=_hash(code), now=uow.now)
    if officer is None:
        _count_failures(uow, subjects)
        return None
    return _begin(uow, officer, "code", browser)


# ------------------------------------------------------------------ passwords
def by_password(
    context: AppContext, now: datetime, *, name: str, password: str, code: str, browser: Browser
) -> str | None:
    """Sign in by name, password and six-digit code. Returns like `by_link`.

    Raises Refused wait_and_retry, or totp_used for a right code that was used before. The password is
    hashed between two transactions, because that takes tens of milliseconds.
    """
    name = name.strip().lower()
    of_name, of_address = [_hash(f"name:{name}")], [_hash(f"address:{browser.address}")]
    with context.read_only_uow(now) as uow:
        _ensure_may_try(uow, of_name, TRIES_A_NAME)
        _ensure_may_try(uow, of_address, TRIES_AN_ADDRESS)
        login = uow.tx.console.login(name)
    is_right = passwords.is_right(login.password_hash if login else None, password)
    secret = login.totp_secret if login else passwords.new_secret()
    interval = passwords.interval_of(secret, code, now)
    fresh = _fresh_hash(login, password) if login and is_right else None
    with context.uow(now) as uow:
        if login is None or not is_right or interval is None:
            _count_failures(uow, of_name + of_address)
            return None
        if uow.tx.console.use_totp(login.officer_id, interval):
            if fresh:
                uow.tx.console.rehash(login.officer_id, fresh)
            uow.tx.console.forget_failures(of_name[0])
            return _begin(uow, uow.tx.officers.get(login.officer_id), "password", browser)
        _count_failures(uow, of_name + of_address)
    # Outside the transaction, which keeps the count. Whoever reads this has the password and the app.
    raise Refused("totp_used")


def _fresh_hash(login: Login, password: str) -> str | None:
    return passwords.hashed(password) if passwords.is_outdated(login.password_hash) else None


@dataclass(frozen=True)
class NewLogin:
    """New credentials of an officer. `secret`: of the scanned QR code; `code`: the code that the app shows."""

    name: str
    password: str
    secret: str
    code: str


def set_login(context: AppContext, now: datetime, officer: Officer, new: NewLogin) -> None:
    """Store the officer's own password and second factor; their other sessions continue.

    Raises Refused as `passwords.ensure_acceptable` does, totp_wrong, and login_taken.
    """
    name = new.name.strip().lower()
    passwords.ensure_acceptable(name, new.password)
    interval = passwords.interval_of(new.secret, new.code, now)
    if interval is None:
        raise Refused("totp_wrong")
    password_hash = passwords.hashed(new.password)
    with context.uow(now) as uow:
        if not uow.tx.console.is_free(name, officer.id):
            raise Refused("login_taken")
        uow.tx.console.set_login(officer.id, name, password_hash, new.secret, now)
        uow.tx.console.use_totp(officer.id, interval)
        _record(uow, officer.id, "desk_password")


# ------------------------------------------------------------------ sessions
def who(uow: UnitOfWork, cookie: str) -> SignedIn | None:
    """The session of a cookie; None if there is none, it has ended, or the officer has left."""
    found = uow.tx.console.session(_hash(cookie), uow.now) if cookie else None
    if found is None:
        return None
    session, officer = found
    return SignedIn(officer, session)


def is_due_to_be_seen(session: Session, now: datetime) -> bool:
    """Whether the time of the session's last request should be stored again."""
    return now - session.seen_at > SEEN_EVERY


def seen(uow: UnitOfWork, session: Session) -> None:
    """Store that a session is in use, which prolongs it within SESSION_LIFE."""
    uow.tx.console.seen(session.id, uow.now, _end(session.began_at, uow.now))


def sign_out(uow: UnitOfWork, who: SignedIn, session_id: int) -> None:
    """End one of the officer's own sessions."""
    if uow.tx.console.end(who.officer.id, session_id):
        _record(uow, who.officer.id, "desk_out")


def end_all(uow: UnitOfWork, officer_id: int, by: str) -> int:
    """End every session of an officer and revoke their links; returns how many sessions. `by`: the actor."""
    uow.tx.console.revoke_links(officer_id)
    ended = uow.tx.console.end(officer_id)
    uow.tx.audit.add(Entry(uow.now, by, "desk_ended", None, None, f"{officer_id} {ended}"))
    return ended


def form_token(cookie: str) -> str:
    """The CSRF token of a session's forms, so that no other site can post in its name."""
    return hashlib.sha256(f"form:{cookie}".encode()).hexdigest()


def _begin(uow: UnitOfWork, officer: Officer, way: str, browser: Browser) -> str:
    cookie = secrets.token_urlsafe(32)
    uow.tx.console.begin(
        _hash(cookie),
        officer.id,
        way=way,
        browser=browser.name,
        now=uow.now,
        ends_at=_end(uow.now, uow.now),
    )
    _record(uow, officer.id, "desk_in", way)
    return cookie


def _end(began_at: datetime, now: datetime) -> datetime:
    return min(began_at + SESSION_LIFE, now + IDLE_LIFE)


def _ensure_may_try(uow: UnitOfWork, subjects: list[str], tries: int) -> None:
    if uow.tx.console.failures(subjects, uow.now - WINDOW) >= tries:
        raise Refused("wait_and_retry", minutes=int(WINDOW.total_seconds()) // 60)


def _count_failures(uow: UnitOfWork, subjects: list[str]) -> None:
    for subject in subjects:
        uow.tx.console.count_failure(subject, uow.now, uow.now - WINDOW)
    uow.tx.audit.add(Entry(uow.now, "system", "desk_refused", None, None, ""))


def _record(uow: UnitOfWork, officer_id: int, action: str, note: str = "") -> None:
    uow.tx.audit.add(Entry(uow.now, f"officer:{officer_id}", action, None, None, note))


def _hash(secret: str) -> str:
    """The hash of a random secret; it has enough bits, or a life short enough, to need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
