"""Which case a message of ours in a group was about."""

import sqlalchemy as sa
from alembic import op

revision = "0002_from_0001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "group_message",
        sa.Column("message_id", sa.String(length=40), nullable=False),
        sa.Column(
            "complaint_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("said_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_group_message_complaint_id"),
        ),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_group_message")),
    )
    op.create_index(op.f("ix_group_message_said_at"), "group_message", ["said_at"])


def downgrade() -> None:
    op.drop_table("group_message")
