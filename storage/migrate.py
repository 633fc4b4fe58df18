"""Brings a database to this release's schema, while the release before it may still be serving there.

Expand, deploy, contract: a release adds what it needs and takes nothing away that the release before it
uses; what nobody uses any more goes one release later. Each revision's name says with which code it
gets along: `schema_0003_from_0001` is schema 3, on which code that knows schema 1 or later may run. So a
process meets a newer schema than its own and knows by its name alone whether it may stay.

Schemas before the first release had names without `schema_`. No migration leads on from them.
"""

import re
import time
from enum import Enum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from storage.migrations.online import LOCK_WAIT

SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x526F6E67  # "Rong": any number will do, as long as nobody else's lock has it
TRIES, PAUSE_SECONDS = 60, 1.0
LOCK_NOT_AVAILABLE = "55P03"
NAME = re.compile(r"schema_(?P<number>\d{4})(?:_from_(?P<oldest>\d{4}))?")
BEFORE_FIRST_RELEASE = re.compile(r"\d{4}(?:_from_\d{4})?")


class Fit(Enum):
    """How a database's schema and this code get along."""

    CURRENT = "at the newest schema"
    NEWER = "at the schema of a newer release, which this one may run on"
    BEHIND = "not at this release's schema: run `python -m bot migrate` first"
    TOO_NEW = "at the schema of a newer release, which this one may not run on: start the newer one"


class UnfitSchemaError(Exception):
    """Code that may not run on that schema. Its text says what to do."""


class BusyTableError(Exception):
    """A table could not be had for a moment, however often it was tried."""


def fit(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """How the database and this code get along. Raises UnfitSchemaError where no migration leads on."""
    with engine.connect().execution_options(reading=True) as connection:
        return fit_of(MigrationContext.configure(connection).get_current_revision(), scripts)


def fit_of(revision: str | None, scripts: Path = SCRIPTS) -> Fit:
    """The same for a revision by name; None is a database without tables. Raises UnfitSchemaError."""
    ours = ScriptDirectory.from_config(_configuration(scripts))
    if revision == ours.get_current_head():
        return Fit.CURRENT
    if revision is None or revision in {script.revision for script in ours.walk_revisions()}:
        return Fit.BEHIND
    return Fit.NEWER if oldest_code(revision) <= number(ours.get_current_head()) else Fit.TOO_NEW


def ensure_fit(engine: Engine) -> None:
    """Raises UnfitSchemaError unless this code may run on that database."""
    found = fit(engine)
    if found not in {Fit.CURRENT, Fit.NEWER}:
        raise UnfitSchemaError(f"The database is {found.value}.")


def ensure_migratable(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """Raises UnfitSchemaError unless this code may run on that database, at the latest once it is migrated."""
    found = fit(engine, scripts)
    if found is Fit.TOO_NEW:
        raise UnfitSchemaError(f"The database is {found.value}.")
    return found


def migrate(engine: Engine, scripts: Path = SCRIPTS) -> Fit:
    """Safe at every start, by several processes at once, and while others are at work on the database.

    How they get along afterwards: CURRENT, or NEWER when a newer release was here before and nothing
    needs doing. Raises UnfitSchemaError and BusyTableError.
    """
    found = ensure_migratable(engine, scripts)
    if found is Fit.BEHIND:
        if engine.dialect.name == "postgresql":
            _migrate_postgres(engine, scripts)
        else:
            with engine.begin() as connection:
                _upgrade(connection, scripts)
        return Fit.CURRENT
    return found


def number(revision: str | None) -> int:
    """Which schema a revision is, counted from 1."""
    return int(_parts(revision)["number"])


def oldest_code(revision: str | None) -> int:
    """The oldest schema whose code may run on this one."""
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
    """Waits for a table for seconds only: behind one who waits to change a table, everybody waits."""
    with engine.connect() as connection:
        try:
            _take_turn(connection)
            connection.execute(text(f"SET lock_timeout = '{LOCK_WAIT}'"))
            connection.commit()
            _upgrade_patiently(connection, scripts)
        finally:
            # Lock and setting are the session's: it must not go back to the pool.
            connection.invalidate()


def _upgrade_patiently(connection: Connection, scripts: Path) -> None:
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


def _take_turn(connection: Connection) -> None:
    """One migration at a time, on each database.

    It asks again and again: a statement that waited would hold a snapshot, and whoever builds an index
    waits for every snapshot.
    """
    taken = False
    while not taken:
        taken = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}))
        connection.commit()
        if not taken:
            time.sleep(PAUSE_SECONDS / 10)


def _upgrade(connection: Connection, scripts: Path) -> None:
    configuration = _configuration(scripts)
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _configuration(scripts: Path) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(scripts))
    return configuration
