"""Backs up one installation: a snapshot of its database and the files that its rows refer to, in one archive.

SQLite is copied with its online backup API (https://sqlite.org/backup.html), PostgreSQL with pg_dump; both while
the bot is running.
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

from storage.migrate import revision_of
from storage.private_files import make_private_folder
from storage.recovery import postgres_client
from storage.recovery.archive import delete_partial_archives, write_archive
from storage.sealed.files import EncryptedFiles
from storage.store import Store
from storage.transaction import Transaction

FORMAT_VERSION = 1
ABOUT, DATABASE, FILES = "about.json", "database", "files"
WORK_FOLDER = ".backup"
JOB = "backup"


class BackupUnderWayError(Exception):
    """Another backup or restore is running in this data folder."""


class NothingToBackUpError(Exception):
    """The database has no tables: most likely DATABASE_URL is wrong."""


@dataclass(frozen=True)
class About:
    """Description of a backup, stored in it. `form`: version of the format. `made_at`: ISO 8601.

    `database`: SQLAlchemy dialect. `schema`: Alembic revision. `files`: number of files. `lost`: number of files
    that rows refer to, but that did not exist.
    """

    form: int
    made_at: str
    database: str
    schema: str
    files: int
    lost: int


def back_up(store: Store, files: EncryptedFiles, target: Path, key: bytes, now: datetime) -> About:
    """Write a backup into one encrypted archive, and record in the database that it was made.

    Works with a database of any schema. `key`: 32 bytes. Raises OSError (for example for a full disk),
    PostgresClientError, NothingToBackUpError and BackupUnderWayError.
    """
    with work_folder(files.folder.parent) as folder:
        # First, because the disk may not have space for another archive beside partial ones.
        delete_partial_archives(target.parent)
        about = _copy_all(store, files, folder, now)
        (folder / ABOUT).write_text(json.dumps(asdict(about)))
        write_archive(target, _members(folder), key)
    with store.begin() as tx:
        tx.jobs.claim(JOB, about.made_at, now)
    return about


@contextmanager
def work_folder(data_dir: Path) -> Iterator[Path]:
    """Provide an empty temporary folder in the data folder, and delete its content afterwards.

    Content that a killed process left is deleted first. Raises BackupUnderWayError if another process uses it.
    """
    folder = data_dir / WORK_FOLDER
    make_private_folder(folder.parent)
    make_private_folder(folder)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor)
        _clear(folder)
        try:
            yield folder
        finally:
            _clear(folder)
    finally:
        os.close(descriptor)


def clear_up(data_dir: Path) -> None:
    """Delete the copy of all data that a killed backup left; a running backup is not disturbed."""
    folder = data_dir / WORK_FOLDER
    if folder.exists() and any(folder.iterdir()):
        with suppress(BackupUnderWayError), work_folder(data_dir):
            pass


def _lock(descriptor: int) -> None:
    """Lock an open folder; the kernel releases the lock when the process ends. Raises BackupUnderWayError."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
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


def _copy_all(store: Store, files: EncryptedFiles, folder: Path, now: datetime) -> About:
    """Copy the database and hard-link the files that its rows refer to, consistent with one snapshot.

    A file may be deleted between the snapshot and its link, by an unsend or by retention; then a new snapshot is
    taken. A file that is missing in two consecutive snapshots was lost earlier.
    """
    lost: set[str] = set()
    while True:
        with store.read() as tx:
            schema = revision_of(tx.connection)
            if schema is None:
                raise NothingToBackUpError(
                    "DATABASE_URL is an empty database: is it the right one?"
                )
            named = tx.attachments.files()
            missing = files.link(named, folder / FILES)
            if missing <= lost:
                _copy_database(store, tx, folder / DATABASE)
                kind, count = store.engine.dialect.name, len(named - missing)
                return About(FORMAT_VERSION, now.isoformat(), kind, schema, count, len(missing))
        lost = missing
        shutil.rmtree(folder / FILES)


def _copy_database(store: Store, tx: Transaction, target: Path) -> None:
    if not store.is_sqlite:
        snapshot = tx.connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
        postgres_client.dump(store.engine, snapshot, target)
        return
    # Copies the snapshot of this transaction's connection; writers do not wait.
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
