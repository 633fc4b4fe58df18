"""Time from a webhook to the reply that the pretend LINE accepts, in the complaint conversation."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.crowd import Crowd, pretend_line
from bench.processes import Running, beside, bot, bot_environment, command, postgres
from bench.report import Options, Row, at_least, at_most, percentile, spread

RESIDENTS = 64
LIGHT_TURNS = 150
PAUSE = 0.02


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        crowd = stack.enter_context(pretend_line(RESIDENTS))
        environment = bot_environment(folder, f"sqlite:///{folder}/turns.db", crowd.url)
        part = stack.enter_context(bot("run", environment, folder / "log"))
        _prepare(crowd, environment, part)
        yield from _measured(options, "SQLite, one process", crowd, [part], 300)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        crowd = stack.enter_context(pretend_line(RESIDENTS))
        url = stack.enter_context(postgres(folder))
        environment = bot_environment(folder, url, crowd.url)
        command(environment, "migrate")
        part = stack.enter_context(bot("web", environment, folder / "log"))
        workers = stack.enter_context(beside(["worker"] * 2, environment, folder / "log"))
        _prepare(crowd, environment, part)
        yield from _measured(options, "PostgreSQL, 2 workers", crowd, [part, *workers], 600)


def _prepare(crowd: Crowd, environment: dict[str, str], web: Running) -> None:
    crowd.world.webhook_url = f"{web.url}/line/webhook"
    words = ("officer", "add", "ช่างเอก", "--role", "officer", "--department", "engineering")
    crowd.prepare(command(environment, *words).split()[0])


def _measured(
    options: Options, name: str, crowd: Crowd, parts: list[Running], target: float
) -> Iterator[Row]:
    crowd.turn(turns=LIGHT_TURNS, at_once=1, pause=PAUSE)
    yield at_most(f"{name}: one resident, p50", percentile(crowd.turns, 0.5), 40, "ms", 1)
    yield at_most(f"{name}: one resident, p99", percentile(crowd.turns, 0.99), 150, "ms", 1)
    rates, busy, own, filed = [], [], [], 0
    for _ in range(options.rounds):
        before, own_before = sum(part.cpu_seconds for part in parts), time.process_time()
        took = crowd.turn(seconds=options.seconds * 2, at_once=RESIDENTS)
        rates.append(len(crowd.turns) / took)
        filed += crowd.filed
        busy.append((sum(part.cpu_seconds for part in parts) - before) / took)
        own.append((time.process_time() - own_before) / took)
    yield at_least(f"{name}: sustained turns/s, median", median(rates), target)
    yield Row(f"{name}: sustained turns/s", spread(rates))
    yield Row(f"{name}: complaints filed meanwhile", f"{filed:,}")
    yield Row(
        f"{name}: cores used by the bot, by the pretend LINE",
        f"{median(busy):.2f}, {median(own):.2f}",
    )
