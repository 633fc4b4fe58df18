"""Texts that no page expects, at every address of the web part, in the path, in the query and in every field."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest

from domain.organisation.officers import Role
from domain.organisation.rights import Right, has_right
from tests.builders import a_case
from tests.web_client import signed_in, token_of
from tests.web_form import Browser
from web.console.rules import RULES

NASTY = (
    "a\0b",
    "9" * 40,
    "๙๙²½",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01",
    "9999",
    "//[",
    "<img src=x onerror=alert(1)>'\"{{7*7}}${7*7}{name}%s",
    "{0.__class__}{",
    "\u202egnp.exe\u2066\ufeff",
)
SERVER_ERROR = 500
PEOPLE = (
    (Role.PALAD, None),
    (Role.HEAD, "clerk"),
    (Role.ADMIN, None),
    (Role.INTEGRITY, None),
)
FIELDS = sorted(
    {
        name
        for path in (Path(__file__).parents[2] / "web/templates").rglob("*.html")
        for name in re.findall(r'name="([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    | {"start_date", "end_date", "service_request_id", "service_code", "page", "page_size", "shown"}
)
LEFT_OUT = {"line.webhook", "static", "desk.sign_out", "desk.end_others", "desk.end_session"}
"""What only LINE sends, and what would end the sessions of the test."""


@pytest.fixture
def browsers(client, office, clock):
    with office.uow(clock()) as uow:
        uow.tx.complaints.add(a_case(id=0, number="นว-2570-000007-1"), draft_id="one")
    return [
        (role, signed_in(client, office, clock, role, department, f"เจ้าหน้าที่ {role.value}")[0])
        for role, department in PEOPLE
    ]


def addresses(client):
    """Return endpoint, path and methods of every route."""
    for rule in client.application.url_map.iter_rules():
        if rule.endpoint not in LEFT_OUT:
            yield rule.endpoint, rule.rule, rule.methods & {"GET", "POST"}


def visitor_of(endpoint, browsers, client):
    """Return a browser that may open the page: signed in with the right that it needs, else anybody's."""
    right = RULES.get(endpoint)
    for role, browser in browsers:
        if not isinstance(right, Right) or has_right(role, right):
            return browser if endpoint in RULES else Browser(client)
    raise AssertionError(endpoint)


@pytest.mark.parametrize("turn", [0, 4])
def test_no_page_breaks_on_a_text_that_it_does_not_expect(client, browsers, turn):
    """Each field gets one of the texts, in each turn another one."""
    texts = {name: NASTY[(place + turn) % len(NASTY)] for place, name in enumerate(FIELDS)}
    query = "&".join(f"{name}={quote(text)}" for name, text in texts.items())
    broken = []
    for number, (endpoint, rule, methods) in enumerate(addresses(client)):
        visitor = visitor_of(endpoint, browsers, client)
        for value in ("1", NASTY[(number + turn) % len(NASTY)]):
            path = re.sub(r"<[^>]+>", quote(value, safe=""), rule)
            if "GET" in methods and visitor.opens(f"{path}?{query}").status >= SERVER_ERROR:
                broken.append(f"GET {path}")
            if "POST" in methods:
                visitor.fields = dict(texts)
                if "Cookie" in visitor.headers:
                    visitor.fields["form_token"] = token_of(visitor)
                if visitor.sends(path).status >= SERVER_ERROR:
                    broken.append(f"POST {path}")
    assert broken == []


def test_a_path_with_a_character_that_nobody_can_store_is_not_found(browsers):
    for path in ("/desk/cases/a%00b", "/open311/v2/requests/a%00b.json", "/s/a%00b"):
        assert browsers[0][1].opens(path).status == 404, path


def test_a_text_of_a_form_is_stored_without_what_turns_or_hides_letters(browsers, office):
    palad = browsers[0][1]
    palad.opens("/desk/cases/1")
    palad.fields = {"form_token": token_of(palad)}
    palad.sends("/desk/cases/1/note", note="ตรวจแล้ว\u202e\0 เรียบร้อย")
    palad.opens("/desk/cases/1").reads("ตรวจแล้ว เรียบร้อย")
