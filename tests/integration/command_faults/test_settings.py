"""A database, port, folder or token that cannot be used, and the version."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
from importlib import resources

import pytest
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.commands.faults import explain
from tests.integration.command_faults.faults import (
    PASSWORD,
)


def test_a_database_that_was_not_migrated(output_of):
    assert "run `python -m bot migrate` first" in output_of("officer", "list")


@pytest.mark.parametrize("address", ["garbage", "mysql://u:p@h/x", "sqlite", "://"])
def test_an_address_that_names_no_database(output_of, address):
    assert "DATABASE_URL is not usable: use sqlite:///" in output_of(
        "officer", "list", DATABASE_URL=address
    )


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
@pytest.mark.parametrize("command", [("officer", "list"), ("run",), ("migrate",)])
def test_a_database_server_that_is_down(output_of, scheme, command):
    address = f"{scheme}://officer:{PASSWORD}@127.0.0.1:9/rongtuk"
    assert "The database cannot be reached" in output_of(*command, DATABASE_URL=address)


def test_a_database_of_another_program(output_of, place):
    with sqlite3.connect(place / "other.db") as other:
        other.execute("CREATE TABLE song (title)")
    other.close()
    for command in (("officer", "list"), ("migrate",), ("run",)):
        line = output_of(*command, DATABASE_URL=f"sqlite:///{place / 'other.db'}")
        assert "tables of another program" in line


def test_a_file_that_is_no_database(output_of, place):
    (place / "photo.db").write_bytes(b"\x89PNG" * 999)
    line = output_of("officer", "list", DATABASE_URL=f"sqlite:///{place / 'photo.db'}")
    assert "is no database of this program" in line


@pytest.mark.parametrize("port", ["99999", "-1", "many"])
def test_a_port_that_is_none(output_of, port):
    line = output_of("run", PORT=port)
    assert line.startswith("PORT ต้องเป็นตัวเลข")
    assert " / PORT is " in line


def run_the_bot(**settings):
    """Start the bot in a process of its own; return its exit code and its output other than its log."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(resources.files("bot").parent), **settings},
    )
    return done.returncode, [line for line in done.stderr.splitlines() if not line.startswith("{")]


def test_an_address_that_is_not_of_this_machine(place):
    code, lines = run_the_bot(HOST="203.0.113.9")
    assert (code, len(lines)) == (1, 1)
    assert "HOST or METRICS_HOST is no address of this machine" in lines[0]


def test_a_port_that_is_taken_is_reported_before_any_job_runs(place):
    with socket.create_server(("127.0.0.1", 0)) as other:
        code, lines = run_the_bot(PORT=str(other.getsockname()[1]))
    assert (code, len(lines)) == (1, 1)
    assert "PORT or METRICS_PORT is taken by another program" in lines[0]
    with contextlib.closing(sqlite3.connect(place / "data" / "rongtuk.db")) as database:
        assert database.execute("SELECT count(*) FROM job_run").fetchone() == (0,)


def test_a_database_without_a_file_is_not_run(output_of):
    for address in ("sqlite://", "sqlite:///", "sqlite:///:memory:"):
        assert "DATABASE_URL names no file" in output_of("run", DATABASE_URL=address)


@pytest.mark.parametrize(
    ("reason", "output"),
    [
        ("disk I/O error", "most likely because it is full"),
        ("database or disk is full", "The disk is full"),
    ],
)
def test_a_disk_that_is_full(reason, output):
    line = explain(OperationalError("x", {}, sqlite3.OperationalError(reason)))
    assert output in line


@pytest.mark.parametrize(
    "command",
    [
        ("audit", "verify"),
        ("audit", "accept", "1", "why"),
        ("backup", "x.age"),
        ("move", "postgresql://u@127.0.0.1:9/x"),
    ],
)
def test_the_newer_commands_on_a_database_that_was_not_migrated(output_of, place, command):
    assert output_of(*command)
    assert not (place / "x.age").exists()


def test_a_folder_that_cannot_be_made(output_of, place):
    (place / "file").touch()
    assert "cannot be used" in output_of("officer", "list", DATA_DIR=str(place / "file"))


@pytest.mark.parametrize("token", ["two\nlines", "tab\t", "ภาษาไทย"])
def test_a_token_that_no_header_can_hold(output_of, token):
    line = output_of("check", LINE_CHANNEL_ACCESS_TOKEN=token)
    assert "LINE_CHANNEL_ACCESS_TOKEN must be one line of ASCII" in line
    assert token not in line


def test_line_out_of_reach(output_of, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["rongtuk", "migrate"])
    with pytest.raises(SystemExit):
        main()
    assert "LINE cannot be reached" in output_of("menu", "publish")


def test_check_tells_of_a_misspelt_key_and_goes_on(place, monkeypatch, capsys):
    (place / ".env").write_bytes(
        b"\xef\xbb\xbfPUBLIC_ULR=https://x.example\r\n# NOTE=1\r\nPORT=8123\r\n"
    )
    monkeypatch.setattr(sys, "argv", ["rongtuk", "check"])
    with pytest.raises(SystemExit) as ending:
        main()
    lines = capsys.readouterr().out.splitlines()
    assert ending.value.code == 1
    assert "note  .env: PUBLIC_ULR is unknown. Is PUBLIC_URL meant?" in lines
    assert any(line.startswith("FAIL  LINE cannot be reached") for line in lines)
    assert [line for line in lines if "NOTE is unknown" in line] == []


def test_the_version_is_printed(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rongtuk", "--version"])
    with pytest.raises(SystemExit) as ending:
        main()
    assert (ending.value.code, capsys.readouterr().out.split()[0]) == (0, "rongtuk")


def test_a_fault_that_nobody_expects_keeps_its_traceback(place):
    done = subprocess.run(
        [sys.executable, "-c", "import bot.__main__ as m; m.cli = lambda: 1 / 0; m.main()"],
        capture_output=True,
        text=True,
        check=False,
        cwd=resources.files("bot").parent,
    )
    assert "ZeroDivisionError" in done.stderr
