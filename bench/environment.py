"""Starts the bot's real processes with the fast LINE of `bench.wire`, linked officers and running jobs."""

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
from bench.province_data import DEPARTMENTS, OFFICERS_EACH, Population
from bench.wire import CONNECTIONS, Wire, open_wire

DATABASE = "bench.db"
STANDSTILL_SECONDS = 60.0
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Environment:
    """The running system under test. `parts`: every process of the bot; `url`: of its database."""

    wire: Wire
    population: Population
    parts: list[Running]
    folder: Path
    url: str

    async def until(self, done: Callable[[], bool]) -> None:
        """Wait until `done()` is true. Raises RuntimeError when the bot sends nothing for a minute."""
        loop = asyncio.get_running_loop()
        last_calls, since = -1, loop.time()
        while not done():
            await asyncio.sleep(POLL_SECONDS)
            calls = self.wire.calls.total()
            if calls != last_calls:
                last_calls, since = calls, loop.time()
            if loop.time() - since > STANDSTILL_SECONDS:
                raise RuntimeError(f"the bot sends nothing: {self.population.waiting[:20]}")

    @property
    def memory(self) -> float:
        return sum(part.memory for part in self.parts)

    @property
    def database_bytes(self) -> int:
        """Size of the database; on SQLite of the database file, without its write-ahead log."""
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
async def open_environment(
    folder: Path, *, residents: int, on_postgres: bool = False, connections: int = CONNECTIONS
) -> AsyncIterator[Environment]:
    """Start `bot run` on SQLite, or two web and two worker processes and a scheduler on PostgreSQL.

    The environment is yielded when all officers are linked.
    """
    async with open_wire() as wire:
        stack = ExitStack()
        try:
            url = f"sqlite:///{folder / DATABASE}"
            if on_postgres:
                url = stack.enter_context(postgres(folder))
            variables = bot_environment(folder, url, wire.url)
            command(variables, "migrate")
            codes = appoint(variables, DEPARTMENTS, OFFICERS_EACH)
            log = folder / "log"
            # In threads, because the bot calls LINE while it starts, and LINE runs in this event loop.
            webs = [
                await asyncio.to_thread(stack.enter_context, bot(part, variables, log))
                for part in (("web", "web") if on_postgres else ("run",))
            ]
            commands = ("worker", "worker", "scheduler") if on_postgres else ()
            workers = await asyncio.to_thread(stack.enter_context, beside(commands, variables, log))
            wire.connect([web.port for web in webs], connections)
            population = Population(wire, residents)
            environment = Environment(wire, population, [*webs, *workers], folder, url)
            population.link(codes)
            await environment.until(lambda: not population.waiting)
            yield environment
        finally:
            await asyncio.to_thread(stack.close)
