"""`bot check` with wrong settings: one line per fault, each once and with its remedy."""

import pytest
from typer.testing import CliRunner

from bot.__main__ import cli
from bot.commands.check import run_checks
from bot.settings import Settings


def faults(capsys, **wrong: object) -> list[str]:
    """Return the failed checks of an installation that is correct except for these settings, without servers."""
    settings = Settings.of(
        **{
            "line_channel_secret": "secret",
            "line_channel_access_token": "token",
            "line_api_host": "http://127.0.0.1:9",
            "line_data_host": "http://127.0.0.1:9",
            "secret_key": "Z0-3ejzqAdaN5tDM1FdyFLMwSiZlcZr0",
            "public_url": "https://rongtuk.example",
            **wrong,
        }
    )
    assert run_checks(settings) == 1
    lines = capsys.readouterr().out.splitlines()
    return [line.removeprefix("FAIL  ") for line in lines if line.startswith("FAIL")]


@pytest.mark.parametrize("address", ["nonsense", "mysql://u:p@h/d"])
def test_an_unsupported_database_is_reported_with_the_setting(capsys, tmp_path, address):
    (fault,) = faults(capsys, data_dir=tmp_path, database_url=address)
    assert fault.startswith("DATABASE_URL ไม่ถูกต้อง")
    assert fault.endswith("postgresql://user:password@host/name.")


def test_line_out_of_reach_and_an_address_without_https_are_reported_once_each(capsys, tmp_path):
    found = faults(capsys, data_dir=tmp_path, public_url="http://rongtuk.example")
    assert [fault.split()[0] for fault in found] == [
        "PUBLIC_URL",
        "ฐานข้อมูลยังไม่ตรงกับรุ่นของโปรแกรม",
        "LINE",
    ]


def test_what_is_missing_is_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in ("LINE_CHANNEL_SECRET", "LINE_CHANNEL_ACCESS_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECRET_KEY", "short")
    monkeypatch.setenv("PORT", "many")
    told = CliRunner().invoke(cli, ["check"])
    assert (told.exit_code, told.output.splitlines()) == (
        1,
        [
            (
                "PORT ต้องเป็นตัวเลข · LINE_CHANNEL_SECRET ยังไม่ได้กรอก · LINE_CHANNEL_ACCESS_TOKEN ยังไม่ได้กรอก"
                " · SECRET_KEY เดาได้ง่าย ให้ใช้บรรทัดที่คำสั่ง openssl rand -base64 32 แสดง"
                " · แก้ใน .env หรือตัวแปรสภาพแวดล้อม ดูตัวอย่างใน .env.example"
                " / PORT is no number. LINE_CHANNEL_SECRET is missing. LINE_CHANNEL_ACCESS_TOKEN is missing."
                " SECRET_KEY is not random enough: use the line that `openssl rand -base64 32` prints."
                " Mend this in .env or the environment: see .env.example."
            )
        ],
    )
