"""The faults of a chaos run: failing calls to LINE, and a database that is locked, full or down."""

import random
from collections.abc import Callable

from simulator.world import World
from tests.chaos.database import Database, Postgres
from tests.chaos.office import Office

LINE_FAULTS = (
    *((path, "429-rate") for path in ("reply", "push", "content")),
    *(("push", "429-monthly"),) * 2,
    *((path, fault) for fault in ("500", "timeout", "reset") for path in ("*", "push", "reply")),
    *((path, "accept-then-drop") for path in ("reply", "push", "reply")),
)
TIMEOUT_SECONDS = 9
"""One second longer than the bot waits for an answer."""


def inject_line_faults(line: World, dice: random.Random) -> None:
    """Let some of the next calls to LINE fail, and one webhook be lost, doubled or late."""
    api = [
        {"path": path, "fault": fault, "times": 2, "seconds": TIMEOUT_SECONDS}
        for path, fault in dice.sample(LINE_FAULTS, 3)
    ]
    webhook = [{"fault": dice.choice(["twice", "late", "lost"]), "times": 1, "seconds": 1}]
    line.faults.set(api, webhook)


def database_faults(office: Office, database: Database) -> list[Callable[[], None]]:
    """Functions that each inject one fault into this kind of database."""
    found: list[Callable[[], None]] = [database.lock, lambda: database.fill(office.pids)]
    return [*found, database.crash] if isinstance(database, Postgres) else found
