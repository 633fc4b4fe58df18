"""Adds the requests to learn who stands behind a complaint about staff."""

import sqlalchemy as sa
from alembic import op

revision = "schema_0010_from_0001"
down_revision = "schema_0009_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "identity_request",
        sa.Column("id", ID, nullable=False, autoincrement=True),
        sa.Column("complaint_id", ID, nullable=False),
        sa.Column("asked_by", ID, nullable=False),
        sa.Column("decides", ID, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("agreed", sa.Boolean()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_request")),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaint.id"],
            name=op.f("fk_identity_request_complaint_id"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["officer.id"], name=op.f(f"fk_identity_request_{column}")
            )
            for column in ("asked_by", "decides")
        ),
    )
    op.create_index("ix_identity_request_complaint_id", "identity_request", ["complaint_id"])


def downgrade() -> None:
    op.drop_table("identity_request")
