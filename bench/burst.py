"""5,000 people answering at once: all acknowledged, all answered, nothing lost."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.report import Options, Row, at_most, told
from bench.stage import stage
from bench.town import MATTERS
from bench.wire import Call, user

PEOPLE, FIRST = 5_000, 100_000
CONNECTIONS = 64
LINE_GIVES_UP = 2_000
"""Milliseconds without a 200 until LINE calls a webhook failed."""


def run(_: Options) -> Iterator[Row]:
    for on_postgres in (False, True):
        yield from asyncio.run(_answered(on_postgres=on_postgres))


async def _answered(*, on_postgres: bool) -> list[Row]:
    name = "PostgreSQL, 2 web and 2 workers" if on_postgres else "SQLite, one process"
    with tempfile.TemporaryDirectory() as folder:
        async with stage(
            Path(folder), residents=1, on_postgres=on_postgres, connections=CONNECTIONS
        ) as staged:
            wire = staged.wire
            wire.event_writer.clear()
            senders: dict[str, str] = {}
            answers: Counter[str] = Counter()

            def hear(call: Call) -> None:
                answers[senders.get(call.token) or call.to] += 1

            wire.hear = hear
            begun = time.perf_counter()
            for number in range(PEOPLE):
                text = MATTERS[number % len(MATTERS)]
                senders[wire.says(FIRST + number, text)] = user(FIRST + number)
            await staged.until(lambda: len(wire.event_writer) == PEOPLE)
            acknowledged = time.perf_counter() - begun
            await staged.until(lambda: len(answers) >= PEOPLE)
            took = time.perf_counter() - begun
            waiting = set(senders.values()) - answers.keys()
            return [
                told(f"{name}: until all {PEOPLE:,} were acknowledged", acknowledged, "s", 1),
                told(f"{name}: acknowledged a second", PEOPLE / acknowledged),
                at_most(f"{name}: intake p99", wire.latency(0.99), 100, "ms"),
                at_most(f"{name}: intake max", max(wire.event_writer), LINE_GIVES_UP, "ms"),
                told(f"{name}: until all were answered", took, "s", 1),
                told(f"{name}: answers that became pushes", wire.calls["push"]),
                at_most(f"{name}: people without an answer", len(waiting), 1),
                at_most(f"{name}: people with two", len(answers - Counter(senders.values())), 1),
                at_most(f"{name}: webhooks refused", wire.refused, 1),
            ]
