"""The form of a survey: opening it through a door, and storing it. A form that is sent twice is stored once."""

import re
import secrets
from dataclasses import dataclass

from domain.errors import Refused
from domain.surveys.participation import ANONYMOUS_DOORS, BURST_SIZE, BURST_WITHIN
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import answering, passes, rounds
from handlers.usecases.surveys.answering import Form
from handlers.usecases.surveys.form_entries import Entered
from storage.surveys.rounds import Door

BROWSER = "browser:"
"""Prefix of the random value of a browser, which replaces a LINE user id."""
_CODE = re.compile(r"[A-Za-z0-9_-]{16}")
_BROWSER_VALUE = re.compile(r"[A-Za-z0-9_-]{16,64}")


@dataclass(frozen=True)
class Opened:
    """A form for one person. `token`: must be sent with it."""

    form: Form
    token: str

    @property
    def is_anonymous(self) -> bool:
        return self.form.person.startswith(BROWSER)


def new_browser() -> str:
    """Return the random value by which a browser is recognised."""
    return secrets.token_urlsafe(16)


def open_by_link(uow: UnitOfWork, code: str, token: str) -> Opened:
    """Return the form for the person of a link from the chat.

    Raises Refused no_such_door, survey_closed, and link_over if the link is too old or was not made by us.
    """
    door = _door(uow, code)
    found = passes.read(uow, passes.LINK, code, token)
    if found is None or not found.is_valid(uow.now):
        raise Refused("link_over")
    return _opened(uow, door, found.person, found.subject)


def open_for_browser(uow: UnitOfWork, code: str, browser: str) -> Opened:
    """Return the form for somebody without LINE. `browser`: from `new_browser`.

    Raises Refused no_such_door, survey_closed, and from_chat_only if the door is not for everybody.
    """
    door = _door(uow, code)
    found = uow.tx.survey_rounds.find(door.round_id)
    if found is None:
        raise Refused("no_such_door")
    if door.kind not in ANONYMOUS_DOORS:
        raise Refused("from_chat_only")
    if not _BROWSER_VALUE.fullmatch(browser):
        browser = new_browser()
    return _opened(uow, door, BROWSER + browser, answering.subject_of(uow, door, found))


def reopen(uow: UnitOfWork, code: str, token: str) -> Opened | None:
    """Return the form that was sent with this token; None if the token is too old or was not made by us.

    Raises Refused no_such_door, survey_closed.
    """
    door = _door(uow, code)
    found = passes.read(uow, passes.SEND, code, token)
    if found is None or not found.is_valid(uow.now):
        return None
    form = answering.open_form(uow, door.id, found.person, found.subject)
    return Opened(form, token)


def store(uow: UnitOfWork, opened: Opened, entered: Entered) -> Form:
    """Store the answers and comments of a form in place of earlier ones; returns the form with them.

    A blank field does not change an earlier answer.
    """
    form = opened.form
    is_new = form.response is None
    if entered.codes:
        form = answering.answer_all(uow, form, entered.codes)
    for question, text in entered.words.items():
        if text or question in form.answers:
            form, _ = answering.comment(uow, form, question, text)
    if is_new and opened.is_anonymous:
        since = uow.now - BURST_WITHIN
        uow.tx.survey_responses.mark_burst(form.door.id, since, BURST_SIZE)
    return form


def address_of(uow: UnitOfWork, code: str) -> str | None:
    """Return the address of a door's form; None if there is no such door, or no public https URL."""
    door = uow.tx.survey_rounds.door_by_code(code) if _CODE.fullmatch(code) else None
    return rounds.web_address(uow, door) if door else None


def leads_to_conduct(uow: UnitOfWork, entered: Entered, form: Form) -> bool:
    """Whether to offer the protected track, because of an answer or because a comment accuses staff."""
    if answering.tells_of_money(form):
        return True
    words = entered.words.items()
    return any(answering.accuses(uow, form, key, text) for key, text in words if text)


def _door(uow: UnitOfWork, code: str) -> Door:
    door = uow.tx.survey_rounds.door_by_code(code) if _CODE.fullmatch(code) else None
    if door is None:
        raise Refused("no_such_door")
    return door


def _opened(uow: UnitOfWork, door: Door, person: str, subject: str) -> Opened:
    form = answering.open_form(uow, door.id, person, subject, lock=False)
    return Opened(form, passes.issue(uow, passes.SEND, door.code, person, subject))
