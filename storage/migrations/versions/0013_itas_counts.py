"""Adds how many answered the official EIT, as officers read it on ITAS."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0013_from_0001"
down_revision = "schema_0012_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()


def upgrade() -> None:
    op.create_table(
        "itas_count",
        sa.Column("year", sa.SmallInteger(), nullable=False, autoincrement=False),
        sa.Column("counted_on", INSTANT, nullable=False, autoincrement=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("typed_by", ID, nullable=False),
        sa.Column("typed_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("year", "counted_on", name=op.f("pk_itas_count")),
        sa.ForeignKeyConstraint(["typed_by"], ["officer.id"], name=op.f("fk_itas_count_typed_by")),
    )


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
