"""Adds when, by whom and why the permission to publish a report was withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0015_from_0001"
down_revision = "schema_0014_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("report_issue", sa.Column("withdrawn_at", sa.BigInteger(), nullable=True))
    for name, length in (("withdrawn_by", 200), ("withdrawn_reason", 300)):
        empty = sa.text("''")
        op.add_column(
            "report_issue",
            sa.Column(name, sa.String(length), nullable=False, server_default=empty),
        )


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
