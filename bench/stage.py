"""The bot's real processes beside the quick LINE of `bench.wire`, its officers linked, its timetable running."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.processes import (
    Running,
    appoint,
    beside,
    bot,
    bot_environment,
    command,
    postgres,
)
from bench.town import DEPARTMENTS, OFFICERS_EACH, Town
from bench.wire import CONNECTIONS, Wire, open_wire

DATABASE = "town.db"
STANDSTILL_SECONDS = 60.0
LOOK_SECONDS = 0.05


@dataclass(frozen=True)
class Stage:
    """`parts`: every process of the bot; `url`: its database."""

    wire: Wire
    town: Town
    parts: list[Running]
    folder: Path
    url: str

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait for it. RuntimeError when the bot has sent nothing for a minute."""
        loop = asyncio.get_running_loop()
        heard, since = -1, loop.time()
        while not done():
            await asyncio.sleep(LOOK_SECONDS)
            calls = self.wire.calls.total()
            if calls != heard:
                heard, since = calls, loop.time()
            if loop.time() - since > STANDSTILL_SECONDS:
                raise RuntimeError(f"the bot stands still: {self.town.waiting[:20]}")

    @property
    def memory(self) -> float:
        return sum(part.memory for part in self.parts)

    @property
    def database_bytes(self) -> int:
        """What the database occupies; on SQLite the file alone, without its write-ahead log."""
        if self.url.startswith("sqlite"):
            return (self.folder / DATABASE).stat().st_size
        with psycopg.connect(self.url) as connection:
            found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
        assert found is not None
        return int(found[0])

    @property
    def cpu_seconds(self) -> float:
        return sum(part.cpu_seconds for part in self.parts)


@asynccontextmanager
async def stage(
    folder: Path, *, residents: int, on_postgres: bool = False, connections: int = CONNECTIONS
) -> AsyncIterator[Stage]:
    """`bot run` on SQLite, or on PostgreSQL two web, two worker processes and a scheduler."""
    async with open_wire() as wire:
        stack = ExitStack()
        try:
            url = f"sqlite:///{folder / DATABASE}"
            if on_postgres:
                url = stack.enter_context(postgres(folder))
            environment = bot_environment(folder, url, wire.url)
            command(environment, "migrate")
            codes = appoint(environment, DEPARTMENTS, OFFICERS_EACH)
            log = folder / "log"
            # Started and stopped in threads: the bot calls LINE meanwhile, and LINE is here.
            webs = [
                await asyncio.to_thread(stack.enter_context, bot(part, environment, log))
                for part in (("web", "web") if on_postgres else ("run",))
            ]
            others = ("worker", "worker", "scheduler") if on_postgres else ()
            hands = await asyncio.to_thread(stack.enter_context, beside(others, environment, log))
            wire.knock_at([web.port for web in webs], connections)
            town = Town(wire, residents)
            staged = Stage(wire, town, [*webs, *hands], folder, url)
            town.link(codes)
            await staged.until(lambda: not town.waiting)
            yield staged
        finally:
            await asyncio.to_thread(stack.close)
