"""Puts a backup where there is nothing yet, so that the bot can be started on it. Never over data."""

import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, MetaData, inspect, text
from sqlalchemy.engine import URL, make_url

from storage.migrate import Fit, UnfitSchemaError, fit_of, migrate
from storage.recovery import postgres_client
from storage.recovery.after_restore import resume
from storage.recovery.archive import opened_archive
from storage.recovery.backup import ABOUT, DATABASE, FILES, FORM, About, workshop
from storage.sealed.files import flush_folder, path_in
from storage.store import open_store

NAME = re.compile(rf"{FILES}/(?P<name>[0-9a-f]{{32,64}})")


class NotEmptyError(Exception):
    """There is data already."""


class WrongBackupError(Exception):
    """A sound archive that does not belong here."""


def restore(
    archive: Path, database_url: str, files_folder: Path, keys: Sequence[bytes], now: datetime
) -> About:
    """The database at this release's schema, and the files. `keys`: any of them may open the archive.

    Raises NotEmptyError, UnreadableArchiveError, WrongBackupError, PostgresClientError, BackupUnderWayError
    and OSError; then the place is as empty as before.
    """
    url = make_url(database_url)
    _require_empty(url, files_folder)
    with workshop(files_folder.parent) as folder:
        with opened_archive(archive, keys, folder) as members:
            about = _unpack(members, folder, url)
        os.sync()
        try:
            (folder / FILES).rename(files_folder)
            flush_folder(files_folder.parent)
            if url.get_backend_name() == "sqlite":
                _lay_sqlite(folder / DATABASE, Path(url.database or ""), about, now)
            else:
                _load_postgres(folder / DATABASE, database_url, about, now)
        except BaseException:
            shutil.rmtree(files_folder, ignore_errors=True)
            raise
    return about


def _require_empty(url: URL, files_folder: Path) -> None:
    if files_folder.exists() and any(files_folder.iterdir()):
        raise NotEmptyError(f"There are files in {files_folder} already.")
    if url.get_backend_name() == "sqlite":
        database = Path(url.database or "")
        # A log without its database would be taken for the log of ours.
        for path in (database, *(Path(f"{database}{end}") for end in ("-wal", "-shm", "-journal"))):
            if path.exists():
                raise NotEmptyError(f"There is a database already: {path}.")
        return
    store = open_store(url.render_as_string(hide_password=False))
    try:
        if inspect(store.engine).get_table_names():
            raise NotEmptyError("There are tables in the database of DATABASE_URL already.")
    finally:
        store.close()


def _unpack(members: Iterator[tuple[str, IO[bytes]]], folder: Path, url: URL) -> About:
    (folder / FILES).mkdir()
    about: About | None = None
    for name, content in members:
        if name == ABOUT:
            about = _fitting(json.load(content), url)
        elif name == DATABASE:
            _write(content, folder / DATABASE)
        elif found := NAME.fullmatch(name):
            _write(content, path_in(folder / FILES, found["name"]))
        else:
            raise WrongBackupError(f"It holds {name!r}, which no backup of ours has.")
    if about is None:
        raise WrongBackupError("It does not say what it is.")
    return about


def _fitting(said: dict[str, object], url: URL) -> About:
    if said.get("form") != FORM:
        raise WrongBackupError("It was made by a release with another form of backups.")
    about = About(**said)  # type: ignore[arg-type]  # form 1 has exactly these
    if about.database != url.get_backend_name():
        raise WrongBackupError(
            f"It holds a database of {about.database}, DATABASE_URL is {url.get_backend_name()}."
        )
    try:
        found = fit_of(about.schema)
    except UnfitSchemaError as reason:
        raise WrongBackupError(str(reason)) from reason
    if found is Fit.TOO_NEW:
        raise WrongBackupError("It was made by a newer release: restore it with that one.")
    return about


def _write(content: IO[bytes], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(content, file)


def _lay_sqlite(copy: Path, database: Path, about: About, now: datetime) -> None:
    """In its place, it is complete: everything that changes it is done before."""
    store = open_store(f"sqlite:///{copy}")
    try:
        with store.begin() as tx:
            resume(tx, datetime.fromisoformat(about.made_at), now)
        migrate(store.engine)
        store.shorten_log()
    finally:
        store.close()
    database.parent.mkdir(parents=True, exist_ok=True)
    beside = database.with_name(f".{database.name}.restored")
    # A rename where it can be one; the database may lie on another disk than the photos.
    shutil.move(copy, beside)
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    beside.rename(database)
    flush_folder(database.parent)


def _load_postgres(dump: Path, database_url: str, about: About, now: datetime) -> None:
    store = open_store(database_url)
    try:
        postgres_client.load(store.engine, dump)
        with store.begin() as tx:
            resume(tx, datetime.fromisoformat(about.made_at), now)
            # From here on a process may start on it.
            tx.connection.execute(
                text("INSERT INTO alembic_version VALUES (:schema)"), {"schema": about.schema}
            )
        migrate(store.engine)
    except BaseException:
        _drop_everything(store.engine)
        raise
    finally:
        store.close()


def _drop_everything(engine: Engine) -> None:
    found = MetaData()
    found.reflect(engine)
    found.drop_all(engine)
