"""Verifies a backup as a restore would, without restoring it, and counts its content."""

import re
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, inspect

from storage.db.column_types import metadata
from storage.maintenance.sealed_values import count_older, sealed_bytes
from storage.recovery import postgres_client
from storage.recovery.archive import UnreadableArchiveError, opened_archive
from storage.recovery.backup import DATABASE, FILES, About, work_folder
from storage.recovery.restore import WrongBackupError, unpack
from storage.sealed.files import EncryptedFiles
from storage.sealed.vault import Vault

POSTGRES = "postgresql"
_COPY = re.compile(r"COPY (?:public\.)?\"?(\w+)\"? \(.*\) FROM stdin;")


@dataclass(frozen=True)
class Inspected:
    """The content of a backup. `rows`: number of rows by table."""

    about: About
    rows: dict[str, int]


def inspect_backup(archive: Path, data_dir: Path, keys: Sequence[bytes], vault: Vault) -> Inspected:
    """Decrypt a backup completely into a temporary folder, read its whole database, and open its files.

    `keys`, `vault`: of SECRET_KEY. Raises UnreadableArchiveError, WrongBackupError, UnopenedValueError for content
    that was encrypted with another key, BackupUnderWayError, PostgresClientError and OSError.
    """
    with work_folder(data_dir) as folder, opened_archive(archive, keys, folder) as members:
        about = unpack(members, folder)
        database = folder / DATABASE
        rows = _of_dump(database) if about.database == POSTGRES else _of_sqlite(database, vault)
        files = EncryptedFiles(folder / FILES, vault)
        names = list(files.names())
        if len(names) != about.files:
            raise WrongBackupError(f"It holds {len(names)} files, not {about.files}.")
        for name in names:
            files.read(name)
    return Inspected(about, rows)


def _of_sqlite(database: Path, vault: Vault) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as copy:
        try:
            (found,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise UnreadableArchiveError(f"its database: {found}")
            names = copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
            )
            tables = {name for (name,) in names} & set(metadata.tables)
            _ensure_opens(database, tables, vault)
            return {
                table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608 - a name of ours
                for table in sorted(tables)
            }
        except sqlite3.DatabaseError as error:
            raise UnreadableArchiveError(f"its database: {error}") from error


def _ensure_opens(database: Path, tables: set[str], vault: Vault) -> None:
    """Raise UnopenedValueError unless the vault opens every value of these tables."""
    engine = create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    )
    try:
        with engine.connect() as connection:
            found = inspect(connection)
            columns = {(table, one["name"]) for table in tables for one in found.get_columns(table)}
            count_older(connection, vault, sealed_bytes(), only=columns)
    finally:
        engine.dispose()


def _of_dump(dump: Path) -> dict[str, int]:
    """Read a whole dump with pg_restore, and count the rows it would load."""
    program = postgres_client.newest_program("pg_restore")
    rows: dict[str, int] = {}
    table = ""
    command = [program, "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(  # noqa: S603 - no user input
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    ) as reading:
        assert reading.stdout and reading.stderr  # noqa: PT018 - both are pipes
        for line in reading.stdout:
            if table and line == "\\.\n":
                table = ""
            elif table:
                rows[table] += 1
            elif begins := _COPY.match(line):
                table = begins[1]
                rows[table] = 0
        errors = reading.stderr.read().strip().splitlines()
    if reading.returncode:
        raise UnreadableArchiveError(
            f"its database: {errors[0] if errors else 'pg_restore failed'}"
        )
    return rows
