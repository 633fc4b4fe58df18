"""A wrong setting is reported in one line with the remedy and without a secret."""

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
from importlib import resources

import pytest
from linebot.v3.messaging import ApiException

from bot.__main__ import main
from bot.commands.faults import explain
from tests.integration.command_faults.commands import DATA_COMMANDS, TOKEN


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


@pytest.mark.parametrize("token", ["two\nlines", "tab\t", "ภาษาไทย"])
def test_a_token_that_no_header_can_hold(output_of, token):
    line = output_of("check", LINE_CHANNEL_ACCESS_TOKEN=token)
    assert "LINE_CHANNEL_ACCESS_TOKEN must be one line of ASCII" in line
    assert token not in line


@pytest.mark.parametrize("command", [*DATA_COMMANDS, ("migrate",), ("check",)], ids=" ".join)
def test_a_token_that_no_header_can_hold_stops_every_command(output_of, command):
    line = output_of(*command, LINE_CHANNEL_ACCESS_TOKEN="two\nlines")
    assert "LINE_CHANNEL_ACCESS_TOKEN must be one line of ASCII" in line
    assert "two" not in line


def test_a_token_that_line_refuses():
    line = explain(ApiException(status=401, reason=TOKEN))
    assert "LINE does not accept LINE_CHANNEL_ACCESS_TOKEN" in line
    assert TOKEN not in line


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


@pytest.mark.parametrize("command", DATA_COMMANDS, ids=" ".join)
def test_an_env_file_in_another_encoding(output_of, place, command):
    (place / ".env").write_bytes("PORT=8123\n".encode("utf-16"))
    assert ".env is not saved as UTF-8" in output_of(*command)
