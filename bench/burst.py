"""5,000 people write at the same time: all webhooks acknowledged, all messages answered once."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.environment import open_environment
from bench.province_data import PROBLEMS
from bench.report import Options, Row, at_most, measured
from bench.wire import Call, user

PEOPLE, FIRST = 5_000, 100_000
CONNECTIONS = 64
LINE_TIMEOUT_MS = 2_000
"""Milliseconds without a 200 after which LINE counts a webhook as failed."""


def run(_: Options) -> Iterator[Row]:
    for on_postgres in (False, True):
        yield from asyncio.run(_answered(on_postgres=on_postgres))


async def _answered(*, on_postgres: bool) -> list[Row]:
    name = "PostgreSQL, 2 web and 2 workers" if on_postgres else "SQLite, one process"
    with tempfile.TemporaryDirectory() as folder:
        async with open_environment(
            Path(folder), residents=1, on_postgres=on_postgres, connections=CONNECTIONS
        ) as environment:
            wire = environment.wire
            wire.webhook_ms.clear()
            senders: dict[str, str] = {}
            writers = {user(FIRST + number) for number in range(PEOPLE)}
            answers: Counter[str] = Counter()
            pushed: set[str] = set()

            def count_answer(call: Call) -> None:
                person = senders.get(call.token) or call.to
                # Officers are notified of some of the messages.
                if person in writers:
                    answers[person] += 1
                    if not call.token:
                        pushed.add(person)

            wire.on_call = count_answer
            start = time.perf_counter()
            for number in range(PEOPLE):
                text = PROBLEMS[number % len(PROBLEMS)]
                senders[wire.says(FIRST + number, text)] = user(FIRST + number)
            await environment.until(lambda: len(wire.webhook_ms) == PEOPLE)
            acknowledged = time.perf_counter() - start
            await environment.until(lambda: len(answers) >= PEOPLE)
            took = time.perf_counter() - start
            waiting = writers - answers.keys()
            return [
                measured(f"{name}: until all {PEOPLE:,} were acknowledged", acknowledged, "s", 1),
                measured(f"{name}: acknowledged a second", PEOPLE / acknowledged),
                at_most(f"{name}: intake p99", wire.latency(0.99), 100, "ms"),
                at_most(f"{name}: intake max", max(wire.webhook_ms), LINE_TIMEOUT_MS, "ms"),
                measured(f"{name}: until all were answered", took, "s", 1),
                measured(f"{name}: answers that became pushes", len(pushed)),
                at_most(f"{name}: people without an answer", len(waiting), 1),
                at_most(f"{name}: people with two", len(answers - Counter(writers)), 1),
                at_most(f"{name}: webhooks refused", wire.refused, 1),
            ]
