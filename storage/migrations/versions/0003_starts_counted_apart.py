"""Starts of a worker that found an event first, counted apart from its failures."""

import sqlalchemy as sa
from alembic import op

revision = "0003_from_0001"
down_revision = "0002_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "inbox",
        sa.Column("takeovers", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("inbox", "takeovers")
