"""Creates the tables of improvements, evidence, official scores and e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0009_from_0001"
down_revision = "schema_0008_from_0001"
branch_labels = depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
BLANK, ZERO = sa.text("''"), sa.text("0")


def _officer(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["officer.id"], name=op.f(f"fk_{table}_{column}"))


def _of_improvement(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_improvement_id")
    return sa.ForeignKeyConstraint(["improvement_id"], ["improvement.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "improvement",
        sa.Column("id", ID, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("source", sa.String(12), nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("category", sa.String(20), nullable=False, server_default=BLANK),
        sa.Column("set_key", sa.String(40), nullable=False, server_default=BLANK),
        sa.Column("version", sa.Integer()),
        sa.Column("question", sa.String(40), nullable=False, server_default=BLANK),
        sa.Column("service", sa.String(60), nullable=False, server_default=BLANK),
        sa.Column("officer_id", ID),
        sa.Column("due_on", INSTANT),
        sa.Column("cost", sa.Integer()),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("proposed_by", ID),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("agreed_at", INSTANT),
        sa.Column("ended_at", INSTANT),
        sa.Column("result", sa.Text(), nullable=False, server_default=BLANK),
        sa.Column("told", sa.Integer(), nullable=False, server_default=ZERO),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement")),
        _officer("improvement", "officer_id"),
        _officer("improvement", "proposed_by"),
    )
    op.create_index("ix_improvement_state", "improvement", ["state", "section"])
    op.create_table(
        "improvement_link",
        sa.Column("id", ID, nullable=False),
        sa.Column("improvement_id", ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_link")),
        sa.UniqueConstraint(
            "kind",
            "key",
            "improvement_id",
            name=op.f("uq_improvement_link_kind_key_improvement_id"),
        ),
        _of_improvement("improvement_link"),
    )
    op.create_index("ix_improvement_link_of", "improvement_link", ["improvement_id"])
    op.create_table(
        "improvement_step",
        sa.Column("id", ID, nullable=False),
        sa.Column("improvement_id", ID, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("officer_id", ID),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False, server_default=BLANK),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_improvement_step")),
        _of_improvement("improvement_step"),
        _officer("improvement_step", "officer_id"),
    )
    op.create_index("ix_improvement_step_of", "improvement_step", ["improvement_id", "at"])
    op.create_table(
        "evidence",
        sa.Column("id", ID, nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("measure", sa.String(40), nullable=False, server_default=BLANK),
        sa.Column("item", sa.String(20), nullable=False, server_default=BLANK),
        sa.Column("done_on", INSTANT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False, server_default=BLANK),
        sa.Column("file_name", sa.String(120), nullable=False, server_default=BLANK),
        sa.Column("media_type", sa.String(80), nullable=False, server_default=BLANK),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("added_by", ID),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        _officer("evidence", "added_by"),
    )
    op.create_index("ix_evidence_year", "evidence", ["year", "measure"])
    op.create_table(
        "ita_score",
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("tool", sa.String(10), nullable=False),
        sa.Column("hundredths", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("typed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("year", "tool", name=op.f("pk_ita_score")),
    )
    op.create_table(
        "mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("recipient", sa.String(254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("issue_id", ID),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default=ZERO),
        sa.Column("next_at", INSTANT, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        sa.Column("error", sa.String(200), nullable=False, server_default=BLANK),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("recipient", "issue_id", name=op.f("uq_mail_recipient_issue_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["report_issue.id"], name=op.f("fk_mail_issue_id")),
    )
    waiting = sa.text("sent_at IS NULL")
    op.create_index(
        "ix_mail_due", "mail", ["next_at"], sqlite_where=waiting, postgresql_where=waiting
    )


def downgrade() -> None:
    for table in (
        "mail",
        "ita_score",
        "evidence",
        "improvement_step",
        "improvement_link",
        "improvement",
    ):
        op.drop_table(table)
