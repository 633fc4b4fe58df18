"""Every migration keeps the previous release working: it adds, or removes only what is no longer used.

A revision `schema_0005_from_0004` may be run on by code that knows schema 4 or later. While it keeps the
"from" of the revision before it, it may only add; one that raises it is a contraction.
"""

import re
from io import StringIO
from itertools import pairwise

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.migrate import SCRIPTS, number, oldest_code

FREE = re.compile(
    r"BEGIN|COMMIT|SET lock_timeout.*"
    r"|CREATE TABLE .*"
    r"|CREATE INDEX CONCURRENTLY .*"
    r"|DROP INDEX CONCURRENTLY IF EXISTS .*"
    r"|ALTER TABLE \w+ ADD COLUMN (?:(?!NOT NULL|UNIQUE).)*"
    r"|ALTER TABLE \w+ ADD COLUMN (?:(?!UNIQUE).)* DEFAULT (?:(?!UNIQUE).)*",
    re.DOTALL,
)
REFUSE = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
REFUSAL = re.compile(
    r"CREATE TRIGGER \w+ BEFORE (?P<when>TRUNCATE|UPDATE(?: OF (?P<columns>[\w, ]+))? OR DELETE)"
    r" ON (?P<table>\w+) FOR EACH (?:ROW|STATEMENT) EXECUTE FUNCTION refuse_change\(\)"
)
NEVER_CHANGED = {
    "audit": {"id", "at", "actor", "action", "complaint_id", "from_status", "to_status"}
}
"""Columns that no release changes, in tables whose rows are never deleted; a trigger may protect them."""


def is_refusal_of_what_nobody_does(one, new):
    if one.startswith("CREATE OR REPLACE FUNCTION refuse_change()"):
        return True
    if not (found := REFUSAL.fullmatch(one)):
        return False
    table, columns = found["table"], set((found["columns"] or "").split(", "))
    is_whole = found["when"] == "TRUNCATE" or columns <= NEVER_CHANGED.get(table, set())
    return table in new or (table in NEVER_CHANGED and is_whole)


def revisions():
    """Return all migrations, the oldest first."""
    found = ScriptDirectory(str(SCRIPTS)).walk_revisions()
    return sorted(found, key=lambda script: script.revision)


def message_texts(upgrade):
    """Return the SQL of a migration for PostgreSQL."""
    sql = StringIO()
    context = MigrationContext.configure(
        dialect_name="postgresql", opts={"as_sql": True, "output_buffer": sql}
    )
    with Operations.context(context):
        upgrade()
    # A function body between $$ and $$ contains semicolons.
    statements = re.findall(r"(?:\$\$.*?\$\$|[^;])+", sql.getvalue(), re.DOTALL)
    return [one.strip() for one in statements if one.strip()]


def not_additive(sql):
    """Return the statements that could break or block the previous release."""
    new = {found[1] for one in sql if (found := re.match(r"CREATE TABLE (\w+)", one))}
    dropped = {found[1] for one in sql if (found := re.match(r"DROP INDEX .* (\w+)$", one))}
    built = {found[1] for one in sql if (found := re.match(r"CREATE INDEX CON\w+ (\w+)", one))}
    in_new = re.compile(r"(?:CREATE (?:UNIQUE )?INDEX \w+ ON|INSERT INTO) (\w+)")
    faults = [
        one
        for one in sql
        if not FREE.fullmatch(one)
        and not ((found := in_new.match(one)) and found[1] in new)
        and not is_refusal_of_what_nobody_does(one, new)
    ]
    return faults + [f"{name} is dropped and not built anew" for name in dropped - built]


def test_every_revision_is_named_by_its_file_and_follows_the_one_before():
    scripts = revisions()
    assert [number(script.revision) for script in scripts] == list(range(1, len(scripts) + 1))
    for before, script in zip([None, *scripts], scripts, strict=False):
        assert script.down_revision == (before.revision if before else None)
        assert script.path.rpartition("/")[2].startswith(f"{number(script.revision):04}_")


def test_the_release_before_may_always_run_on_the_newest_schema():
    scripts = revisions()
    for before, script in pairwise(scripts):
        assert oldest_code(before.revision) <= oldest_code(script.revision)
        assert oldest_code(script.revision) <= number(before.revision)


def test_every_migration_that_is_no_contraction_only_adds():
    scripts = revisions()
    faults = {
        script.revision: found
        for before, script in pairwise(scripts)
        if oldest_code(script.revision) == oldest_code(before.revision)
        and (found := not_additive(message_texts(script.module.upgrade)))
    }
    assert faults == {}


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE person DROP COLUMN language",
        "ALTER TABLE person RENAME language TO tongue",
        "ALTER TABLE person ALTER COLUMN language TYPE TEXT",
        "ALTER TABLE person ADD COLUMN age INTEGER NOT NULL",
        "ALTER TABLE person ADD COLUMN card VARCHAR(13) UNIQUE",
        "ALTER TABLE person ADD CONSTRAINT one CHECK (language <> '')",
        "CREATE INDEX ix_person_language ON person (language)",
        "CREATE UNIQUE INDEX CONCURRENTLY ix_person_language ON person (language)",
        "DROP INDEX CONCURRENTLY IF EXISTS ix_person_language",
        "DROP TABLE person",
        "UPDATE person SET language = 'th'",
        "INSERT INTO person (language) VALUES ('th')",
        "CREATE TRIGGER a BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER a BEFORE UPDATE OF at, note OR DELETE ON audit {REFUSE}",
        f"CREATE TRIGGER a BEFORE TRUNCATE ON person {REFUSE}",
    ],
)
def test_this_guard_finds_what_disturbs(sql):
    assert not_additive([sql])


def test_this_guard_lets_additions_through():
    sql = [
        "CREATE TABLE visit (id BIGINT NOT NULL)",
        "CREATE UNIQUE INDEX ix_visit ON visit (id)",
        "DROP INDEX CONCURRENTLY IF EXISTS ix_person_language",
        "CREATE INDEX CONCURRENTLY ix_person_language ON person (language)",
        "INSERT INTO visit (id) VALUES (1)",
        f"CREATE TRIGGER a BEFORE UPDATE OF id, at OR DELETE ON audit {REFUSE}",
        f"CREATE TRIGGER a BEFORE TRUNCATE ON visit {REFUSE}",
        "ALTER TABLE person ADD COLUMN age INTEGER",
        "ALTER TABLE person ADD COLUMN calls INTEGER DEFAULT 0 NOT NULL",
    ]
    assert not_additive(sql) == []
