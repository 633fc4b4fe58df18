"""What each person used in a day, the order of tasks, and questions that are encrypted.

Expand only. Existing texts are sealed when a process starts (storage.maintenance.late_sealing).
"""

import sqlalchemy as sa
from alembic import op

revision = "schema_0006_from_0001"
down_revision = "schema_0005_from_0001"
branch_labels = depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_use",
        sa.Column("who", sa.String(40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_daily_use")),
    )
    op.add_column(
        "task", sa.Column("turn_at", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column("task", sa.Column("counts_for", sa.LargeBinary()))
    op.add_column(
        "attachment",
        sa.Column("tells", sa.Boolean(), nullable=False, server_default=sa.text("false")),
    )
    op.add_column("unanswered_question", sa.Column("sealed", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("unanswered_question", "sealed")
    op.drop_column("attachment", "tells")
    op.drop_column("task", "counts_for")
    op.drop_column("task", "turn_at")
    op.drop_table("daily_use")
