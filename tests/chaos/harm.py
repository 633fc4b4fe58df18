"""What is done to the office while people complain: LINE failing, the database locked, full or gone."""

import random
import resource
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from bot.simulator.world import World
from tests.chaos.office import Office

LINE_FAULTS = ("429-rate", "500", "accept-then-drop", "reset", "timeout")
LOCK_SECONDS = 3.0
ROOM_LEFT = 96 * 1024
FULL_SECONDS = 4.0


def trouble_line(line: World, dice: random.Random) -> None:
    """A few calls of the next moments fail, each in its own way; some webhooks come twice or late."""
    api = [
        {
            "path": dice.choice(["reply", "push", "content", "*"]),
            "fault": fault,
            "times": 2,
            "seconds": 9,
        }
        for fault in dice.sample(LINE_FAULTS, 2)
    ]
    webhook = [{"fault": dice.choice(["twice", "late"]), "times": 1, "seconds": 1}]
    line.faults.set(api, webhook)


def lock_sqlite(office: Office) -> None:
    """Somebody else holds the whole database for a while."""
    path = office.database_url.removeprefix("sqlite:///")
    other = sqlite3.connect(path, timeout=30, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    time.sleep(LOCK_SECONDS)
    other.execute("ROLLBACK")
    other.close()


def fill_disk(office: Office) -> None:
    """The bot may write hardly more than is there; after a while it gets room again.

    A limit on file size stands in for a full disk: the write fails in the same place, with EFBIG in
    place of ENOSPC.
    """
    path = Path(office.database_url.removeprefix("sqlite:///"))
    wal = path.with_name(path.name + "-wal")
    size = max(path.stat().st_size, wal.stat().st_size if wal.exists() else 0)
    part = office.parts[0]
    assert part.process is not None
    limit = size + ROOM_LEFT
    resource.prlimit(part.process.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    time.sleep(FULL_SECONDS)
    if part.process.poll() is None:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(part.process.pid, resource.RLIMIT_FSIZE, unlimited)


def harms(office: Office, restart_postgres: Callable[[], None]) -> list[Callable[[], None]]:
    """The heavier harms that fit this office's database."""
    if office.database_url.startswith("sqlite"):
        return [lambda: lock_sqlite(office), lambda: fill_disk(office)]
    return [restart_postgres]
