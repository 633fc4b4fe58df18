"""Fixtures: an application context on each database, a worker without threads, and a fake of LINE's API."""

import pytest

from bot.line.client import connect
from bot.runtime.worker import Worker
from tests.contexts import shipped_context
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


@pytest.fixture
def office(store, database_url, tmp_path):
    return shipped_context(settings_for("http://127.0.0.1:1", database_url, tmp_path), store)


@pytest.fixture
def worker(settings, office, clock):
    """A worker without threads: a test calls handle_next_event, deliver and run_next_task itself."""
    return Worker(office, connect(settings), clock, callers=1)
