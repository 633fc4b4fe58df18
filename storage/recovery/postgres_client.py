"""PostgreSQL's own programs for dump and restore: finds the ones that fit the server, and runs them."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

# Debian keeps the programs of each version in a folder of its own, off the PATH.
ELSEWHERE = (Path("/usr/lib/postgresql"), Path("/usr/local/pgsql"), Path("/opt/homebrew/opt"))
# Whoever restores owns it then, whatever the database's user was called before.
OURS = ("--no-owner", "--no-privileges")


class PostgresClientError(Exception):
    """The program is not here, does not fit, or has failed. Its text says what to do, in one line."""


def dump(engine: Engine, snapshot: str, target: Path) -> None:
    """The database as it was at an exported snapshot, in pg_dump's custom format, without its revision.

    A database without a revision is one no process starts on: whoever loads the dump writes the revision
    when all is in order.
    """
    options = ["--format=custom", f"--snapshot={snapshot}", "--exclude-table-data=alembic_version"]
    _run(engine, "pg_dump", [*OURS, *options], [f"--file={target}"])


def load(engine: Engine, source: Path) -> None:
    """What `dump` wrote, all of it or nothing."""
    _run(engine, "pg_restore", [*OURS, "--single-transaction", "--exit-on-error"], [str(source)])


def _run(engine: Engine, name: str, options: Sequence[str], about: Sequence[str]) -> None:
    found = program(name, _server_version(engine))
    url = engine.url.set(drivername="postgresql", password=None)
    # Whoever may list processes sees arguments, but not the environment.
    environment = os.environ | ({"PGPASSWORD": engine.url.password} if engine.url.password else {})
    command = [found, *options, f"--dbname={url.render_as_string()}", *about]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or [f"it ended with {done.returncode}"]
        raise PostgresClientError(f"{name}: {said[0].removeprefix(f'{name}: ')}")


def _server_version(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000


def program(name: str, server: int) -> str:
    """The program of the server's own version, else the oldest that is newer.

    An older one refuses the server, a much newer one says what an old server does not understand.
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


def _candidates(name: str) -> Iterator[str]:
    for folder in os.get_exec_path():
        if found := shutil.which(name, path=folder):
            yield found
    for root in ELSEWHERE:
        yield from map(str, root.glob(f"*/bin/{name}"))


def _version(program: str) -> int | None:
    try:
        said = subprocess.run(  # noqa: S603 - a program we have just found
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"(\d+)", said)
    return int(number[1]) if number else None
