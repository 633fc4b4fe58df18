"""Every command is tried with every fault; a value that it cannot use is reported in one line."""

import subprocess
import sys
from importlib import resources

import pytest
import typer

from bot.__main__ import cli, main
from tests.integration.command_faults.commands import (
    DATA_COMMANDS,
    WITHOUT_DATA,
    assert_thai_and_english,
    commands_of,
)


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
