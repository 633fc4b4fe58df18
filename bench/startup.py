"""Seconds until `bot run` is ready, and its memory at that time and after many turns."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from bench.crowd import pretend_line
from bench.processes import bot, bot_environment, command
from bench.report import Options, Row, at_most, measured

RESIDENTS = 64
TURNS, FULL_TURNS = 3_000, 10_000
READY, AFTER_TURNS = 110, 160
"""Megabytes."""
FLAT = 1.1
"""Largest growth of memory in the last third of the turns."""


def run(options: Options) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        crowd = stack.enter_context(pretend_line(RESIDENTS))
        environment = bot_environment(folder, f"sqlite:///{folder}/startup.db", crowd.url)
        waited = [_start_and_stop(environment, folder) for _ in range(options.rounds)]
        yield measured("`bot run`, first time, making its database, until ready", waited[0], "s", 2)
        yield at_most(
            "`bot run` until /health/ready, median", median(waited[1:] or waited), 1, "s", 2
        )
        part = stack.enter_context(bot("run", environment, folder / "log"))
        yield at_most("resident memory when ready", part.memory, READY, "MB")
        crowd.world.webhook_url = f"{part.url}/line/webhook"
        words = ("officer", "add", "ช่างเอก", "--role", "officer", "--department", "engineering")
        crowd.prepare(command(environment, *words).split()[0])
        third = (FULL_TURNS if options.full else TURNS) // 3
        held = []
        for part_of_three in (1, 2, 3):
            crowd.turn(turns=third, at_once=RESIDENTS)
            held.append(part.memory)
            yield at_most(
                f"resident memory after {part_of_three * third:,} turns",
                held[-1],
                AFTER_TURNS,
                "MB",
            )
        yield at_most("growth in the last third", held[2] / held[1], FLAT, "x", 3)


def _start_and_stop(environment: dict[str, str], folder: Path) -> float:
    with bot("run", environment, folder / "log") as part:
        return part.ready_after
