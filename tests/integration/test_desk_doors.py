"""Every page and every form of the console against the table of tests/permissions.toml, role by role."""

import re
import tomllib
from pathlib import Path

import pytest

from domain.organisation.officers import Role
from domain.organisation.rights import Right, has_right
from tests.web_client import signed_in, token_of
from web.console.rules import RULES

PAGES = tomllib.loads((Path(__file__).parents[1] / "permissions.toml").read_text(encoding="utf-8"))[
    "pages"
]
BEHIND_ANOTHER = {
    "/desk/paper",
    *("/desk/cases.csv", "/desk/cases.xlsx", "/desk/evidence", "/desk/itas"),
    *("/desk/settings/history", "/desk/words"),
}
"""Pages that a link on another page leads to."""
PEOPLE = {
    "officer": (Role.OFFICER, "engineering"),
    "head": (Role.HEAD, "engineering"),
    "palad": (Role.PALAD, None),
    "nayok": (Role.NAYOK, None),
    "integrity": (Role.INTEGRITY, None),
    "stranger": (Role.OFFICER, "clerk"),
    "admin": (Role.ADMIN, None),
}


@pytest.fixture
def browsers(client, office, clock):
    return {
        name: signed_in(client, office, clock, role, department, f"เจ้าหน้าที่ {name}")[0]
        for name, (role, department) in PEOPLE.items()
    }


def addresses(client, method):
    """The addresses of the console that need a right, their parameters filled in, each with the right."""
    for rule in client.application.url_map.iter_rules():
        right = RULES.get(rule.endpoint)
        if isinstance(right, Right) and method in rule.methods:
            yield re.sub(r"<[^>]+>", "1", rule.rule), right


def test_each_page_opens_for_exactly_those_whom_the_table_names(client, browsers):
    plain = {path for path, _ in addresses(client, "GET") if "1" not in path}
    assert plain == set(PAGES)
    for path, named in PAGES.items():
        opened = {name for name, browser in browsers.items() if browser.opens(path).status == 200}
        assert opened == set(named), path
        assert client.get(path).status_code == 303


def test_the_bar_names_exactly_the_pages_that_open(browsers):
    for name, browser in browsers.items():
        shown = set(re.findall(r'<li><a href="(/desk/\w+)"', browser.opens("/desk/me").html))
        opened = {path for path, named in PAGES.items() if name in named}
        assert shown == opened - BEHIND_ANOTHER, name


def test_no_form_of_another_right_is_taken_from_a_role_even_with_its_own_token(client, browsers):
    forms = list(addresses(client, "POST"))
    assert len(forms) > 30
    for name, browser in browsers.items():
        token = token_of(browser)
        for path, right in forms:
            if not has_right(PEOPLE[name][0], right):
                browser.fields = {}
                assert browser.sends(path, form_token=token).status == 403, (name, path)


def test_no_form_is_taken_without_the_token_of_the_session(client, browsers):
    for path, right in addresses(client, "POST"):
        for name, browser in browsers.items():
            if has_right(PEOPLE[name][0], right):
                other = next(one for one in browsers.values() if one is not browser)
                token = token_of(other)
                for forged in ({}, {"form_token": token}, {"form_token": "ก"}):
                    browser.fields = {}
                    assert browser.sends(path, **forged).status == 403, (name, path)
                break
