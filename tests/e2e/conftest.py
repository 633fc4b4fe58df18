"""Fixtures for stories: a running bot for each test, and the phones of its users.

A story marked `both_databases` runs on SQLite and on PostgreSQL.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chat import Group, Phone
from tests.databases import KINDS
from tests.parts import chromium, why_no_browser
from tests.running import Bot, running_bot

# Small containers have no shared memory for a browser, and it must make no network calls of its own.
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "both_databases: tell it on SQLite and on PostgreSQL")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("kind", KINDS, indirect=True)


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that the bot runs on."""
    return getattr(request, "param", "sqlite")


@pytest.fixture
def bot(tmp_path: Path, database_url: str) -> Iterator[Bot]:
    with running_bot(tmp_path, database_url) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    if fault := why_no_browser():
        pytest.skip(fault)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def resident(bot) -> Phone:
    """A resident who follows the account and has received the welcome message."""
    return Phone(bot, "somsri").follows().looks_away()


@pytest.fixture
def neighbour(bot) -> Phone:
    return Phone(bot, "boonmee").follows().looks_away()


@pytest.fixture
def john(bot) -> Phone:
    """A resident whose LINE profile is in English."""
    return Phone(bot, "john").follows().looks_away()


@pytest.fixture
def officer(bot) -> Phone:
    """An officer of the engineering department, which handles street lamps."""
    return Phone(bot, "chang").links()


@pytest.fixture
def colleague(bot) -> Phone:
    """Another officer of the same department."""
    return Phone(bot, "chang2").links()


@pytest.fixture
def head(bot) -> Phone:
    return Phone(bot, "head").links()


@pytest.fixture
def integrity(bot) -> Phone:
    """The officer who receives staff complaints."""
    return Phone(bot, "integrity").links()


@pytest.fixture
def palad(bot) -> Phone:
    return Phone(bot, "palad").links()


@pytest.fixture
def nayok(bot) -> Phone:
    return Phone(bot, "nayok").links()


@pytest.fixture
def clerk(bot) -> Phone:
    """An officer of the department that also runs the EIT survey."""
    return Phone(bot, "clerk").links()


@pytest.fixture
def group(bot) -> Group:
    return Group(bot)
