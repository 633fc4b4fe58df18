"""The choice of pg_dump, and the error message if none fits."""

import pytest

from storage.recovery import postgres_client
from storage.recovery.postgres_client import PostgresClientError


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine with these versions of PostgreSQL's programs, each in a folder of its own."""

    def with_versions(*versions):
        for version in versions:
            program = tmp_path / str(version) / "bin" / "pg_dump"
            program.parent.mkdir(parents=True)
            program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.4 (Debian)'\n")
            program.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    monkeypatch.setattr(postgres_client, "ELSEWHERE", (tmp_path,))
    return with_versions


def taken(server):
    return postgres_client.program("pg_dump", server).split("/")[-3]


@pytest.mark.parametrize(
    ("here", "server", "version"),
    [
        ([15, 16, 17, 18], 16, "16"),
        ([15, 17, 18], 16, "17"),
        ([9, 17], 17, "17"),
    ],
)
def test_the_servers_own_version_is_taken_or_the_oldest_that_is_newer(
    machine, here, server, version
):
    machine(*here)
    assert taken(server) == version


def test_the_path_counts_too(machine, tmp_path, monkeypatch):
    machine(16)
    monkeypatch.setenv("PATH", str(tmp_path / "16" / "bin"))
    monkeypatch.setattr(postgres_client, "ELSEWHERE", ())
    assert taken(16) == "16"


@pytest.mark.parametrize(
    ("here", "found"), [([], "here is none"), ([14, 15], "here is only version 15")]
)
def test_what_is_missing_is_said_with_the_remedy(machine, here, found):
    machine(*here)
    with pytest.raises(PostgresClientError) as refusal:
        taken(17)
    assert str(refusal.value) == (
        f"pg_dump of PostgreSQL 17 or newer is needed, {found}:"
        " install the package postgresql-client-17."
    )


def test_a_program_that_does_not_run_is_no_program(machine, tmp_path):
    machine(16)
    broken = tmp_path / "17" / "bin" / "pg_dump"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    assert taken(16) == "16"
