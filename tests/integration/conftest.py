"""Fixtures: an application context on each database, a worker without threads, and a fake of LINE's API."""

import json
import pickle
import sys
import tomllib

import pytest

from bot import wiring
from bot.__main__ import main
from bot.line.client import connect
from bot.runtime.worker import Worker
from domain.organisation.officers import Role
from tests.contexts import shipped_context
from tests.fake_line import fake_line, settings_for
from tests.integration.staff_office import StaffOffice
from tests.moments import Clock
from tests.web_client import signed_in, web_client

SHORT = 200
"""Characters of a TOML text that is parsed faster than looked up."""


@pytest.fixture(autouse=True, scope="session")
def recognisers_built_once():
    """Share recognisers of the same data between all commands of this process: they take most of a command's time."""
    build, built = wiring._language, {}

    def language(files, catalog):
        data = json.dumps(files, default=str, sort_keys=True)
        if data not in built:
            built[data] = build(files, catalog)
        return built[data]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "_language", language)
        yield


@pytest.fixture(autouse=True, scope="session")
def files_parsed_once():
    """Parse each TOML text once a process: commands read all files of the office anew, which took half their time."""
    parse, parsed = tomllib.loads, {}

    def loads(text, **options):
        if options or len(text) < SHORT:
            return parse(text, **options)
        if text not in parsed:
            parsed[text] = pickle.dumps(parse(text))
        # A copy for each caller, who may change it.
        return pickle.loads(parsed[text])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tomllib, "loads", loads)
        yield


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
def client(settings, office, clock):
    """The client of the web part, see `tests.web_client`."""
    with web_client(settings, office, clock) as client:
        yield client


@pytest.fixture
def clerk(client, office, clock):
    """The browser of an officer of the engineers who is signed in to the console."""
    return signed_in(client, office, clock)[0]


@pytest.fixture
def head(client, office, clock):
    """The browser of the head of the engineers."""
    return signed_in(client, office, clock, Role.HEAD, "engineering", "สมชาย ช่างดี")[0]


@pytest.fixture
def palad(client, office, clock):
    return signed_in(client, office, clock, Role.PALAD, None, "วิชัย มั่นคง")[0]


@pytest.fixture
def worker(settings, office, clock):
    """A worker without threads: a test calls handle_next_event, deliver and run_next_task itself."""
    return Worker(office, connect(settings), clock, callers=1)


@pytest.fixture
def typed(monkeypatch, capsys, settings):
    """Type a command of `python -m bot` with the settings of this office; return its exit code and its lines.

    `key`: another SECRET_KEY than the office's.
    """

    def type_in(*words, key=None):
        for name in ("line_channel_secret", "line_channel_access_token", "secret_key"):
            monkeypatch.setenv(name.upper(), getattr(settings, name).get_secret_value())
        if key:
            monkeypatch.setenv("SECRET_KEY", key)
        monkeypatch.setenv("DATABASE_URL", settings.database_url)
        monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
        monkeypatch.setattr(sys, "argv", ["rongtuk", *map(str, words)])
        with pytest.raises(SystemExit) as ending:
            main()
        told = capsys.readouterr()
        return ending.value.code or 0, (told.out + told.err).splitlines()

    return type_in


@pytest.fixture
def desk(office, worker, line, clock):
    """The office of `tests.integration.staff_office`, for staff complaints."""
    return StaffOffice(office, worker, line, clock)
