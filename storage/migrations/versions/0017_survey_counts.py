"""Replaces two indexes of surveys, so that the counts of a round are read from an index alone and in its order."""

from storage.migrations.online import build_index

revision = "schema_0017_from_0001"
down_revision = "schema_0016_from_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    build_index(
        "ix_response_figures",
        "response",
        ["round_id", "state", "service", "village", "section", "door_id", "mode", "burst"],
    )
    build_index(
        "ix_answer_cube",
        "answer",
        ["round_id", "question", "service", "code", "replaced_at", "counted"],
        where="replaced_at IS NULL AND counted",
    )


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""
