"""Keeps a second running bot away from the same SQLite file. PostgreSQL needs no such thing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url


class InUseError(Exception):
    """Another running bot has this database."""


@contextmanager
def lock_database(database_url: str) -> Iterator[None]:
    """Be the only running bot on this database, until the block or the process ends, however it ends.

    Raises InUseError. Commands beside the running bot do not ask: SQLite itself lets them write in turn.
    """
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        yield
        return
    path = Path(f"{url.database}.running")
    path.parent.mkdir(parents=True, exist_ok=True)
    # A lock of the kernel's, not a file that exists: it goes with whoever held it, also by kill -9.
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError from error
        yield
