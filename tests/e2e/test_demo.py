"""The demo as a new user starts it: one URL, a month on the phones, Ctrl-C, and a second start."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 180


def environment(port: int) -> dict[str, str]:
    return {**os.environ, "PORT": str(port), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


def free_port() -> int:
    """Return a port whose next port is free too, because the bot listens there."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


@contextmanager
def running_demo(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the demo in a folder of its own until Ctrl-C, which must end it in order."""
    demo = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        cwd=folder,
        env=environment(port),
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address_line = next(line for line in demo.stdout if "http://" in line)
        assert re.search(r"http://\S+", address_line)[0] == f"http://localhost:{port}"
        yield demo
    finally:
        demo.send_signal(signal.SIGINT)
        rest, _ = demo.communicate(timeout=PATIENCE_SECONDS)
    assert (demo.returncode, rest.strip().splitlines()[-1]) == (0, "Stopping ...")


def demo_data(folder: Path, port: int) -> tuple[int, str]:
    """Replay the month with all its stories; return exit code and output."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo-data"],
        cwd=folder,
        env=environment(port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout


def ask(port: int, path: str) -> object:
    with urlopen(f"http://127.0.0.1:{port}/_/{path}") as answer:
        return json.load(answer)


def does(port: int, key: str, verb: str, **body: object) -> None:
    content = json.dumps({**body, "wait": True}).encode()
    asked = Request(f"http://127.0.0.1:{port}/_/chats/{key}/{verb}", content, method="POST")
    asked.add_header("Content-Type", "application/json")
    with urlopen(asked) as answer:
        assert answer.status == 200


def messages(port: int, key: str) -> list[dict]:
    return [record["message"] for record in ask(port, f"chats/{key}/messages")]


def test_the_folder_of_another_version_is_refused_with_what_to_do(tmp_path):
    folder = tmp_path / "var" / "demo"
    folder.mkdir(parents=True)
    (folder / "settled").touch()
    with closing(sqlite3.connect(folder / "rongtuk.db")) as database, database:
        database.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        database.execute("INSERT INTO alembic_version VALUES ('0003_from_0001')")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "demo"],
        cwd=tmp_path,
        env=environment(free_port()),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert (done.returncode, done.stdout) == (
        1,
        "var/demo was made by another version: `rm -rf var/demo`, then `make demo` again.\n",
    )


def test_a_month_is_replayed_once_and_the_demo_ends_and_goes_on(tmp_path):
    port = free_port()
    assert demo_data(tmp_path, port) == (
        1,
        f"The demo is not running on port {port}: start it with `make demo` first.\n",
    )
    with running_demo(tmp_path, port):
        # Somebody used the page before and left a question unanswered.
        does(port, "somsri", "say", text="ไฟถนนหน้าวัดดับมา 3 วันแล้ว")
        code, output = demo_data(tmp_path, port)
        assert (code, "100 %" in output) == (0, True), output
        told = messages(port, "nayok")
        assert any(one.get("altText", "").startswith("สรุปเดือน") for one in told)
        assert {person["key"] for person in ask(port, "state")["people"]} >= {"somsri", "nayok"}
        again = demo_data(tmp_path, port)
        assert (again[0], "replayed before" in again[1]) == (0, True), again
        before = messages(port, "chang")
    with running_demo(tmp_path, port):
        assert messages(port, "chang") == before
        assert messages(port, "nayok") == told
