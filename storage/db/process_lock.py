"""Prevents a second bot process from running on the same SQLite file. PostgreSQL needs no such lock."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.db.engines import parse_address
from storage.private_files import make_private_folder, open_private


class InUseError(Exception):
    """Another bot process is running on this database."""


class InMemoryError(Exception):
    """The SQLite database has no file, so all data would be lost when the process ends."""


@contextmanager
def lock_database(database_url: str) -> Iterator[None]:
    """Hold the lock of the running bot on this database until the block or the process ends.

    Does nothing for PostgreSQL. Raises InUseError if another process holds the lock, and InMemoryError for a
    database without a file.
    Commands that run beside the bot do not take it; SQLite serialises their writes.
    """
    url = parse_address(database_url)
    if url.get_backend_name() != "sqlite":
        yield
        return
    if url.database in {None, "", ":memory:"}:
        raise InMemoryError
    path = Path(f"{url.database}.running")
    make_private_folder(path.parent)
    # A kernel lock, not the existence of the file: it is released when the process ends, also after SIGKILL.
    with open(path, "w", opener=open_private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError from error
        yield
