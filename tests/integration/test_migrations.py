"""The migrations create the schema of storage.tables, once, also when several processes run them."""

import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from storage.db.column_types import metadata
from storage.migrate import Fit, fit, migrate
from storage.private_files import create_file
from storage.store import open_store


@pytest.fixture
def empty_store(empty_database_url):
    store = open_store(empty_database_url)
    yield store
    store.close()


def shape(engine):
    """Return tables, columns, indexes with their conditions, and constraints, as the database reports them."""
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            indexes = connection.execute(
                text("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
            )
            rules = connection.execute(
                text(
                    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)"
                    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                )
            )
            columns = connection.execute(
                text(
                    "SELECT table_name, column_name, data_type, character_maximum_length,"
                    " is_nullable, column_default FROM information_schema.columns"
                    " WHERE table_schema = 'public'"
                )
            )
            rows = [tuple(row) for result in (indexes, rules, columns) for row in result]
    else:
        seen = inspect(engine)
        rows = [
            (table, kind, str(sorted(found.items(), key=str)))
            for table in seen.get_table_names()
            for kind, facts in (
                ("column", seen.get_columns(table)),
                ("foreign key", seen.get_foreign_keys(table)),
                ("unique", seen.get_unique_constraints(table)),
            )
            for found in facts
        ]
        with engine.connect() as connection:
            indexes = connection.execute(
                text("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
            )
            rows += [(" ".join(row.sql.split()),) for row in indexes]
    return sorted((row for row in rows if "alembic" not in str(row)), key=str)


def test_the_newest_migration_makes_exactly_the_tables_of_the_code(
    empty_store, kind, request, tmp_path
):
    migrate(empty_store.engine)
    url = f"sqlite:///{tmp_path / 'drawn.db'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_server").create()
    drawn = open_store(url)
    create_file(drawn.engine)
    metadata.create_all(drawn.engine)
    assert shape(empty_store.engine) == shape(drawn.engine)
    drawn.close()


def test_alembic_finds_nothing_left_to_migrate(empty_store):
    migrate(empty_store.engine)
    with empty_store.engine.connect() as connection:
        of_one_database = ("case_search", "ix_case_words_grams")
        options = {
            "include_object": lambda _object, name, *_: not (name or "").startswith(of_one_database)
        }
        context = MigrationContext.configure(connection, opts=options)
        # Each database has a search index that the other does not have.
        assert compare_metadata(context, metadata) == []


def test_a_database_knows_whether_it_is_current(empty_store):
    assert fit(empty_store.engine) is Fit.BEHIND
    assert migrate(empty_store.engine) is Fit.CURRENT
    assert fit(empty_store.engine) is Fit.CURRENT


def test_two_processes_may_migrate_at_once(empty_database_url):
    stores = [open_store(empty_database_url) for _ in range(2)]
    faults = []

    def run(store):
        try:
            migrate(store.engine)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert fit(stores[0].engine) is Fit.CURRENT
    for store in stores:
        store.close()


def test_who_looked_before_the_database_was_there_uses_the_one_that_another_created(
    empty_database_url,
):
    early, late = (open_store(empty_database_url) for _ in range(2))
    assert fit(early.engine) is Fit.BEHIND
    migrate(late.engine)
    assert fit(early.engine) is Fit.CURRENT
    for store in (early, late):
        store.close()


def test_migrating_again_changes_nothing(store):
    before = shape(store.engine)
    migrate(store.engine)
    assert shape(store.engine) == before
