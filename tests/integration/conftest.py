"""An office on each database, its worker driven by hand, and a far end that says what a test wants."""

from dataclasses import replace

import pytest

from bot.line.client import connect
from bot.runtime.worker import Worker
from bot.wiring import attachment_files, build_context
from tests.fake_line import fake_line, settings_for
from tests.moments import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def line():
    with fake_line() as line:
        yield line


@pytest.fixture
def settings(line, database_url, tmp_path):
    return settings_for(line.url, database_url, tmp_path)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """An office with all its data, read once; each test lays its own store into it."""
    folder = tmp_path_factory.mktemp("office")
    office = build_context(
        settings_for("http://127.0.0.1:1", f"sqlite:///{folder}/unused.db", folder)
    )
    office.store.close()
    return office


@pytest.fixture
def office(furnished, store, database_url, tmp_path):
    settings = settings_for("http://127.0.0.1:1", database_url, tmp_path)
    return replace(furnished, store=store, files=attachment_files(settings))


@pytest.fixture
def worker(settings, office, clock):
    """Not started: a test calls hear_one, speak and fetch_one itself."""
    return Worker(office, connect(settings), clock, callers=1)
