"""Runs pg_dump and pg_restore in a version that fits the server.

https://www.postgresql.org/docs/current/app-pgdump.html
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

# Folders outside PATH with a subfolder for each version of the programs, for example on Debian.
ELSEWHERE = (Path("/usr/lib/postgresql"), Path("/usr/local/pgsql"), Path("/opt/homebrew/opt"))
# The restoring user becomes the owner, whatever the name of the user was before.
OWNER_OPTIONS = ("--no-owner", "--no-privileges")


class PostgresClientError(Exception):
    """The program was not found, is too old, or failed. The message is one line and says what to do."""


def dump(engine: Engine, snapshot: str, target: Path) -> None:
    """Write the database as of an exported snapshot to `target`, in custom format, without its revision.

    No process starts on a database without an Alembic revision: the caller of `load` inserts it once everything
    has succeeded. Raises PostgresClientError.
    """
    options = ["--format=custom", f"--snapshot={snapshot}", "--exclude-table-data=alembic_version"]
    _run(engine, "pg_dump", [*OWNER_OPTIONS, *options], [f"--file={target}"])


def load(engine: Engine, source: Path) -> None:
    """Load a dump in one transaction. Raises PostgresClientError."""
    _run(
        engine,
        "pg_restore",
        [*OWNER_OPTIONS, "--single-transaction", "--exit-on-error"],
        [str(source)],
    )


def _run(engine: Engine, name: str, options: Sequence[str], about: Sequence[str]) -> None:
    found = program(name, _server_version(engine))
    url = engine.url.set(drivername="postgresql", password=None)
    # The password is passed in the environment, because other users can see the arguments of a process.
    environment = os.environ | ({"PGPASSWORD": engine.url.password} if engine.url.password else {})
    command = [found, *options, f"--dbname={url.render_as_string()}", *about]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - no user input
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise PostgresClientError(f"{name}: {lines[0].removeprefix(f'{name}: ')}")


def _server_version(engine: Engine) -> int:
    """Return the major version of the server."""
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000


def program(name: str, server: int) -> str:
    """Return the path of a program with the server's major version, else of the oldest newer version.

    An older program refuses the server; a much newer one may send statements that the server does not know. Raises
    PostgresClientError if there is none.
    """
    found = {version: path for path in _candidates(name) if (version := _version(path))}
    fitting = sorted(version for version in found if version >= server)
    if fitting:
        return found[fitting[0]]
    here = f"here is only version {max(found)}" if found else "here is none"
    raise PostgresClientError(
        f"{name} of PostgreSQL {server} or newer is needed, {here}:"
        f" install the package postgresql-client-{server}."
    )


def newest_program(name: str) -> str:
    """Return the path of a program in the newest version here, which reads every older dump.

    Raises PostgresClientError if there is none.
    """
    found = {version: path for path in _candidates(name) if (version := _version(path))}
    if not found:
        raise PostgresClientError(f"{name} is needed: install the package postgresql-client.")
    return found[max(found)]


def _candidates(name: str) -> Iterator[str]:
    for folder in os.get_exec_path():
        if found := shutil.which(name, path=folder):
            yield found
    for root in ELSEWHERE:
        yield from map(str, root.glob(f"*/bin/{name}"))


def _version(program: str) -> int | None:
    try:
        output = subprocess.run(  # noqa: S603 - a program from PATH
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)", output)
    return int(number[1]) if number else None
