"""`bot report month` for past, current and future months, and the state of a report in both languages."""

import shutil

import pytest
import typer

from bot.commands import report
from bot.commands.office import print_month
from bot.commands.sentences import InvalidError
from bot.settings import Settings
from reports.issues import FileFormat
from tests.moments import NOON


@pytest.fixture
def settings(tmp_path, time_machine, sqlite_template):
    time_machine.move_to(NOON)
    shutil.copyfile(sqlite_template, tmp_path / "rongtuk.db")
    return Settings.of(
        line_channel_secret="secret",
        line_channel_access_token="token",
        secret_key="Z0-3ejzqAdaN5tDM1FdyFLMwSiZlcZr0",
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'rongtuk.db'}",
    )


def test_a_past_month_is_printed_as_it_is(settings):
    assert print_month(settings, "2569-10")[0] == "สรุปประจำเดือน เดือนตุลาคม 2569"


def test_the_current_month_is_printed_with_a_note(settings):
    assert print_month(settings, "2569-11")[:3] == [
        "เดือนพฤศจิกายน 2569 ยังไม่สิ้นสุด",
        "November 2026 is not over yet.",
        "สรุปประจำเดือน เดือนพฤศจิกายน 2569",
    ]


@pytest.mark.parametrize("month", ["2569-13", "2026-10", "ตุลาคม"])
def test_what_is_no_month_is_reported_in_one_line(settings, month):
    with pytest.raises(InvalidError) as refused:
        print_month(settings, month)
    assert refused.value.message == (
        f"{month} ไม่ใช่เดือน ให้พิมพ์แบบ 2569-10 / {month} is no month such as 2569-10."
    )


def test_of_a_month_to_come_there_are_no_figures(settings, capsys):
    with pytest.raises(typer.Exit):
        print_month(settings, "2570-01")
    assert "January 2027 is not over yet." in capsys.readouterr().err


def test_a_report_is_printed_and_listed_in_both_languages(settings, tmp_path):
    english, thai, file = report.make(
        settings, "M2", "2569-10", [FileFormat.CSV], tmp_path, anew=False
    )
    assert english.startswith("M2 2569-10: Draft, figures sha256 ")
    assert thai.startswith("รายงาน M2 2569-10 (ร่าง) ")
    assert file == str(tmp_path / "M2-2569-10.csv")
    (listed,) = report.list_issues(settings)
    assert listed.startswith("M2  2569-10  ร่าง / Draft  ")


def test_a_period_of_another_kind_is_refused_in_both_languages(settings, tmp_path):
    with pytest.raises(InvalidError) as refused:
        report.make(settings, "M5", "2569-10", [FileFormat.CSV], tmp_path, anew=False)
    assert "M5" in refused.value.message
    assert " / " in refused.value.message
