"""Adds the table of questions, praise and suggestions."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0004_from_0001"
down_revision = "schema_0003_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
"""Milliseconds since 1970 UTC."""
WAITING = sa.text("answered_at IS NULL AND kind = 'question'")


def upgrade() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("department", sa.String(40), nullable=False),
        sa.Column("sender", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("answered_by", ID),
        sa.Column("answer", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["officer.id"], name=op.f("fk_inquiry_answered_by")
        ),
    )
    op.create_index("ix_inquiry_sent", "inquiry", ["sent_at", "kind", "answered_at"])
    op.create_index("ix_inquiry_sender", "inquiry", ["sender", "id"])
    op.create_index(
        "ix_inquiry_waiting",
        "inquiry",
        ["department", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    """Do nothing: a migration is never taken back."""
