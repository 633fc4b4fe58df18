"""Migrates a database to this release's schema, while processes of the previous release may still be using it.

Expand, deploy, contract: a release adds what it needs and removes nothing that the previous release uses; what is
no longer used is removed one release later. The name of a revision says which code may run on it:
`schema_0003_from_0001` is schema 3, on which code that knows schema 1 or later may run. A process that finds a
newer schema than its own can therefore decide by the name alone whether it may run.

Schemas before the first release had names without `schema_`. There is no migration from them.
"""

import re
import time
from enum import Enum
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from storage.private_files import create_file

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x526F6E67  # "Rong": key of a PostgreSQL advisory lock; any number that no other lock in the database uses
TRIES, PAUSE_SECONDS = 60, 1.0
LOCK_WAIT = "2s"
"""PostgreSQL's lock_timeout in a migration: how long a change, and every query behind it, waits for a table."""
LOCK_NOT_AVAILABLE = "55P03"
NAME = re.compile(r"schema_(?P<number>\d{4})(?:_from_(?P<oldest>\d{4}))?")
REVISION = re.compile(r"""^revision\b[^=\n]*= *["'](?P<name>[^"']+)["']""", re.MULTILINE)
BEFORE_FIRST_RELEASE = re.compile(r"\d{4}(?:_from_\d{4})?")


class Fit(Enum):
    """Whether this code may run on a database's schema. The value completes "The database is …"."""

    CURRENT = "at the newest schema"
    NEWER = "at the schema of a newer release, which this one may run on"
    BEHIND = "not at this release's schema: run `python -m bot migrate` first"
    TOO_NEW = "at the schema of a newer release, which this one may not run on: start the newer one"


class UnfitSchemaError(Exception):
    """The code may not run on the database's schema. The message says what to do."""


class BusyTableError(Exception):
    """A table stayed locked by another transaction during all TRIES."""


def fit(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """Read the database's revision and return whether this code may run on it.

    Raises UnfitSchemaError if there is no migration from that revision.
    """
    with engine.connect().execution_options(reading=True) as connection:
        revision = revision_of(connection)
        if revision is None and inspect(connection).get_table_names():
            raise UnfitSchemaError(
                "The database holds tables of another program: name an empty one in DATABASE_URL."
            )
        return fit_of(revision, scripts)


def fit_of(revision: str | None, scripts: Path = SCRIPTS) -> Fit:
    """Return whether this code may run on a revision. `revision`: its name, None for a database without tables.

    Raises UnfitSchemaError if there is no migration from that revision.
    """
    ours = _revisions(scripts)
    newest = max(ours, key=number)
    if revision == newest:
        return Fit.CURRENT
    if revision is None or revision in ours:
        return Fit.BEHIND
    return Fit.NEWER if oldest_code(revision) <= number(newest) else Fit.TOO_NEW


def revision_of(connection: Connection) -> str | None:
    """Return the name of a database's revision, as Alembic stores it; None for a database it has not migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision


def _revisions(scripts: Path) -> set[str]:
    """The names of this code's revisions, read from its files, because Alembic takes 11 MB to load."""
    texts = [file.read_text("utf-8") for file in (scripts / "versions").glob("*.py")]
    return {found["name"] for words in texts if (found := REVISION.search(words))}


def ensure_fit(engine: Engine) -> None:
    """Raise UnfitSchemaError unless this code may run on the database as it is."""
    found = fit(engine)
    if found not in {Fit.CURRENT, Fit.NEWER}:
        raise UnfitSchemaError(f"The database is {found.value}.")


def ensure_migratable(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """Raise UnfitSchemaError unless this code may run on the database now or after a migration; return which."""
    found = fit(engine, scripts)
    if found is Fit.TOO_NEW:
        raise UnfitSchemaError(f"The database is {found.value}.")
    return found


def migrate(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """Migrate the database to the newest schema of this code, if it is behind.

    Safe at every start, by several processes at once, and while other processes use the database. Returns CURRENT,
    or NEWER if a newer release has already migrated the database. Raises UnfitSchemaError and BusyTableError.
    """
    found = ensure_migratable(engine, scripts)
    if found is Fit.BEHIND:
        create_file(engine)
        if engine.dialect.name == "postgresql":
            _migrate_postgres(engine, scripts)
        else:
            with engine.begin() as connection:
                _upgrade(connection, scripts)
        return Fit.CURRENT
    return found


def number(revision: str | None) -> int:
    """Return the schema number of a revision, counted from 1. Raises UnfitSchemaError for an unknown name."""
    return int(_parts(revision)["number"])


def oldest_code(revision: str | None) -> int:
    """Return the number of the oldest schema whose code may run on this revision. Raises UnfitSchemaError."""
    parts = _parts(revision)
    return int(parts["oldest"] or parts["number"])


def _parts(revision: str | None) -> re.Match[str]:
    if BEFORE_FIRST_RELEASE.fullmatch(revision or ""):
        raise UnfitSchemaError(
            "The database is of a version before the first release, from which no migration leads on:"
            " start with an empty one (DATABASE_URL)."
        )
    parts = NAME.fullmatch(revision or "")
    if parts is None:
        raise UnfitSchemaError(f"The database is at the unknown revision {revision!r}.")
    return parts


def _migrate_postgres(engine: Engine, scripts: Path) -> None:
    """Migrate under an advisory lock, with a short lock timeout.

    While ALTER TABLE waits for its lock, every later query of that table waits behind it.
    https://www.postgresql.org/docs/current/explicit-locking.html
    """
    with engine.connect() as connection:
        try:
            _lock_migrations(connection)
            connection.execute(text(f"SET lock_timeout = '{LOCK_WAIT}'"))
            connection.commit()
            _upgrade_with_retries(connection, scripts)
        finally:
            # The advisory lock and the setting belong to the session, so it must not return to the pool.
            connection.invalidate()


def _upgrade_with_retries(connection: Connection, scripts: Path) -> None:
    for _ in range(TRIES):
        try:
            _upgrade(connection, scripts)
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                raise
            connection.rollback()
            time.sleep(PAUSE_SECONDS)
        else:
            return
    raise BusyTableError("Somebody keeps a table locked: try again when it is quieter.")


def _lock_migrations(connection: Connection) -> None:
    """Take the advisory lock that allows one migration at a time on each database.

    This polls: a statement that waits holds a snapshot, and CREATE INDEX CONCURRENTLY waits for all snapshots.
    https://www.postgresql.org/docs/current/sql-createindex.html
    """
    taken = False
    while not taken:
        taken = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}))
        connection.commit()
        if not taken:
            time.sleep(PAUSE_SECONDS / 10)


def _upgrade(connection: Connection, scripts: Path) -> None:
    # Imported here, because Alembic takes 11 MB and half a second, and an up-to-date database does not need it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    configuration = Config()
    configuration.set_main_option("script_location", str(scripts))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
