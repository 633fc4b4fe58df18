"""Restores a backup into an empty database and an empty folder; existing data is never overwritten."""

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.engine import URL

from storage.db.engines import parse_address
from storage.maintenance import audit_seals
from storage.migrate import Fit, UnfitSchemaError, fit_of, migrate
from storage.private_files import make_private_folder, open_private
from storage.recovery import postgres_client
from storage.recovery.after_restore import CutLink, resume
from storage.recovery.archive import opened_archive
from storage.recovery.backup import ABOUT, DATABASE, FILES, FORMAT_VERSION, About, work_folder
from storage.sealed.files import flush_folder, path_in
from storage.store import open_store

NAME = re.compile(rf"{FILES}/(?P<name>[0-9a-f]{{32,64}})")


class NotEmptyError(Exception):
    """The database or the folder already contains data."""


class WrongBackupError(Exception):
    """The archive is intact, but is not a backup that can be restored here."""


class OtherDatabaseError(WrongBackupError):
    """The backup is of SQLite and DATABASE_URL of PostgreSQL, or the other way."""


class NewerBackupError(WrongBackupError):
    """A newer release made the backup."""


def restore(
    archive: Path, database_url: str, files_folder: Path, keys: Sequence[bytes], now: datetime
) -> tuple[About, list[CutLink]]:
    """Restore the database, migrated to this release's schema, and the files. `keys`: one of them must fit.

    Returns the description of the backup, and the officers whose link to LINE was removed. Raises NotEmptyError,
    UnreadableArchiveError, WrongBackupError, PostgresClientError, BackupUnderWayError and OSError; then database
    and folder are empty as before.
    """
    url = parse_address(database_url)
    _require_empty(url, files_folder)
    with work_folder(files_folder.parent) as folder:
        with opened_archive(archive, keys, folder) as members:
            about = unpack(members, folder)
            _ensure_fits(about, url)
        os.sync()
        try:
            (folder / FILES).rename(files_folder)
            flush_folder(files_folder.parent)
            if url.get_backend_name() == "sqlite":
                database = Path(url.database or "")
                cut = _install_sqlite(folder / DATABASE, database, about, now)
            else:
                cut = _load_postgres(folder / DATABASE, database_url, about, now)
        except BaseException:
            shutil.rmtree(files_folder, ignore_errors=True)
            raise
    audit_seals.note_restore(files_folder.parent, datetime.fromisoformat(about.made_at), now)
    return about, cut


def _require_empty(url: URL, files_folder: Path) -> None:
    if files_folder.exists() and any(files_folder.iterdir()):
        raise NotEmptyError(f"There are files in {files_folder} already.")
    if url.get_backend_name() == "sqlite":
        database = Path(url.database or "")
        _delete_blank(database)
        # SQLite would apply a leftover log or journal to the restored database.
        for path in (database, *_beside(database)):
            if path.exists():
                raise NotEmptyError(
                    f"There is a database already: {path}. Move it away, or name an empty DATA_DIR."
                )
        return
    store = open_store(url.render_as_string(hide_password=False))
    try:
        if inspect(store.engine).get_table_names():
            raise NotEmptyError("There are tables in the database of DATABASE_URL already.")
    finally:
        store.close()


def _beside(database: Path) -> list[Path]:
    return [Path(f"{database}{end}") for end in ("-wal", "-shm", "-journal")]


def _delete_blank(database: Path) -> None:
    """Delete a database without a single table, which a command of an earlier release has left."""
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(f"file:{quote(str(database))}?mode=ro", uri=True)) as found:
            (count,) = found.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        return
    if count == 0:
        for path in (database, *_beside(database)):
            path.unlink(missing_ok=True)


def unpack(members: Iterator[tuple[str, IO[bytes]]], folder: Path) -> About:
    """Write the database and the files of a backup into an empty folder. Raises WrongBackupError and OSError."""
    make_private_folder(folder / FILES)
    about: About | None = None
    for name, content in members:
        if name == ABOUT:
            about = _read_about(json.load(content))
        elif name == DATABASE:
            _write(content, folder / DATABASE)
        elif found := NAME.fullmatch(name):
            _write(content, path_in(folder / FILES, found["name"]))
        else:
            raise WrongBackupError(f"It holds {name!r}, which no backup of ours has.")
    if about is None:
        raise WrongBackupError("It does not say what it is.")
    return about


def _read_about(values: dict[str, object]) -> About:
    """Return the description of a backup. Raises WrongBackupError for another format."""
    if values.get("form") != FORMAT_VERSION:
        raise WrongBackupError("It was made by a release with another form of backups.")
    about = About(**values)  # type: ignore[arg-type]  # format 1 has exactly these fields
    try:
        found = fit_of(about.schema)
    except UnfitSchemaError as reason:
        raise WrongBackupError(str(reason)) from reason
    if found is Fit.TOO_NEW:
        raise NewerBackupError("It was made by a newer release: restore it with that one.")
    return about


def _ensure_fits(about: About, url: URL) -> None:
    if about.database != url.get_backend_name():
        raise OtherDatabaseError(
            f"It holds a database of {about.database}, DATABASE_URL is {url.get_backend_name()}. Restore it to"
            f" {about.database}; `bot move` then leads from SQLite to PostgreSQL."
        )


def _write(content: IO[bytes], path: Path) -> None:
    make_private_folder(path.parent)
    with open(path, "xb", opener=open_private) as file:
        shutil.copyfileobj(content, file)


def _install_sqlite(copy: Path, database: Path, about: About, now: datetime) -> list[CutLink]:
    """Adjust and migrate the copy, then move it to its place, where it appears complete."""
    store = open_store(f"sqlite:///{copy}")
    try:
        with store.begin() as tx:
            cut = resume(tx, datetime.fromisoformat(about.made_at), now)
        migrate(store.engine)
        store.truncate_log()
    finally:
        store.close()
    make_private_folder(database.parent)
    temporary = database.with_name(f".{database.name}.restored")
    # Not a rename: the database may be on another disk than the temporary folder.
    shutil.move(copy, temporary)
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.rename(database)
    flush_folder(database.parent)
    return cut


def _load_postgres(dump: Path, database_url: str, about: About, now: datetime) -> list[CutLink]:
    store = open_store(database_url)
    try:
        postgres_client.load(store.engine, dump)
        with store.begin() as tx:
            cut = resume(tx, datetime.fromisoformat(about.made_at), now)
            # Processes can start on the database once the revision is committed.
            tx.connection.execute(
                text("INSERT INTO alembic_version VALUES (:schema)"), {"schema": about.schema}
            )
        migrate(store.engine)
    except BaseException:
        _drop_all_tables(store.engine)
        raise
    finally:
        store.close()
    return cut


def _drop_all_tables(engine: Engine) -> None:
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
    with engine.begin() as connection:
        # Otherwise a second attempt would fail, because the function exists already.
        connection.execute(text("DROP FUNCTION IF EXISTS refuse_change()"))
