"""The previous release keeps serving while the next one migrates its database."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

from simulator.app import running as running_line
from simulator.people import Roster
from simulator.settings import Settings as LineSettings
from tests.chat import LAMP
from tests.releases import two_releases
from tests.running import PEOPLE, PUBLIC_URL, SECRET, TOKEN
from tests.street import HTTP, PATIENCE_SECONDS, TOPIC, Street, eventually

RESIDENTS = ("boonmee", "chang", "head", "nayok")

pytestmark = [pytest.mark.both_databases, pytest.mark.long]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return two_releases(tmp_path_factory.mktemp("releases"))


@dataclass
class Release:
    """Run the program of one release, all parts in one process."""

    code: Path
    environment: Mapping[str, str]
    log: Path

    def does(self, *words: str) -> str:
        """Run one command to its end and return its output."""
        command = [sys.executable, "-m", "bot", *words]
        done = subprocess.run(
            command,
            cwd=self.code,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run"],
                cwd=self.code,
                env=self.environment,
                stderr=log,
            )
        try:
            eventually(self.is_ready)
            yield
            assert process.poll() is None, self.log.read_text()
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=PATIENCE_SECONDS)

    def is_ready(self) -> bool:
        try:
            url = f"http://127.0.0.1:{self.environment['PORT']}/health/ready"
            return HTTP.request("GET", url).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def complaints(self) -> list[str]:
        """Return the unusual lines of its log."""
        output = self.log.read_text(encoding="utf-8").splitlines()
        return [line for line in output if '"level": "info"' not in line]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def street() -> Iterator[Street]:
    roster = Roster.from_json(PEOPLE)
    with running_line(
        LineSettings("http://127.0.0.1:9/", SECRET, TOKEN, roster, monthly_limit=100_000)
    ) as line:
        yield Street(line.world, line.base_url, RESIDENTS)


@pytest.fixture
def environment(street, database_url, tmp_path) -> dict[str, str]:
    port = free_port()
    street.line.webhook_url = f"http://127.0.0.1:{port}/line/webhook"
    return {
        **os.environ,
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_HOST": street.url,
        "LINE_DATA_HOST": street.url,
        "DATABASE_URL": database_url,
        "DATA_DIR": str(tmp_path / "data"),
        "PUBLIC_URL": PUBLIC_URL,
        "SECRET_KEY": "GcUTTZhY_zk3I6B55yw0hK-ND1eC9ZXa",
        "HOST": "127.0.0.1",
        "PORT": str(port),
    }


@pytest.fixture
def database_url(empty_database_url) -> str:
    """A database without tables, which the previous release migrates."""
    return empty_database_url


def test_nobody_notices_that_the_database_is_brought_up(releases, street, environment, tmp_path):
    old = Release(releases[0], environment, tmp_path / "old.log")
    new = Release(releases[1], environment, tmp_path / "new.log")
    with old.running():
        street.says("somsri", LAMP)
        with street.busy():
            output = new.does("migrate")
            assert output.startswith("The database is at the newest schema.\n")
        street.says("somsri", TOPIC)
        with street.busy():
            pass
    with old.running(), street.busy():
        assert old.does("migrate").startswith("The database is at the schema of a newer release")
    with new.running(), street.busy():
        street.says("somsri", "ยืนยัน")
        eventually(lambda: street.receipts("somsri") == 1)
    assert (old.complaints(), new.complaints()) == ([], [])
    assert all(street.receipts(key) == street.told[key] >= 8 for key in RESIDENTS)
