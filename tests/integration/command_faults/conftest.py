"""Runs a command of an office in this process, with valid settings, and returns its only line."""

import gc
import logging
import re
import sys

import pytest

from bot.__main__ import main
from tests.integration.command_faults.commands import PASSWORD, SECRET, TOKEN


@pytest.fixture(autouse=True)
def log_of_before():
    """`bot run` sends the log to its standard error, which ends with the test, and stops the collector."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    gc.enable()


@pytest.fixture
def place(monkeypatch, tmp_path):
    """An empty folder, the valid settings of an office, and no server at LINE's address."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "LINE_CHANNEL_SECRET": "channel-secret",
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_HOST": "http://127.0.0.1:9",
        "LINE_DATA_HOST": "http://127.0.0.1:9",
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "https://rongtuk.example",
        "DATA_DIR": str(tmp_path / "data"),
        "PORT": "8123",
    }.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.7")
    return tmp_path


@pytest.fixture
def output_of(place, monkeypatch, capsys):
    """Run a command with these settings and return its only line."""

    def run(*command, **settings):
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["rongtuk", *command])
        with pytest.raises(SystemExit) as ending:
            main()
        output = capsys.readouterr()
        assert ending.value.code == 1
        lines = output.err.splitlines()
        assert len(lines) == 1, output.err
        for secret in (SECRET, TOKEN, PASSWORD):
            assert secret not in output.err + output.out
        return lines[0]

    return run


@pytest.fixture
def migrated(place, monkeypatch, capsys):
    """Migrate the office's database with the command, which reports it in both languages."""
    monkeypatch.setattr(sys, "argv", ["rongtuk", "migrate"])
    with pytest.raises(SystemExit) as ending:
        main()
    english, thai = capsys.readouterr().out.splitlines()
    assert ending.value.code == 0
    assert english == "The database is at the newest schema."
    assert re.search("[ก-๙]", thai)
