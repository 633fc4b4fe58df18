"""A database or a disk that a command cannot use is reported in one line with the remedy."""

import contextlib
import sqlite3
import sys

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.commands.faults import explain
from bot.settings import Settings
from bot.wiring import build_context
from storage.maintenance.audit_chain import append_new
from tests.integration.command_faults.commands import (
    OFFICE_COMMANDS,
    ONE_OF_EACH,
    PASSWORD,
    READERS,
    SECRET,
    assert_thai_and_english,
)


def test_a_database_that_was_not_migrated(output_of):
    assert "run `python -m bot migrate` first" in output_of("officer", "list")


@pytest.mark.parametrize(
    "address",
    [
        *("garbage", "mysql://u:p@h/x", "sqlite", "://"),
        *(f"postgresql://u:{PASSWORD}@{host}/x" for host in ("h:port", "[::1", "h:54:32")),
    ],
)
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


DATABASE_FAULTS = {
    "migrate": "sqlite:///new.db",
    "tables of another program": "sqlite:///other.db",
    "DATABASE_URL is not usable": "garbage",
    "The database cannot be reached": f"postgres://officer:{PASSWORD}@127.0.0.1:9/rongtuk",
}


@pytest.mark.parametrize("output", DATABASE_FAULTS)
@pytest.mark.parametrize("command", READERS, ids=" ".join)
def test_a_database_that_cannot_be_used(output_of, place, command, output):
    with contextlib.closing(sqlite3.connect(place / "other.db")) as other:
        other.execute("CREATE TABLE song (title)")
    line = output_of(*command, DATABASE_URL=DATABASE_FAULTS[output])
    assert output in line
    assert_thai_and_english(line)


DRIVER_FAULTS = {
    "database or disk is full": "The disk is full",
    "attempt to write a readonly database": "The database cannot be written",
    "database is locked": "keeps the database locked",
}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        *(
            (one, "database or disk is full")
            for one in [*READERS, ("backup", "x.age"), ("migrate",)]
        ),
        *((("migrate",), one) for one in DRIVER_FAULTS if "full" not in one),
    ],
)
def test_a_disk_that_cannot_be_written(output_of, command, sentence):
    def fail(*_):
        raise OperationalError("x", {}, sqlite3.OperationalError(sentence))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        line = output_of(*command)
    finally:
        event.remove(Engine, "before_cursor_execute", fail)
    assert DRIVER_FAULTS[sentence] in line
    assert_thai_and_english(line)


@pytest.fixture
def sealed_elsewhere(place, monkeypatch):
    """A database in use that was encrypted with another key."""
    monkeypatch.setenv("SECRET_KEY", "iy-eXRj8J2qz8kTtg4w8lyBaNrRFnmpx")
    for command in (("migrate",), OFFICE_COMMANDS[0], ("audit", "verify")):
        monkeypatch.setattr(sys, "argv", ["rongtuk", *command])
        with contextlib.suppress(SystemExit):
            main()
    store = build_context(Settings.read()).store
    while append_new(store):
        pass
    store.close()
    monkeypatch.setenv("SECRET_KEY", SECRET)


@pytest.mark.parametrize("command", ONE_OF_EACH, ids=" ".join)
def test_a_key_that_is_not_the_datas(output_of, sealed_elsewhere, capsys, command):
    capsys.readouterr()
    assert "SECRET_KEY is not the key this database was sealed with" in output_of(*command)
