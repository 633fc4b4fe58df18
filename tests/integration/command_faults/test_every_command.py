"""Every command that opens the data reports each fault in one line with the remedy and without a secret."""

import contextlib
import sqlite3
import sys

import pytest
from linebot.v3.messaging import ApiException
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.__main__ import main
from bot.commands.faults import explain
from bot.settings import Settings
from bot.wiring import build_context
from storage.maintenance.audit_chain import append_new
from tests.integration.command_faults.faults import (
    PASSWORD,
    SECRET,
    TOKEN,
    assert_thai_and_english,
    own_file,
)

OFFICE_COMMANDS = [
    ("officer", "add", "ช่าง", "--role", "officer", "--department", "engineering"),
    ("officer", "names", "1"),
    ("officer", "code", "1"),
    ("officer", "remove", "1"),
    ("officer", "list"),
    ("console", "admin", "ผู้ดูแล"),
    ("console", "link", "1"),
    ("audit", "accept", "1", "why"),
    ("report", "month", "2569-10"),
    ("report", "make", "M1", "2569-10"),
    ("report", "list"),
    ("report", "number", "M1", "2569-10", "1"),
    ("report", "permit", "M1", "2569-10", "นายก"),
    ("report", "publish", "M1", "2569-10"),
    ("report", "gaps"),
    ("survey", "open", "pulse", "--closes", "2570-09-30"),
    ("survey", "close", "1"),
    ("survey", "status"),
    ("survey", "door", "1"),
    ("survey", "close-door", "x"),
    ("export", "cases", "x.csv"),
    ("export", "answers", "x.csv", "--round", "1"),
    ("evidence", "list", "2569"),
    ("evidence", "take-back", "1"),
    ("evidence", "score", "2569", "OIT", "90", "ป.ป.ช."),
    ("evidence", "pack", "2569"),
    ("menu", "publish"),
]
"""Commands that read the office's own files too."""
DATA_COMMANDS = [
    *OFFICE_COMMANDS,
    ("audit", "verify"),
    ("rotate-keys",),
    ("backup", "x.age"),
    ("move", "postgresql://u@127.0.0.1:9/x"),
    ("run",),
]
ONE_OF_EACH = list({one[0]: one for one in DATA_COMMANDS}.values())
"""One command of each group, for the faults that need a lengthy preparation."""
READERS = [one for one in DATA_COMMANDS if one[0] not in {"run", "move", "backup"}]
"""Commands that neither migrate the database nor copy it at any schema."""
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


@pytest.mark.parametrize("command", OFFICE_COMMANDS, ids=" ".join)
def test_a_file_of_the_office_that_is_wrong(output_of, place, command):
    folder = own_file(place, "departments.toml", b"a = \n")
    line = output_of(*command, ORGANISATION_DIR=folder)
    assert "departments.toml: is not TOML: Invalid value (at line 1, column 5)" in line
    assert_thai_and_english(line)


@pytest.mark.parametrize("command", [*DATA_COMMANDS, ("migrate",), ("check",)], ids=" ".join)
def test_a_token_that_no_header_can_hold_stops_every_command(output_of, command):
    line = output_of(*command, LINE_CHANNEL_ACCESS_TOKEN="two\nlines")
    assert "LINE_CHANNEL_ACCESS_TOKEN must be one line of ASCII" in line
    assert "two" not in line


def test_a_token_that_line_refuses():
    line = explain(ApiException(status=401, reason=TOKEN))
    assert "LINE does not accept LINE_CHANNEL_ACCESS_TOKEN" in line
    assert TOKEN not in line


@pytest.mark.parametrize(
    "command",
    [
        ("officer", "code", "9"),
        ("console", "link", "9"),
        ("export", "cases", "x.txt"),
        ("export", "cases", "gone/x.csv"),
        ("export", "cases", "x.csv", "--month", "13"),
        ("export", "answers", "x.csv", "--round", "9"),
        ("report", "make", "Z9", "2569-10"),
        ("report", "make", "M1", "2569"),
        ("report", "month", "2569-13"),
        ("report", "make", "M1", "2569-10", "--formats", "exe"),
        ("report", "sign", "M1", "2569-10", "นายก", "gone.pdf"),
        ("survey", "open", "gone", "--closes", "2570-09-30"),
        ("survey", "open", "pulse", "--closes", "soon"),
        ("survey", "close", "9"),
        ("survey", "sheet", "gone", "x.pdf"),
        ("evidence", "take-back", "9"),
        ("evidence", "add", "soon", "x"),
        ("evidence", "score", "2569", "XIT", "90", "x"),
        ("backup", "here"),
    ],
    ids=" ".join,
)
def test_a_value_that_a_command_cannot_use(output_of, place, migrated, command):
    (place / "here").touch()
    assert_thai_and_english(output_of(*command))


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


@pytest.mark.parametrize("command", DATA_COMMANDS, ids=" ".join)
def test_an_env_file_in_another_encoding(output_of, place, command):
    (place / ".env").write_bytes("PORT=8123\n".encode("utf-16"))
    assert ".env is not saved as UTF-8" in output_of(*command)
