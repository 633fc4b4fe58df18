"""Whom staff complaints accuse, who handles them, and what officers were before.

Existing rows need no values: the accusation of a case without one is computed when a process starts (see
handlers.usecases.custody.review_all), and the history of an officer begins with the next change.
"""

import sqlalchemy as sa
from alembic import op

revision = "schema_0003_from_0001"
down_revision = "schema_0002_from_0001"
branch_labels = depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column(
        "officer",
        sa.Column("other_names", sa.Text(), nullable=False, server_default=sa.text("''")),
    )
    op.create_table(
        "officer_history",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("officer_id", _ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("other_names", sa.Text(), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("department", sa.String(40)),
        sa.Column("account", sa.LargeBinary()),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer_history")),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["officer.id"], name=op.f("fk_officer_history_officer_id")
        ),
    )
    op.create_index(op.f("ix_officer_history_officer_id"), "officer_history", ["officer_id"])
    op.create_table(
        "custody",
        sa.Column("complaint_id", _ID, autoincrement=False, nullable=False),
        sa.Column("accusation", sa.LargeBinary(), nullable=False),
        sa.Column("keeper_id", _ID),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_custody")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaint.id"], name=op.f("fk_custody_complaint_id")
        ),
        sa.ForeignKeyConstraint(["keeper_id"], ["officer.id"], name=op.f("fk_custody_keeper_id")),
    )
    op.create_index(op.f("ix_custody_keeper_id"), "custody", ["keeper_id"])


def downgrade() -> None:
    op.drop_table("custody")
    op.drop_table("officer_history")
    op.drop_column("officer", "other_names")
