"""Complete cases from filing to rating: cases an hour, and how long 1.37 million would take."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.environment import open_environment
from bench.report import Options, Row, at_most, measured, percentile

CASES, FULL_CASES = 1_000, 100_000
AT_ONCE = 64
RESIDENTS = 20_000
A_NATION = 1_370_000


def run(options: Options) -> Iterator[Row]:
    cases = options.cases or (FULL_CASES if options.full else CASES)
    for on_postgres in (False, True):
        yield from asyncio.run(run_cases(cases, on_postgres=on_postgres))


async def run_cases(cases: int, *, on_postgres: bool) -> list[Row]:
    """Run cases from filing to rating; the bot's memory is compared with that after one tenth of them."""
    name = "PostgreSQL, 2 web and 2 workers" if on_postgres else "SQLite, one process"
    with tempfile.TemporaryDirectory() as folder:
        async with open_environment(
            Path(folder), residents=RESIDENTS, on_postgres=on_postgres
        ) as environment:
            population, wire = environment.population, environment.wire
            population.live(cases // 10, AT_ONCE)
            await environment.until(lambda: population.lived == population.goal)
            warm, memory, cpu = population.lived, environment.memory, environment.cpu_seconds
            events = wire.sent
            population.turns.clear()
            begun = time.perf_counter()
            population.live(cases - warm, AT_ONCE)
            await environment.until(lambda: population.lived == population.goal)
            took = time.perf_counter() - begun
            a_second = (population.lived - warm) / took
            log = (environment.folder / "log").stat().st_size
            return [
                measured(f"{name}: cases lived from telling to rating", population.lived),
                measured(f"{name}: events a case", (wire.sent - events) / (cases - warm), digits=1),
                measured(f"{name}: cases an hour, sustained", a_second * 3600),
                measured(
                    f"{name}: {A_NATION:,} cases would take",
                    A_NATION / a_second / 86_400,
                    "days",
                    1,
                ),
                measured(f"{name}: turns/s", len(population.turns) / took),
                measured(
                    f"{name}: turn p50, {AT_ONCE} at once", percentile(population.turns, 0.5), "ms"
                ),
                measured(
                    f"{name}: turn p99, {AT_ONCE} at once", percentile(population.turns, 0.99), "ms"
                ),
                measured(
                    f"{name}: cores the bot used", (environment.cpu_seconds - cpu) / took, digits=2
                ),
                measured(
                    f"{name}: database a case",
                    environment.database_bytes / population.lived / 1e3,
                    "kB",
                    1,
                ),
                measured(f"{name}: log a case", log / population.lived / 1e3, "kB", 1),
                at_most(
                    f"{name}: memory, end / warmed up", environment.memory / memory, 1.1, "x", 3
                ),
                at_most(f"{name}: acts without an answer", len(population.waiting), 1),
                at_most(f"{name}: answers given twice", wire.doubled, 1),
            ]
