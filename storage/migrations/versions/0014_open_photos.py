"""Adds which photos are cleared for the public page, and an index of the places that it may name."""

import sqlalchemy as sa
from alembic import op

from storage.migrations.online import build_index

revision = "schema_0014_from_0001"
down_revision = "schema_0013_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("open_key", sa.String(32), nullable=True))
    build_index("ix_attachment_open", "attachment", ["open_key"], where="open_key IS NOT NULL")
    build_index("ix_complaint_cell", "complaint", ["category", "village"], where="NOT restricted")


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
