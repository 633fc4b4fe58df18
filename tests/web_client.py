"""The web part as a test drives it without processes: its client, and officers who are signed in to the console."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Table, select

from bot.event_writer import EventWriter
from bot.runtime.flask_app import create_app
from domain.organisation.officers import Officer, Role
from handlers.core.unit_of_work import AppContext
from handlers.usecases import officers
from handlers.usecases.desk import sign_in
from tests.moments import Clock
from tests.web_form import Browser
from web.console.gate import COOKIE


@contextmanager
def web_client(settings: Any, office: AppContext, clock: Clock) -> Iterator[Any]:
    """A client of the whole web part."""
    event_writer = EventWriter(office.store, clock)
    try:
        yield create_app(settings, office, event_writer, clock).test_client(use_cookies=False)
    finally:
        event_writer.close()


def signed_in(
    client: Any,
    office: AppContext,
    clock: Clock,
    role: Role = Role.OFFICER,
    department: str | None = "engineering",
    name: str = "ธีระ ใจดี",
) -> tuple[Browser, Officer]:
    """The browser of a new officer who is signed in to the console."""
    with office.uow(clock()) as uow:
        officer, _ = officers.add(uow, name, role, department)
        link = sign_in.issue_link(uow, officer)
    with office.uow(clock()) as uow:
        cookie = sign_in.by_link(uow, link.token, sign_in.Browser("Firefox", "203.0.113.1"))
    assert cookie
    return Browser(client, headers={"Cookie": f"{COOKIE}={cookie}"}), officer


def token_of(browser: Browser) -> str:
    """The token that the forms of a signed-in browser carry."""
    return sign_in.form_token(browser.headers["Cookie"].partition("=")[2])


def forges(browser: Browser, path: str, **fields: Any) -> Browser:
    """Send a form that no page shows, with the token of the session."""
    browser.fields = {}
    return browser.sends(path, form_token=token_of(browser), **fields)


def rows(office: AppContext, table: Table) -> Sequence[Any]:
    """Every row of a table."""
    with office.store.read() as tx:
        return tx.connection.execute(select(table)).all()
