"""One person sends 1,000 messages a minute while 20 others run cases: by how much their turns slow down."""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from bench.environment import Environment, open_environment
from bench.report import Options, Row, at_most, measured, percentile
from bench.wire import Wire

OTHERS, CASES = 20, 60
FLOODER, A_MINUTE = 999_999, 1_000
TEXT = "ตอบหน่อย ตอบหน่อย"


def run(options: Options) -> Iterator[Row]:
    for on_postgres in (False, True):
        yield from asyncio.run(_compared(options.rounds, on_postgres=on_postgres))


async def _compared(rounds: int, *, on_postgres: bool) -> list[Row]:
    name = "PostgreSQL, 2 web and 2 workers" if on_postgres else "SQLite, one process"
    with tempfile.TemporaryDirectory() as folder:
        async with open_environment(
            Path(folder), residents=10_000, on_postgres=on_postgres
        ) as environment:
            await _run_cases(environment)
            # After about 20 seconds the rate limit throttles the sender; the cost after that is measured.
            pairs = []
            for _ in range(rounds):
                calm = await _run_cases(environment)
                flood = asyncio.create_task(_flood(environment.wire))
                flooded = await _run_cases(environment)
                flood.cancel()
                with suppress(asyncio.CancelledError):
                    await flood
                pairs.append((calm, flooded))
    rows = []
    for share, what in ((0.5, "p50"), (0.99, "p99")):
        calm, flooded = (
            [percentile(turns, share) for turns in column] for column in zip(*pairs, strict=True)
        )
        rows += [
            measured(f"{name}: turn {what} of {OTHERS} others, calm", median(calm), "ms"),
            measured(f"{name}: turn {what} of {OTHERS} others, flooded", median(flooded), "ms"),
            at_most(
                f"{name}: {what}, flooded / calm, median of pairs",
                median(two / one for one, two in zip(calm, flooded, strict=True)),
                1.5,
                "x",
                2,
            ),
        ]
    return rows


async def _run_cases(environment: Environment) -> list[float]:
    population = environment.population
    population.turns.clear()
    population.live(CASES, OTHERS)
    await environment.until(lambda: population.lived == population.goal)
    return list(population.turns)


async def _flood(wire: Wire) -> None:
    while True:
        wire.says(FLOODER, TEXT)
        await asyncio.sleep(60 / A_MINUTE)
