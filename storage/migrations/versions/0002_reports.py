"""Creates the tables of report issues and their files."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0002_from_0001"
down_revision = "schema_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
BLANK = sa.text("''")


def upgrade() -> None:
    op.create_table(
        "report_issue",
        sa.Column("id", ID, nullable=False),
        sa.Column("report", sa.String(20), nullable=False),
        sa.Column("period", sa.String(20), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("document_number", sa.String(100), nullable=False, server_default=BLANK),
        sa.Column("signed_by", sa.String(200), nullable=False, server_default=BLANK),
        sa.Column("signed_at", INSTANT),
        sa.Column("permitted_by", sa.String(200), nullable=False, server_default=BLANK),
        sa.Column("permitted_at", INSTANT),
        sa.Column("slug", sa.String(60)),
        sa.Column("published_at", INSTANT),
        sa.Column("replaced_at", INSTANT),
        sa.Column("replaces", ID),
        sa.PrimaryKeyConstraint("id", name="pk_report_issue"),
        sa.UniqueConstraint("slug", name="uq_report_issue_slug"),
        sa.ForeignKeyConstraint(["replaces"], ["report_issue.id"], name="fk_report_issue_replaces"),
    )
    condition = sa.text("replaced_at IS NULL")
    op.create_index(
        "ix_report_issue_current",
        "report_issue",
        ["report", "period"],
        sqlite_where=condition,
        postgresql_where=condition,
    )
    op.create_table(
        "report_file",
        sa.Column("id", ID, nullable=False),
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_file"),
        sa.UniqueConstraint("issue_id", "kind", name="uq_report_file_issue_id_kind"),
        sa.ForeignKeyConstraint(["issue_id"], ["report_issue.id"], name="fk_report_file_issue_id"),
    )


def downgrade() -> None:
    op.drop_table("report_file")
    op.drop_table("report_issue")
