"""Adds an index of the answers that were replaced or taken out, so that figures of months find these few at once."""

from storage.migrations.online import build_index

revision = "schema_0016_from_0001"
down_revision = "schema_0015_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "ix_answer_replaced",
        "answer",
        ["round_id", "question", "replaced_at", "submitted_at", "response_id"],
        where="replaced_at IS NOT NULL",
    )


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
