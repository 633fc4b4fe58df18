"""Creates files and folders that nobody but the bot's user may read: they hold residents' names and texts."""

import os
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL

PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700


def create_file(engine: Engine) -> None:
    """Create the file of an SQLite database and its folder, if they do not exist, for the bot's user alone."""
    file = database_file(engine.url)
    if engine.dialect.name != "sqlite" or file is None or file.exists():
        return
    make_private_folder(file.parent)
    # SQLite gives its log and its index the permissions of the database.
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    # The pool may hold connections to the empty database in memory.
    engine.dispose()


def make_private_folder(folder: Path) -> None:
    """Create a folder that nobody but the bot's user may enter; leave an existing one as it is."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


def open_private(path: str, flags: int) -> int:
    """Open a file for `open(…, opener=…)`; a new one is readable by the bot's user alone."""
    return os.open(path, flags, PRIVATE_FILE)


def database_file(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for one in memory."""
    database = url.database
    return None if not database or database.startswith((":memory:", "file:")) else Path(database)
