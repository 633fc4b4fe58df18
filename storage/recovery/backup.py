"""A backup of one installation: its database at one moment and every file its rows name, in one archive.

SQLite is copied by its online backup, PostgreSQL dumped by its own program; both while the bot is at work.
"""

import fcntl
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext

from storage.recovery import postgres_client
from storage.recovery.archive import clear_halves, write_archive
from storage.sealed.files import EncryptedFiles
from storage.store import Store, Transaction

FORM = 1
ABOUT, DATABASE, FILES = "about.json", "database", "files"
WORKSHOP = ".backup"
JOB = "backup"


class BackupUnderWayError(Exception):
    """Another one is at work in this folder."""


class NothingToBackUpError(Exception):
    """An empty database: most likely the wrong one."""


@dataclass(frozen=True)
class About:
    """`made_at`: ISO. `database`: its dialect. `schema`: its revision. `lost`: files that were gone before."""

    form: int
    made_at: str
    database: str
    schema: str
    files: int
    lost: int


def back_up(store: Store, files: EncryptedFiles, target: Path, key: bytes, now: datetime) -> About:
    """Write everything into one encrypted file, and note in the database that it was done.

    It works at any schema. Raises OSError (of a full disk, too), PostgresClientError, NothingToBackUpError
    and BackupUnderWayError.
    """
    with workshop(files.folder.parent) as folder:
        # Before anything is written: there may be no room for another.
        clear_halves(target.parent)
        about = _take(store, files, folder, now)
        (folder / ABOUT).write_text(json.dumps(asdict(about)))
        write_archive(target, _members(folder), key)
    with store.begin() as tx:
        tx.jobs.claim(JOB, about.made_at, now)
    return about


@contextmanager
def workshop(data_dir: Path) -> Iterator[Path]:
    """An empty folder for what is in the making. What one that was killed left in it is gone then."""
    folder = data_dir / WORKSHOP
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        _lock(handle)
        _clear(folder)
        try:
            yield folder
        finally:
            _clear(folder)
    finally:
        os.close(handle)


def clear_up(data_dir: Path) -> None:
    """Delete what a backup that was killed left: a copy of everything. One under way is left alone."""
    folder = data_dir / WORKSHOP
    if folder.exists() and any(folder.iterdir()):
        with suppress(BackupUnderWayError), workshop(data_dir):
            pass


def _lock(handle: int) -> None:
    """Let go by the system when the process ends, however it ends."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BackupUnderWayError("Another backup is under way.") from error


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _members(folder: Path) -> Iterator[tuple[str, Path]]:
    yield ABOUT, folder / ABOUT
    yield DATABASE, folder / DATABASE
    for path in sorted((folder / FILES).iterdir()):
        yield f"{FILES}/{path.name}", path


def _take(store: Store, files: EncryptedFiles, folder: Path, now: datetime) -> About:
    """Copy the database and give each file its rows name a second name, all as of one moment.

    A file may be forgotten between the moment and its second name, when its sender takes it back or its
    years are over: then another moment is taken. One that is missing at both was lost before.
    """
    lost: set[str] = set()
    while True:
        with store.read() as tx:
            schema = MigrationContext.configure(tx.connection).get_current_revision()
            if schema is None:
                raise NothingToBackUpError(
                    "DATABASE_URL is an empty database: is it the right one?"
                )
            named = tx.attachments.files()
            missing = files.link(named, folder / FILES)
            if missing <= lost:
                _copy_database(store, tx, folder / DATABASE)
                kind, count = store.engine.dialect.name, len(named - missing)
                return About(FORM, now.isoformat(), kind, schema, count, len(missing))
        lost = missing
        shutil.rmtree(folder / FILES)


def _copy_database(store: Store, tx: Transaction, target: Path) -> None:
    if not store.is_sqlite:
        snapshot = tx.connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        postgres_client.dump(store.engine, snapshot, target)
        return
    # The very connection that sees the moment is copied, and no writer waits for it.
    source = tx.connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)
    copy = sqlite3.connect(target)
    try:
        copy.execute("PRAGMA synchronous=OFF")
        source.backup(copy)
    except sqlite3.Error as error:
        raise OSError(f"the copy of the database failed: {error}") from error
    finally:
        copy.close()
