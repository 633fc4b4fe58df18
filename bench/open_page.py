"""The public page of figures, opened alone and while webhooks arrive as fast as they are accepted."""

import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import urllib3

from bench import history
from bench.forms import MOST, PAUSE
from bench.load import shoot
from bench.processes import Running, bot, bot_environment, command, module, postgres, settings_of
from bench.report import Options, Row, at_most, measured, percentile
from bot import clock
from bot.wiring import build_context
from domain.organisation.calendar import bangkok, month_before, month_key
from handlers.usecases import monthly_report

MONTHS, CASES_A_MONTH = 12, 2_000
"""Twenty times the cases of an office with 10,000 residents, and five ratings for each."""
LONGEST_WAIT = 240.0
"""Seconds."""
IDLE = 0.05
"""Share of a processor that the bot uses while it has nothing to do, at most."""
PATHS = ("/open", "/open/data.json")


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        urls = {
            "SQLite": f"sqlite:///{folder}/open.db",
            "PostgreSQL": stack.enter_context(postgres(folder)),
        }
        for database, url in urls.items():
            yield from _measured(options, folder, database, url)


def _measured(options: Options, folder: Path, database: str, url: str) -> Iterator[Row]:
    with ExitStack() as stack:
        log = folder / "log"
        without = bot_environment(folder, url, "http://127.0.0.1:9")
        line = stack.enter_context(module("accepting_line", without, log))
        environment = bot_environment(folder, url, line.url)
        command(environment, "migrate")
        _write(environment)
        part = stack.enter_context(bot("run", environment, log))
        wait_until_idle(part)
        seconds = options.seconds * options.rounds
        for path in PATHS:
            address = f"{part.url}{path}"
            # The first reader waits for the templates to be compiled.
            _read(address, 0.5)
            before = part.cpu_seconds
            alone = _read(address, seconds)
            spent_by_us = 1000 * (part.cpu_seconds - before) / len(alone)
            yield measured(f"{database}: processor time of {path}", spent_by_us, "ms", 1)
            yield _p99(f"{database}: {path} alone", alone)
            spent: list[float] = []
            readers = threading.Thread(
                target=lambda address=address, spent=spent: spent.extend(_read(address, seconds))
            )
            readers.start()
            shot = shoot(part.port, seconds)
            readers.join()
            yield measured(f"{database}: webhooks a second beside it", shot.per_second, "/s")
            yield _p99(f"{database}: {path} under webhooks", spent)


def wait_until_idle(part: Running) -> None:
    """Wait until the bot has chained the audit rows of the written months, which no office gets in one go."""
    ends = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < ends:
        before = part.cpu_seconds
        time.sleep(1)
        if part.cpu_seconds - before < IDLE:
            return


def _p99(name: str, spent: list[float]) -> Row:
    return at_most(f"{name}, {len(spent)} readers, p99", percentile(spent, 0.99), MOST, "ms", 1)


def _write(environment: dict[str, str]) -> None:
    """Write the months up to the last one that is over, frozen as the bot freezes each on the 1st."""
    now = clock.now()
    newest = month_before(month_key(bangkok(now).date()))
    office = build_context(settings_of(environment))
    history.write(office.store, newest, MONTHS, CASES_A_MONTH)
    month = newest
    for _ in range(MONTHS):
        with office.uow(now) as uow:
            monthly_report.freeze(uow, month)
        month = month_before(month)
    office.store.close()


def _read(address: str, seconds: float) -> list[float]:
    """Open the address as one reader after the other; returns the milliseconds of each."""
    http = urllib3.PoolManager(retries=False, timeout=30.0)
    spent = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        begun = time.perf_counter()
        answer = http.request("GET", address)
        spent.append(1000 * (time.perf_counter() - begun))
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        time.sleep(PAUSE)
    return spent
