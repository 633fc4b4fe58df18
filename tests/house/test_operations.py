"""Containers, settings and the installation guide agree with each other."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text()


def test_the_image_can_dump_the_database_that_comes_with_it():
    client = re.findall(r"postgresql-client-(\d+)", text("Dockerfile"))
    assert client == re.findall(r"image: postgres:(\d+)", text("compose.yaml"))
    assert client


def test_no_container_may_fill_the_disk_with_its_log():
    common, services = text("compose.yaml").partition("\nvolumes:")[0].split("\nservices:\n")
    named = re.split(r"^  (?=\w+:$)", services, flags=re.MULTILINE)[1:]
    assert len(named) == 5
    assert [one for one in named if not re.search(r"<<: \*bot|logging: \*bounded", one)] == []
    assert re.search(r"^x-bot: &bot\n(  .*\n)*  logging: \*bounded\n", common, re.MULTILINE)
    assert re.search(r"^x-logging: &bounded\n.*\n.*max-size: .*max-file: ", common, re.MULTILINE)


def test_every_setting_of_the_example_is_explained_in_thai_and_english():
    lines = text(".env.example").splitlines()
    above = {
        line.split("=")[0]: lines[at - 1]
        for at, line in enumerate(lines)
        if "=" in line and line[0] != "#"
    }
    unexplained = [
        name for name, said in above.items() if not re.match(r"# .*[ก-๙].* · .*[a-z]", said)
    ]
    assert unexplained == []


def test_the_installation_page_names_departments_that_exist():
    named = set(re.findall(r"--department (\w+)", text("docs/install-th.md")))
    departments = tomllib.loads(text("domain/data/departments.toml"))["department"]
    assert named - set(departments) == set()
    assert named


def test_the_installation_page_tells_of_every_setting_an_office_must_fill_in():
    empty = re.findall(r"^([A-Z_]+)=$", text(".env.example"), re.MULTILINE)
    named_settings = set(
        re.findall(r"^\| `([A-Z_]+)` \|", text("docs/install-th.md"), re.MULTILINE)
    )
    assert named_settings == {*empty, "PUBLIC_URL"} - {
        "DATABASE_URL",
        "OLD_SECRET_KEYS",
        "METRICS_PORT",
    }


def test_the_dashboard_and_the_alarms_ask_for_metrics_that_exist():
    code = text("bot/telemetry/metrics.py")
    named = set(re.findall(r'"rongtuk_(\w+)"', code)) | set(re.findall(r'_gauge\(\s*"(\w+)"', code))
    existing = {
        f"rongtuk_{one}{end}" for one in named for end in ("", "_total", "_bucket", "_info")
    }
    dashboard = json.loads(text("docs/grafana-dashboard.json"))
    asked = " ".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    alarms = "\n".join(re.findall(r"expr: .+", text("docs/operations.md")))
    for where in (asked, alarms):
        found = set(re.findall(r"rongtuk_\w+", where))
        assert found
        assert found - existing == set()
