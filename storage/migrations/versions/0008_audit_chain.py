"""Adds the hash chain over the audit, and refuses to change or delete what was written to it.

The text of a note may still be replaced, because a reporter may take it back and retention deletes it; the chain
notices whether that was recorded.
"""

import sqlalchemy as sa
from alembic import op

revision = "schema_0008_from_0001"
down_revision = "schema_0007_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FIXED = "id, at, actor, action, complaint_id, from_status, to_status"
FIRST_ROW = """
INSERT INTO audit_secret (id, secret, unmarked_to)
SELECT 1, CAST('' AS {bytes}), coalesce(max(id), 0) FROM audit
"""
APPEND_ONLY = ("audit_chain", "audit_seal")


def upgrade() -> None:
    op.add_column("audit", sa.Column("mark", sa.String(48), nullable=True))
    op.create_table(
        "audit_secret",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("unmarked_to", ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_secret")),
    )
    op.create_table(
        "audit_chain",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("audit_id", ID, nullable=False),
        sa.Column("origin", sa.String(10), nullable=False),
        sa.Column("note_digest", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_chain")),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_audit_chain_audit_id")),
    )
    op.create_index("ix_audit_chain_row", "audit_chain", ["audit_id", "seq"])
    op.create_table(
        "audit_seal",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("newest_row", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_seal")),
    )
    is_sqlite = op.get_context().dialect.name == "sqlite"
    op.execute(FIRST_ROW.format(bytes="BLOB" if is_sqlite else "BYTEA"))
    if is_sqlite:
        _refuse_on_sqlite()
    else:
        _refuse_on_postgres()


def _refuse_on_sqlite() -> None:
    refuse = "BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    for table, when in [
        ("audit", f"UPDATE OF {FIXED}"),
        ("audit", "DELETE"),
        *((table, deed) for table in APPEND_ONLY for deed in ("UPDATE", "DELETE")),
    ]:
        name = f"{table}_no_{when.split(' ')[0].lower()}"
        body = refuse.format(table=table)
        op.execute(f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {when} ON {table} {body}")


def _refuse_on_postgres() -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    call = "EXECUTE FUNCTION refuse_change()"
    for table, update in [
        ("audit", f"UPDATE OF {FIXED}"),
        *((one, "UPDATE") for one in APPEND_ONLY),
    ]:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE {update} OR DELETE ON {table}"
            f" FOR EACH ROW {call}"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            f" FOR EACH STATEMENT {call}"
        )


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
