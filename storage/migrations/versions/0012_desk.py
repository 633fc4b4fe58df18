"""Adds cases that are about one problem, and covered copies of photos."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.online import build_index

revision = "schema_0012_from_0001"
down_revision = "schema_0011_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "joined_case",
        sa.Column("complaint_id", ID, nullable=False, autoincrement=False),
        sa.Column("problem_id", ID, nullable=False),
        sa.Column("joined_by", ID, nullable=False),
        sa.Column("joined_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("complaint_id", name=op.f("pk_joined_case")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_joined_case_{column}")
            )
            for column, table in (
                ("complaint_id", "complaint"),
                ("problem_id", "complaint"),
                ("joined_by", "officer"),
            )
        ),
    )
    op.create_index("ix_joined_case_problem_id", "joined_case", ["problem_id"])
    op.add_column("attachment", sa.Column("shown", sa.String(64), nullable=True))
    op.add_column("attachment", sa.Column("covers", sa.Text(), nullable=True))
    build_index("ix_attachment_shown", "attachment", ["shown"], where="shown IS NOT NULL")


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
