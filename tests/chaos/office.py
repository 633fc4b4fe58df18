"""Starts the bot's processes as an operator would, and kills them."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import urllib3

from bot.settings import Settings
from bot.wiring import build_context
from handlers.core.unit_of_work import AppContext
from tests.chaos.clock import WrongClock

READY_SECONDS, STOP_SECONDS = 240.0, 60.0
HTTP = urllib3.PoolManager(retries=False, timeout=5.0)


@dataclass
class ChildProcess:
    """One process: `run`, `web`, `worker` or `scheduler`, on the clock of `clock_file`."""

    command: str
    environment: Mapping[str, str]
    log: Path
    clock_file: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.chaos.child_process",
                    str(self.clock_file),
                    self.command,
                ],
                env=dict(self.environment),
                stderr=log,
            )

    def kill(self) -> None:
        """Send SIGKILL: no handler runs, no buffer is flushed, no transaction is ended."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        """Send SIGTERM, which asks for an orderly end."""
        assert self.process is not None
        self.process.terminate()

    def wait(self) -> None:
        assert self.process is not None
        self.process.wait(timeout=STOP_SECONDS)


@dataclass
class Office:
    """All processes on one database: one on SQLite; six on PostgreSQL, three of them schedulers."""

    database_url: str
    folder: Path
    line_url: str
    secret: str
    token: str
    clock: WrongClock
    children: list[ChildProcess] = field(default_factory=list)
    kills: int = 0

    def __post_init__(self) -> None:
        self.port = _free_port()
        commands = ["run"] if self.database_url.startswith("sqlite") else _MANY
        self.children = [
            ChildProcess(
                command,
                self.environment,
                self.folder / f"{number}-{command}.log",
                self.clock.file,
            )
            for number, command in enumerate(commands)
        ]

    @property
    def environment(self) -> Mapping[str, str]:
        return {**os.environ, **self._own}

    @property
    def _own(self) -> Mapping[str, str]:
        return {
            "LINE_CHANNEL_SECRET": self.secret,
            "LINE_CHANNEL_ACCESS_TOKEN": self.token,
            "LINE_API_HOST": self.line_url,
            "LINE_DATA_HOST": self.line_url,
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder / "data"),
            "PUBLIC_URL": "https://rongtuk.example",
            "SECRET_KEY": "YnO6ZU5IGWYDHVCLHLMux-g4kLE76wrK",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }

    @contextmanager
    def inside(self) -> Iterator[AppContext]:
        """An application context with the same settings as the processes."""
        settings = Settings.of(**{name.lower(): value for name, value in self._own.items()})
        inside = build_context(settings)
        try:
            yield inside
        finally:
            inside.store.close()

    @property
    def webhook_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/line/webhook"

    def open(self) -> None:
        for child in self.children:
            child.start()
        self.wait_until_ready()

    def close(self) -> None:
        for child in self.children:
            child.stop()
        for child in self.children:
            child.wait()

    @property
    def pids(self) -> list[int]:
        return [child.process.pid for child in self.children if child.process is not None]

    def kill_one(self, dice: random.Random) -> None:
        """Kill a random process and start it again at once, whether or not it was ready."""
        self._kill(dice.choice(self.children))

    def kill_schedulers(self) -> None:
        """Kill all schedulers and start them again at the same time."""
        for child in self.children:
            if child.command in {"run", "scheduler"}:
                self._kill(child)

    def _kill(self, child: ChildProcess) -> None:
        child.kill()
        child.start()
        self.kills += 1

    def wait_until_ready(self) -> None:
        """Wait until the web process answers; restart every process that has ended, as systemd would."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            for child in self.children:
                if child.has_ended:
                    child.start()
            try:
                if HTTP.request("GET", f"http://127.0.0.1:{self.port}/health/live").status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                time.sleep(0.05)
        last_words = [child.log.read_text()[-1500:] for child in self.children]
        raise AssertionError("\n".join(["the office did not open:", *last_words]))


_MANY = ("web", "worker", "worker", "scheduler", "scheduler", "scheduler")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
