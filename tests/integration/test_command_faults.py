"""Every command reports an expected fault in one line with the remedy and without a secret."""

import contextlib
import gc
import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
from importlib import resources

import pytest
import typer
from linebot.v3.messaging import ApiException
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.__main__ import cli, main
from bot.commands.faults import explain
from bot.settings import Settings
from bot.wiring import build_context
from storage.maintenance.audit_chain import append_new

SECRET = "K7c0lL9XhLq2pQv8Zr5tYw3uNb6mDf1g"
TOKEN = "token-of-this-channel"
PASSWORD = "pass-of-this-database"


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


def assert_thai_and_english(line):
    assert " / " in line
    assert re.search("[ก-๙]", line)


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


# ------------------------------------------------------------------ the office's own files
def own_file(place, name, content):
    folder = place / "organisation"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return str(folder)


def test_a_folder_of_own_files_that_is_not_there(output_of, place):
    line = output_of("officer", "list", ORGANISATION_DIR=str(place / "gone"))
    assert f"ไม่มีโฟลเดอร์ {place / 'gone'}" in line
    assert f"{place / 'gone'} is no folder" in line


def test_a_file_that_is_no_toml_is_named_with_its_line(output_of, place):
    folder = own_file(place, "departments.toml", b'[a]\nth = "x"\nen = \n')
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert line.startswith("ข้อมูลของหน่วยงานผิด")
    assert ": departments.toml: รูปแบบ TOML ไม่ถูกต้อง" in line
    assert line.endswith(" / departments.toml: is not TOML: Invalid value (at line 3, column 6)")


def test_a_file_that_the_bot_does_not_know(output_of, place):
    folder = own_file(place, "department.toml", b"a = 1")
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert ": department.toml: ระบบไม่อ่านไฟล์ชื่อนี้" in line
    assert " / department.toml: " in line


SHIPPED = (resources.files("domain") / "data" / "departments.toml").read_text("utf-8")


def test_a_file_in_another_encoding_is_named(output_of, place):
    folder = own_file(place, "departments.toml", SHIPPED.encode("utf-16"))
    line = output_of("officer", "list", ORGANISATION_DIR=folder)
    assert line.endswith(
        "departments.toml: is not saved as UTF-8: save it anew with the encoding UTF-8"
    )


def test_a_file_saved_on_windows_is_read(output_of, place):
    content = b"\xef\xbb\xbf" + SHIPPED.replace("\n", "\r\n").encode()
    folder = own_file(place, "departments.toml", content)
    assert "migrate" in output_of("officer", "list", ORGANISATION_DIR=folder)


# ------------------------------------------------------------------ check, version
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


# ------------------------------------------------------------------ every command that opens the data
OFFICE_COMMANDS = [
    ("officer", "add", "ช่าง", "--role", "officer", "--department", "engineering"),
    ("officer", "names", "1"),
    ("officer", "rename", "1", "ช่างโท"),
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
    ("report", "sign", "M1", "2569-10", "นายก", "scan.pdf"),
    ("report", "permit", "M1", "2569-10", "นายก"),
    ("report", "publish", "M1", "2569-10"),
    ("report", "withdraw", "M1", "2569-10", "นายก", "นับซ้ำ"),
    ("report", "gaps"),
    ("survey", "open", "pulse", "--closes", "2570-09-30"),
    ("survey", "close", "1"),
    ("survey", "status"),
    ("survey", "door", "1"),
    ("survey", "sheet", "x", "x.pdf"),
    ("survey", "close-door", "x"),
    ("export", "cases", "x.csv"),
    ("export", "answers", "x.csv", "--round", "1"),
    ("evidence", "add", "2026-10-05", "ประชุม"),
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
    ("web",),
    ("worker",),
    ("scheduler",),
]
WITHOUT_DATA = {
    ("classify",),
    ("understand",),
    ("demo",),
    ("demo-data",),
    ("menu", "draw"),
    ("survey", "check"),
    ("survey", "sets"),
    ("backup", "check"),
}
"""Commands that open no database of the office."""
ONE_OF_EACH = list({one[0]: one for one in DATA_COMMANDS}.values())
"""One command of each group, for the faults that need a lengthy preparation."""
READERS = [one for one in DATA_COMMANDS if one[0] not in {"run", "move", "backup"}]
"""Commands that neither migrate the database nor copy it at any schema."""


def commands_of(command, path=()):
    """The names of every command below one of the command line."""
    if not hasattr(command, "commands"):
        yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from commands_of(below, (*path, name))


def test_every_command_is_tried_with_every_fault():
    tried = {*DATA_COMMANDS, ("migrate",), ("check",), ("restore", "x.age")}
    forgotten = [
        path
        for path in commands_of(typer.main.get_command(cli))
        if path not in WITHOUT_DATA
        # `backup FILE` is short for `backup make FILE`.
        and not any(one[: len(path)] == path for one in {*tried, ("backup", "make")})
    ]
    assert forgotten == []


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
