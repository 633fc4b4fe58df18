"""Complaints end to end, one after another: cases an hour, and how long 1.37 million would take."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Options, Row, at_most, percentile, told
from bench.stage import stage

CASES, FULL_CASES = 1_000, 100_000
AT_ONCE = 64
RESIDENTS = 20_000
A_NATION = 1_370_000


def run(options: Options) -> Iterator[Row]:
    cases = options.cases or (FULL_CASES if options.full else CASES)
    for on_postgres in (False, True):
        yield from asyncio.run(lived(cases, on_postgres=on_postgres))


async def lived(cases: int, *, on_postgres: bool) -> list[Row]:
    """So many cases from telling to rating; the bot's memory is compared from a tenth of them on."""
    name = "PostgreSQL, 2 web and 2 workers" if on_postgres else "SQLite, one process"
    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder), residents=RESIDENTS, on_postgres=on_postgres) as staged:
            town, wire = staged.town, staged.wire
            town.live(cases // 10, AT_ONCE)
            await staged.until(lambda: town.lived == town.goal)
            warm, memory, cpu = town.lived, staged.memory, staged.cpu_seconds
            events = wire.sent
            town.turns.clear()
            begun = time.perf_counter()
            town.live(cases - warm, AT_ONCE)
            await staged.until(lambda: town.lived == town.goal)
            took = time.perf_counter() - begun
            a_second = (town.lived - warm) / took
            log = (staged.folder / "log").stat().st_size
            return [
                told(f"{name}: cases lived from telling to rating", town.lived),
                told(f"{name}: events a case", (wire.sent - events) / (cases - warm), digits=1),
                told(f"{name}: cases an hour, sustained", a_second * 3600),
                told(
                    f"{name}: {A_NATION:,} cases would take",
                    A_NATION / a_second / 86_400,
                    "days",
                    1,
                ),
                told(f"{name}: turns/s", len(town.turns) / took),
                told(f"{name}: turn p50, {AT_ONCE} at once", percentile(town.turns, 0.5), "ms"),
                told(f"{name}: turn p99, {AT_ONCE} at once", percentile(town.turns, 0.99), "ms"),
                told(f"{name}: cores the bot used", (staged.cpu_seconds - cpu) / took, digits=2),
                told(f"{name}: database a case", staged.database_bytes / town.lived / 1e3, "kB", 1),
                told(f"{name}: log a case", log / town.lived / 1e3, "kB", 1),
                at_most(f"{name}: memory, end / warmed up", staged.memory / memory, 1.1, "x", 3),
                at_most(f"{name}: acts without an answer", len(town.waiting), 1),
                at_most(f"{name}: answers given twice", wire.doubled, 1),
            ]
