"""What an errand is about lies sealed beside a stand-in for it."""

import sqlalchemy as sa
from alembic import op

revision = "0002_from_0001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("errand", sa.Column("letter", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("errand", "letter")
