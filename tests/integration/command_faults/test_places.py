"""What the commands leave in an empty place, who may read it, and what they say of a place they cannot use."""

import os
import sqlite3
import stat
import sys
from contextlib import closing

import pytest
from psycopg.errors import InsufficientPrivilege
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot.__main__ import main
from bot.commands.check import run_checks
from bot.commands.faults import explain
from bot.settings import Settings, SettingsError
from tests.integration.command_faults.test_settings import run_the_bot


@pytest.fixture
def command(place, monkeypatch, capsys):
    """Run a command; return its exit code and its lines."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["rongtuk", *map(str, words)])
        with pytest.raises(SystemExit) as ending:
            main()
        output = capsys.readouterr()
        return ending.value.code or 0, (output.out + output.err).splitlines()

    return run


@pytest.fixture
def others_read_what_is_new():
    before = os.umask(0o022)
    yield
    os.umask(before)


# ------------------------------------------------------------------ nothing is left behind
@pytest.mark.parametrize(
    "words",
    [("officer", "list"), ("check",), ("backup", "x.age"), ("audit", "verify"), ("rotate-keys",)],
    ids=" ".join,
)
def test_a_command_that_only_looks_leaves_no_empty_database(command, place, words):
    assert command(*words)[0] == 1
    assert list((place / "data").glob("rongtuk.db*")) == []


def backup_of_a_new_office(command, place):
    assert command("migrate")[0] == 0
    assert command("officer", "add", "สมชาย", "--role", "palad")[0] == 0
    assert command("backup", place / "x.age")[0] == 0
    for path in (place / "data").glob("rongtuk.db*"):
        path.unlink()
    return place / "x.age"


def test_a_backup_is_restored_after_other_commands(command, place):
    backup = backup_of_a_new_office(command, place)
    command("check")
    command("officer", "list")
    code, lines = command("restore", backup, "--linked", "77")
    assert code == 0, lines
    assert any(line.startswith("--linked 77: the backup has no linked officer") for line in lines)


def test_an_empty_database_of_an_earlier_release_is_none(command, place):
    backup = backup_of_a_new_office(command, place)
    with closing(sqlite3.connect(place / "data" / "rongtuk.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
    code, lines = command("restore", backup)
    assert code == 0, lines
    code, lines = command("restore", backup)
    assert code == 1
    assert "Move it away, or name an empty DATA_DIR" in lines[0]


# ------------------------------------------------------------------ who may read it
def open_to_others(folder):
    return sorted(
        str(path.relative_to(folder.parent))
        for path in (folder, *folder.rglob("*"))
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    )


@pytest.mark.usefixtures("others_read_what_is_new")
def test_nobody_else_may_read_what_the_commands_write(command, place):
    backup = backup_of_a_new_office(command, place)
    assert open_to_others(place / "data") == []
    assert command("restore", backup)[0] == 0
    assert command("officer", "list")[0] == 0
    assert open_to_others(place / "data") == []


@pytest.mark.usefixtures("others_read_what_is_new")
def test_the_check_tells_of_a_place_that_is_open_to_others(command, place):
    assert command("migrate")[0] == 0
    assert not any("Other users" in line for line in command("check")[1])
    (place / "data").chmod(0o755)
    assert any(line.startswith("note  Other users of this machine") for line in command("check")[1])


# ------------------------------------------------------------------ what is said of a place
@pytest.mark.parametrize(
    ("number", "advice"),
    [(28, "Free some space."), (30, "Mount its disk for writing"), (13, "write access")],
)
def test_the_check_advises_what_mends_the_folder(place, monkeypatch, capsys, number, advice):
    def refuse(_path, _content):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("pathlib.Path.write_bytes", refuse)
    assert run_checks(Settings.read()) == 1
    assert advice in capsys.readouterr().out.splitlines()[0]


def test_a_file_that_cannot_be_opened_is_no_server_and_rights_are_no_file():
    closed = sqlite3.OperationalError("unable to open database file")
    line = explain(OperationalError("", None, closed))
    assert "DATA_DIR" in line
    assert "server" not in line
    denied = InsufficientPrivilege("permission denied for schema public")
    line = explain(ProgrammingError("", None, denied))
    assert "PostgreSQL" in line
    assert "folder" not in line


@pytest.mark.parametrize("host", ["nohost.invalid", "a..b"])
@pytest.mark.parametrize("name", ["HOST", "METRICS_HOST"])
def test_a_host_that_nobody_knows(place, host, name):
    code, lines = run_the_bot(**{"METRICS_PORT": "0", "PORT": "0", name: host})
    assert (code, len(lines)) == (1, 1), lines
    assert "HOST or METRICS_HOST is a name that nobody knows" in lines[0]


def test_a_host_of_blanks_opens_no_other_address_and_blanks_around_it_are_dropped(place):
    assert Settings.read({**os.environ, "HOST": "  "}).host == "127.0.0.1"
    assert Settings.read({**os.environ, "HOST": "127.0.0.1 "}).host == "127.0.0.1"


@pytest.mark.parametrize("address", ["bot example", "bot.example.go.th", "https://bot example"])
def test_an_address_that_no_chat_can_open_is_refused_at_once(place, address):
    with pytest.raises(SettingsError, match="public_url: no_web_address"):
        Settings.read({**os.environ, "PUBLIC_URL": address})


@pytest.mark.parametrize(
    "name", ["organisation.toml.txt", "ORGANISATION.TOML", "services.Toml.TXT"]
)
def test_a_file_under_nearly_the_right_name_is_named(command, place, monkeypatch, name):
    own = place / "own"
    own.mkdir()
    (own / name).write_text("", "utf-8")
    monkeypatch.setenv("ORGANISATION_DIR", str(own))
    code, lines = command("check")
    assert code == 1
    assert any(name in line for line in lines)


# ------------------------------------------------------------------ values
@pytest.mark.parametrize("name", ["", "   ", "\n", "ก" * 101, "123"])
def test_an_officer_has_a_name(command, name):
    assert command("migrate")[0] == 0
    code, lines = command("officer", "add", name, "--role", "palad")
    assert (code, len(lines)) == (1, 1), lines
    assert command("officer", "add", "นาย\nสมชาย", "--role", "palad")[0] == 0
    assert command("officer", "rename", "1", name)[0] == 1
    [line] = command("officer", "list")[1]
    assert line.startswith("1  นาย สมชาย  palad")


def test_months_are_typed_in_thai_digits_too(command, place):
    assert command("migrate")[0] == 0
    assert command("report", "month", "๒๕๖๘-๑๑") == command("report", "month", "2568-11")
    assert command("report", "make", "M1", "๒๕๖๘-๑๑", "--formats", "csv")[0] == 0
    code, lines = command("report", "number", "M1", "๒๕๖๘-๑๑", "1")
    assert code == 0, lines
    assert command("report", "month", "2400-01")[0] == 1
