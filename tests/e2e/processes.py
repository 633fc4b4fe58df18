"""Starts and stops the bot as separate processes, as an operator does."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import urllib3
from sqlalchemy import ColumnElement, func, select

from bot.settings import Settings
from handlers.core.unit_of_work import AppContext
from simulator.app import Server, running
from simulator.people import Roster
from simulator.phone import Phone
from simulator.settings import Settings as LineSettings
from storage.queues.outbox import OutboxState
from storage.tables import inbox, outbox, task

HTTP = urllib3.PoolManager(retries=False, timeout=5.0)
START_SECONDS, REST_SECONDS = 240.0, 120.0


@dataclass
class Started:
    """One running `python -m bot COMMAND`."""

    process: subprocess.Popen[bytes]
    log: Path

    def tell(self, name: signal.Signals) -> None:
        self.process.send_signal(name)

    def wait(self) -> int:
        """Wait for the end; return the exit code, or the negative number of the signal that ended the process."""
        return self.process.wait(timeout=60)

    def lines(self) -> list[dict[str, object]]:
        """Return the lines of its log. Raises ValueError for a line that is no JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]


@dataclass
class Installation:
    """Settings of one office, and the processes that were started on them."""

    settings: Settings
    port: int
    metrics_port: int
    folder: Path
    started: list[Started] = field(default_factory=list)

    def start(self, *commands: str) -> list[Started]:
        """Start these commands side by side and wait until each is ready."""
        fresh = [self._start(command) for command in commands]
        deadline = time.monotonic() + START_SECONDS
        while not all('"bot.started"' in one.log.read_text("utf-8") for one in fresh):
            assert time.monotonic() < deadline, [one.log.read_text("utf-8") for one in fresh]
            assert all(one.process.poll() is None for one in fresh), self.words()
            time.sleep(0.05)
        return fresh

    def get(self, path: str, port: int | None = None) -> tuple[int, str]:
        answer = HTTP.request("GET", f"http://127.0.0.1:{port or self.port}{path}")
        return answer.status, answer.data.decode()

    def words(self) -> str:
        """Return the logs of all processes."""
        return "".join(one.log.read_text("utf-8") for one in self.started)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command that ends by itself."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *command],
            env=self._environment() | environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=False,
        )

    def _start(self, command: str) -> Started:
        log = self.folder / f"{len(self.started)}-{command}.log"
        # Only one process can use the port for metrics.
        metrics_port = self.metrics_port if command in {"run", "web"} else ""
        with log.open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", command],
                env=self._environment() | {"METRICS_PORT": str(metrics_port)},
                stderr=out,
            )
        self.started.append(Started(process, log))
        return self.started[-1]

    def _environment(self) -> dict[str, str]:
        known = asdict(self.settings)
        own = {
            name.upper(): value.get_secret_value() if hasattr(value, "get_secret_value") else value
            for name, value in known.items()
            if value is not None
        }
        return {**os.environ, **{name: str(value) for name, value in own.items()}}


@contextmanager
def installation(folder: Path, line_url: str, database_url: str) -> Iterator[Installation]:
    port, metrics_port = free_ports(2)
    settings = Settings.of(
        line_channel_secret="process-channel-secret",
        line_channel_access_token="process-channel-token",
        line_api_host=line_url,
        line_data_host=line_url,
        database_url=database_url,
        data_dir=folder,
        public_url="https://rongtuk.example",
        secret_key="ABrTT3fpwYT_pDsiAKgrnsGR_hcXDvYj",
        port=port,
    )
    place = Installation(settings, port, metrics_port, folder)
    try:
        yield place
    finally:
        for one in place.started:
            one.tell(signal.SIGCONT)
            one.process.kill()
            one.process.wait()


@contextmanager
def line_with(names: Sequence[str]) -> Iterator[Server]:
    """Run the pretend LINE with these people, who all follow the bot of an `installation`."""
    roster = {"people": [{"key": name, "name": name} for name in names], "groups": []}
    settings = LineSettings(
        "http://127.0.0.1:9/",
        "process-channel-secret",
        "process-channel-token",
        Roster.from_json(roster),
        redelivery=False,
        monthly_limit=1_000_000,
    )
    with running(settings) as line:
        for name in names:
            phone = Phone(line.world)
            phone.follow(phone.act(name, None, None, None))
        yield line


@contextmanager
def connected(line: Server, folder: Path, database_url: str) -> Iterator[Installation]:
    """An installation whose webhooks come from this pretend LINE."""
    with installation(folder, line.base_url, database_url) as place:
        line.world.webhook_url = f"http://127.0.0.1:{place.port}/line/webhook"
        yield place


def count(office: AppContext, *where: ColumnElement[bool]) -> int:
    with office.store.read() as tx:
        return tx.connection.scalar(select(func.count()).where(*where)) or 0


def is_at_rest(office: AppContext) -> bool:
    """Whether nothing waits to be handled, sent or done."""
    waiting = (inbox.c.state == 0, outbox.c.state < OutboxState.SENT, task.c.state < 2)
    return not any(count(office, one) for one in waiting)


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + REST_SECONDS
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def free_ports(count: int) -> Sequence[int]:
    with_sockets = [socket.socket() for _ in range(count)]
    try:
        for one in with_sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in with_sockets]
    finally:
        for one in with_sockets:
            one.close()
