"""An officer opens a round from their own file, prints its QR codes, watches its count and closes it."""

import re
import shutil
from dataclasses import replace

import pytest
import typer

from bot.commands.sentences import InvalidError
from bot.commands.survey_check import check_lines
from bot.commands.survey_doors import DoorPlan, close_door, make_door, write_sheet_of
from bot.commands.survey_rounds import (
    RoundPlan,
    close_round,
    list_sets,
    open_round,
    status_lines,
)
from bot.settings import Settings
from domain.surveys.participation import DoorKind
from tests.moments import NOON

OWN = """\
key = "market"
version = 1
purpose = "own"
source = "ours"
[[question]]
key = "clean"
kind = "one"
th = "ตลาดสะอาดไหม"
en = "Is the market clean?"
choices = [
    { key = "yes", th = "สะอาด", en = "Yes" },
    { key = "no", th = "ไม่สะอาด", en = "No" },
]
"""
DOOR = r"https://nawanghin\.example\.org/s/([\w-]{16,})"


@pytest.fixture
def settings(tmp_path, time_machine, sqlite_template):
    time_machine.move_to(NOON)
    shutil.copyfile(sqlite_template, tmp_path / "rongtuk.db")
    return Settings.of(
        line_channel_secret="secret",
        line_channel_access_token="token",
        secret_key="Z0-3ejzqAdaN5tDM1FdyFLMwSiZlcZr0",
        public_url="https://nawanghin.example.org",
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'rongtuk.db'}",
    )


@pytest.fixture
def own_file(tmp_path):
    file = tmp_path / "market.toml"
    file.write_text(OWN, "utf-8")
    return file


def round_of(lines):
    """Return the id in the first line."""
    return int(re.match(r"round (\d+) ", lines[0])[1])


def test_a_file_of_ones_own_is_checked_opened_watched_and_closed(settings, own_file):
    assert check_lines(own_file, None)[1]
    plan = RoundPlan("2569-12-31", population=400, source="ทะเบียนผู้ค้า")
    opened = open_round(settings, str(own_file), plan)
    assert opened[0].startswith("round ")
    assert "market version 1  2569-11-17 to 2569-12-31  open  n 0 of 200, N 400" in opened[0]
    assert "เปิดอยู่  ตอบแล้ว 0 คน จากเป้าหมาย 200 คน ผู้รับบริการ 400 คน" in opened[0]
    assert opened[1].startswith("Target 200: Yamane at 5 % of 400; --target sets another.\n")
    assert status_lines(settings, None) == [opened[0]]
    number = round_of(opened)
    shown = status_lines(settings, number)
    assert shown[0] == opened[0]
    assert [line for line in shown if line.startswith("  door chat: https://")]
    assert [line for line in shown if line.startswith("  ช่องทาง chat: https://")]
    assert "closed" in close_round(settings, number)
    assert status_lines(settings, None)[0].startswith("No round is running: survey open KEY")


def test_a_file_is_checked_in_english_and_in_thai(own_file):
    own_file.write_text(OWN.replace("version = 1", "version = 0"), "utf-8")
    lines, is_sound = check_lines(own_file, None)
    assert not is_sound
    assert lines[:2] == [
        f"{own_file}:2: version: must be a whole number from 1 to 9999",
        f"{own_file} บรรทัด 2: version: ต้องเป็นจำนวนเต็มตั้งแต่ 1 ถึง 9999",
    ]
    own_file.write_text(OWN.replace('source = "ours"\n', ""), "utf-8")
    lines, is_sound = check_lines(own_file, None)
    assert is_sound
    assert [line for line in lines if ": warning: has no `source`" in line]
    assert [line for line in lines if line.startswith("ข้อควรระวัง: ") and "`source`" in line]
    assert [line for line in lines if "purpose own, 1 questions, asked in the chat" in line]
    assert [line for line in lines if "ประเภท own มี 1 ข้อ ถามในแชต" in line]


def test_a_door_has_its_own_address_and_a_sheet_to_print(settings, tmp_path):
    number = round_of(open_round(settings, "pulse", RoundPlan("2570-09-30")))
    sheet = tmp_path / "tax.pdf"
    plan = DoorPlan(DoorKind.COUNTER, "tax_payment", 3)
    address, written = make_door(settings, number, plan, sheet)
    assert re.fullmatch(DOOR, address)
    assert sheet.read_bytes().startswith(b"%PDF-")
    assert written.startswith(f"{sheet}: A5, to print on white paper.\n")
    again = tmp_path / "again.pdf"
    write_sheet_of(settings, address, again)
    assert again.read_bytes() == sheet.read_bytes()
    door = f"  door counter tax_payment village 3: {address}"
    assert door in status_lines(settings, number)
    code = re.fullmatch(DOOR, address)[1]
    assert close_door(settings, code).startswith(f"Door {code} is closed.\n")
    assert f"{door} (closed)" in status_lines(settings, number)


def test_no_two_doors_have_the_same_address(settings):
    number = round_of(open_round(settings, "pulse", RoundPlan("2570-09-30")))
    plan = DoorPlan(DoorKind.WEB)
    addresses = {make_door(settings, number, plan, None)[0] for _ in range(4)}
    assert len(addresses) == 4


def test_a_changed_file_of_an_opened_version_is_refused(settings, own_file, capsys):
    number = round_of(open_round(settings, str(own_file), RoundPlan("2569-12-31")))
    close_round(settings, number)
    own_file.write_text(OWN.replace("ตลาดสะอาดไหม", "ตลาดสกปรกไหม"), "utf-8")
    with pytest.raises(typer.Exit) as ended:
        open_round(settings, str(own_file), RoundPlan("2569-12-31"))
    assert ended.value.exit_code == 1
    assert "market version 1 was opened and cannot change" in capsys.readouterr().err
    own_file.write_text(OWN.replace("version = 1", "version = 2"), "utf-8")
    assert "version 2" in open_round(settings, str(own_file), RoundPlan("2569-12-31"))[0]


def test_a_faulty_file_is_not_opened_and_its_faults_are_printed(settings, own_file, capsys):
    own_file.write_text(OWN.replace('"one"', '"two"'), "utf-8")
    with pytest.raises(typer.Exit) as ended:
        open_round(settings, str(own_file), RoundPlan("2569-12-31"))
    assert ended.value.exit_code == 1
    assert f"{own_file}:7: question[1].kind: 'two' is not one of" in capsys.readouterr().out
    assert status_lines(settings, None)[0].startswith("No round is running: survey open KEY")


@pytest.mark.parametrize(
    ("questions", "plan"),
    [
        ("nothing", RoundPlan("2569-12-31")),
        ("pulse", RoundPlan("31/13/2569")),
        ("pulse", RoundPlan("2569-02-30")),
        ("pulse", RoundPlan("2569-12-31", "soon")),
        ("pulse", RoundPlan("2569-12-31", population=400)),
        ("missing.toml", RoundPlan("2569-12-31")),
    ],
)
def test_what_cannot_be_opened_is_reported_in_one_line(settings, questions, plan):
    with pytest.raises((typer.BadParameter, typer.Exit)):
        open_round(settings, questions, plan)


@pytest.mark.parametrize("typed", ["2026-12-31", "31/12/2569", "31 ธ.ค. 2569"])
def test_gregorian_and_written_dates_are_understood_too(settings, typed):
    assert "to 2569-12-31" in open_round(settings, "pulse", RoundPlan(typed))[0]


@pytest.mark.parametrize(
    "plan",
    [DoorPlan(DoorKind.COUNTER, "no_such_service"), DoorPlan(DoorKind.COUNTER, village=99)],
)
def test_a_door_of_what_the_office_does_not_have_is_refused(settings, plan):
    number = round_of(open_round(settings, "pulse", RoundPlan("2570-09-30")))
    with pytest.raises(typer.Exit):
        make_door(settings, number, plan, None)


def test_unknown_rounds_and_doors_are_refused(settings, tmp_path, capsys):
    for act in (
        lambda: close_round(settings, 99),
        lambda: status_lines(settings, 99),
        lambda: make_door(settings, 99, DoorPlan(DoorKind.WEB), None),
    ):
        with pytest.raises(typer.Exit) as ended:
            act()
        assert ended.value.exit_code == 1
        assert len(capsys.readouterr().err.splitlines()) == 1
    for act in (
        lambda: close_door(settings, "no-such-code"),
        lambda: write_sheet_of(settings, "no-such-code", tmp_path / "x.pdf"),
    ):
        with pytest.raises(InvalidError, match="There is no door no-such-code: see the address"):
            act()


def test_without_an_address_for_phones_no_door_is_made(settings):
    number = round_of(open_round(settings, "pulse", RoundPlan("2570-09-30")))
    before = status_lines(settings, number)
    inside = replace(settings, public_url="http://localhost:8000")
    with pytest.raises(typer.BadParameter, match="must begin with https://"):
        make_door(inside, number, DoorPlan(DoorKind.COUNTER), None)
    assert status_lines(settings, number) == before


def test_a_sheet_that_cannot_be_written_makes_no_door(settings, tmp_path):
    number = round_of(open_round(settings, "pulse", RoundPlan("2570-09-30")))
    before = status_lines(settings, number)
    with pytest.raises(typer.BadParameter, match="cannot be written"):
        make_door(settings, number, DoorPlan(DoorKind.COUNTER), tmp_path / "no" / "x.pdf")
    assert status_lines(settings, number) == before


def test_the_sets_are_listed():
    listed = list_sets(None)
    named = [line.split("  ")[:3] for line in listed]
    assert named == sorted(named)
    for line in (["case", "1", "case"], ["counter", "1", "satisfaction"]):
        assert line in named
