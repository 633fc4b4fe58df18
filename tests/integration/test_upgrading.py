"""A newer schema and an older release: who may run where, and that a migration holds nobody up."""

import shutil
import threading

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import text

import storage.migrate as migration
from storage.migrate import (
    SCRIPTS,
    BusyTableError,
    Fit,
    UnfitSchemaError,
    ensure_fit,
    fit,
    migrate,
    number,
)
from tests.databases import on_postgres
from tests.moments import NOON

ADDITION = """
import sqlalchemy as sa
from alembic import op
from storage.migrations.online import build_index

revision, down_revision = {name!r}, {before!r}
branch_labels = depends_on = None


def upgrade():
    op.add_column("person", sa.Column("since_then", sa.Integer()))
    build_index("ix_person_since_then", "person", ["since_then"], where="since_then > 0")
"""


def next_release(folder, *, oldest):
    """The migrations of a release with one more; `oldest`: the oldest schema whose code may stay."""
    before = ScriptDirectory(str(SCRIPTS)).get_current_head()
    following = number(before) + 1
    name = f"{following:04}_from_{oldest or following:04}"
    scripts = folder / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    code = ADDITION.format(name=name, before=before)
    (scripts / "versions" / f"{following:04}_one_more.py").write_text(code)
    return scripts


@pytest.fixture
def compatible(tmp_path):
    return next_release(tmp_path, oldest=1)


@pytest.fixture
def incompatible(tmp_path):
    return next_release(tmp_path, oldest=None)


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
        tx.people.meet("Usomsri", NOON)
    with store.read() as tx:
        assert tx.people.find("Usomsri").line_user_id == "Usomsri"


def test_this_release_refuses_a_newer_schema_that_does_not_let_it(store, incompatible):
    migrate(store.engine, incompatible)
    assert fit(store.engine) is Fit.TOO_NEW
    for refused in (ensure_fit, migrate):
        with pytest.raises(UnfitSchemaError, match="start the newer one"):
            refused(store.engine)


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
        # Somebody's long look, such as a backup, keeps the table from being changed.
        reader.people.find("Usomsri")
        migrator.start()
        for number_ in range(20):
            with store.begin() as tx:
                tx.people.meet(f"U{number_}", NOON)
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
