"""A newer schema and an older release: which may run on which, and that a migration blocks nobody."""

import os
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text

import storage.migrate as migration
from storage.migrate import (
    BusyTableError,
    Fit,
    UnfitSchemaError,
    ensure_fit,
    ensure_migratable,
    fit,
    migrate,
)
from tests.databases import on_postgres
from tests.moments import NOON
from tests.releases import next_migrations
from tests.running import PUBLIC_URL, SECRET, TOKEN


@pytest.fixture
def compatible(tmp_path):
    return next_migrations(tmp_path / "next", oldest=1)


@pytest.fixture
def incompatible(tmp_path):
    return next_migrations(tmp_path / "next", oldest=None)


def columns(engine, table="person"):
    with engine.connect().execution_options(reading=True) as connection:
        return list(connection.execute(text(f"SELECT * FROM {table} WHERE 1 = 0")).keys())


def test_this_release_runs_on_a_newer_schema_that_lets_it(store, compatible):
    migrate(store.engine, compatible)
    assert fit(store.engine) is Fit.NEWER
    ensure_fit(store.engine)
    assert migrate(store.engine) is Fit.NEWER
    assert "since_then" in columns(store.engine)
    with store.begin() as tx:
        tx.people.ensure("Usomsri", NOON)
    with store.read() as tx:
        assert tx.people.find("Usomsri").line_user_id == "Usomsri"


def test_this_release_refuses_a_newer_schema_that_does_not_let_it(store, incompatible):
    migrate(store.engine, incompatible)
    assert fit(store.engine) is Fit.TOO_NEW
    for refused in (ensure_fit, migrate):
        with pytest.raises(UnfitSchemaError, match="start the newer one"):
            refused(store.engine)


def at_revision(store, revision):
    """Set the revision of the database to another than the code's."""
    with store.engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :name"), {"name": revision}
        )


@pytest.mark.parametrize("revision", ["0001", "0002_from_0001", "0003_from_0001"])
def test_no_migration_leads_on_from_before_the_first_release(store, revision):
    at_revision(store, revision)
    for refused in (ensure_fit, ensure_migratable, migrate):
        with pytest.raises(UnfitSchemaError, match="start with an empty one"):
            refused(store.engine)


@pytest.mark.parametrize("command", ["run", "migrate", "check"])
def test_every_command_refuses_such_a_database_in_one_line(store, tmp_path, command):
    at_revision(store, "0003_from_0001")
    done = subprocess.run(
        [sys.executable, "-m", "bot", command],
        env={
            **os.environ,
            "LINE_CHANNEL_SECRET": SECRET,
            "LINE_CHANNEL_ACCESS_TOKEN": TOKEN,
            "LINE_API_HOST": "http://127.0.0.1:9",
            "LINE_DATA_HOST": "http://127.0.0.1:9",
            "DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
            "DATA_DIR": str(tmp_path / "data"),
            "PUBLIC_URL": PUBLIC_URL,
            "SECRET_KEY": "GcUTTZhY_zk3I6B55yw0hK-ND1eC9ZXa",
            "PORT": "0",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    output = [line for line in (done.stdout + done.stderr).splitlines() if "first release" in line]
    assert (done.returncode != 0, len(output)) == (True, 1), done
    assert "Traceback" not in done.stderr


def test_the_next_release_refuses_todays_schema_until_it_is_brought_up(store, compatible):
    assert fit(store.engine, compatible) is Fit.BEHIND
    assert migrate(store.engine, compatible) is Fit.CURRENT
    assert fit(store.engine, compatible) is Fit.CURRENT


@on_postgres
def test_an_index_left_by_a_migration_that_was_broken_off_is_built_anew(store, compatible):
    with store.engine.begin() as connection:
        connection.execute(text("CREATE INDEX ix_person_since_then ON person (language)"))
    migrate(store.engine, compatible)
    with store.engine.connect() as connection:
        drawn = connection.scalar(
            text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_person_since_then'")
        )
    assert drawn.endswith("(since_then) WHERE (since_then > 0)")


@on_postgres
def test_a_migration_that_waits_for_a_table_lets_the_others_pass(store, compatible, monkeypatch):
    monkeypatch.setattr(migration, "LOCK_WAIT", "50ms")
    monkeypatch.setattr(migration, "PAUSE_SECONDS", 0.01)
    done = []
    migrator = threading.Thread(target=lambda: done.append(migrate(store.engine, compatible)))
    with store.read() as reader:
        # A long read, such as a backup, delays changes of the table.
        reader.people.find("Usomsri")
        migrator.start()
        for number_ in range(20):
            with store.begin() as tx:
                tx.people.ensure(f"U{number_}", NOON)
        assert done == []
    migrator.join()
    assert done == [Fit.CURRENT]
    assert "since_then" in columns(store.engine)


@on_postgres
def test_a_migration_gives_up_in_one_sentence_when_a_table_is_never_free(
    store, compatible, monkeypatch
):
    monkeypatch.setattr(migration, "LOCK_WAIT", "10ms")
    monkeypatch.setattr(migration, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(migration, "TRIES", 2)
    with store.read() as reader:
        reader.people.find("Usomsri")
        with pytest.raises(BusyTableError, match="try again"):
            migrate(store.engine, compatible)
    assert fit(store.engine, compatible) is Fit.BEHIND
    assert migrate(store.engine, compatible) is Fit.CURRENT
