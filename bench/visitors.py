"""Visits pages of a bot of one process, alone and while webhooks arrive as fast as they are accepted."""

import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.load import shoot
from bench.processes import Running, bot, bot_environment, command, module, postgres
from bench.report import Options, Row, at_most, measured, percentile

MOST = 200.0
"""Target in milliseconds for the slowest of a hundred."""
PAUSE = 0.05
"""Seconds between two visitors: a far higher rate than an office has."""
LONGEST_WAIT = 240.0
"""Seconds."""
IDLE = 0.05
"""Share of a processor that the bot uses while it has nothing to do, at most."""
T = TypeVar("T")


@dataclass(frozen=True)
class Visit:
    """What each visitor does. `requests`: their names. `once`: makes them; returns the milliseconds of each."""

    name: str
    requests: tuple[str, ...]
    once: Callable[[], tuple[float, ...]]


def measure(
    options: Options,
    prepare: Callable[[Mapping[str, str]], T],
    visits: Callable[[str, T], Iterable[Visit]],
) -> Iterator[Row]:
    """Measure visits on SQLite and on PostgreSQL.

    `prepare`: as in `prepared_bots`. `visits`: returns the visits, given the URL of the bot and what `prepare`
    returned.
    """
    for database, part, prepared in prepared_bots(prepare):
        for visit in visits(part.url, prepared):
            yield from _rows(options, database, part, visit)


def prepared_bots(prepare: Callable[[Mapping[str, str]], T]) -> Iterator[tuple[str, Running, T]]:
    """Run a bot on SQLite and then one on PostgreSQL; yield each when it is idle, with the name of its database.

    `prepare`: fills the migrated database of an environment; what it returns is yielded too.
    """
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        urls = {
            "SQLite": f"sqlite:///{folder}/bench.db",
            "PostgreSQL": stack.enter_context(postgres(folder)),
        }
        for database, url in urls.items():
            with ExitStack() as running:
                log = folder / "log"
                without = bot_environment(folder, url, "http://127.0.0.1:9")
                line = running.enter_context(module("accepting_line", without, log))
                environment = bot_environment(folder, url, line.url)
                command(environment, "migrate")
                prepared = prepare(environment)
                # One process receives webhooks and serves pages, as a small office runs it.
                part = running.enter_context(bot("run", environment, log))
                _wait_until_idle(part)
                yield database, part, prepared


def _rows(options: Options, database: str, part: Running, visit: Visit) -> Iterator[Row]:
    name = f"{database}: {visit.name}"
    seconds = options.seconds * options.rounds
    # The first visitor waits for the templates to be compiled.
    visit.once()
    before = part.cpu_seconds
    alone = _visits(visit, seconds)
    spent = 1000 * (part.cpu_seconds - before) / len(alone)
    yield measured(f"{name}: processor time of one visitor", spent, "ms", 1)
    yield from _slowest(f"{name} alone", visit, alone)
    beside: list[tuple[float, ...]] = []
    visitors = threading.Thread(target=lambda: beside.extend(_visits(visit, seconds)))
    visitors.start()
    shot = shoot(part.port, seconds)
    visitors.join()
    yield measured(f"{name}: webhooks a second beside it", shot.per_second, "/s")
    yield from _slowest(f"{name} under webhooks", visit, beside)


def _slowest(name: str, visit: Visit, spent: list[tuple[float, ...]]) -> Iterator[Row]:
    for place, request in enumerate(visit.requests):
        p99 = percentile([one[place] for one in spent], 0.99)
        yield at_most(f"{name}: {request}, {len(spent)} visitors, p99", p99, MOST, "ms", 1)


def _visits(visit: Visit, seconds: float) -> list[tuple[float, ...]]:
    """Let one visitor come after the other."""
    spent = []
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        spent.append(visit.once())
        time.sleep(PAUSE)
    return spent


def _wait_until_idle(part: Running) -> None:
    """Wait until the bot has chained the audit rows of the prepared cases, which no office gets in one go."""
    ends = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < ends:
        before = part.cpu_seconds
        time.sleep(1)
        if part.cpu_seconds - before < IDLE:
            return
