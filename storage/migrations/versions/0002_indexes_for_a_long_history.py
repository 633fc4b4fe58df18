"""Indexes for a long history: the month reads them alone, and no nightly job reads what is over."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PLAIN = {
    "ix_complaint_filed": (
        "complaint",
        ["filed_at", "restricted", "category", "village", "answered_at", "answer_by"],
    ),
    "ix_rating_service": (
        "rating",
        ["service", "rated_at", "replaced_at", "score", "complaint_id"],
    ),
    "ix_rating_of_case": ("rating", ["complaint_id"]),
    "ix_rating_by": ("rating", ["rater"]),
}
PARTIAL = {
    "ix_complaint_restricted": ("complaint", ["id"], "restricted"),
    "ix_complaint_to_forget": ("complaint", ["category", "ended_at"], "forgotten_at IS NULL"),
    "ix_inbox_set_aside": ("inbox", ["received_at"], "state = 2"),
    "ix_rating_reasons": (
        "rating",
        ["rated_at", "replaced_at", "reasons", "complaint_id"],
        "reasons <> ''",
    ),
    "ix_outbox_given_up": ("outbox", ["created_at"], "state = 3"),
}


def upgrade() -> None:
    for name, (table, columns) in PLAIN.items():
        op.create_index(name, table, columns)
    for name, (table, columns, where) in PARTIAL.items():
        condition = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
    # Their columns are in ix_complaint_filed and ix_rating_service; the release before needs neither.
    op.drop_index("ix_complaint_month", "complaint")
    op.drop_index("ix_rating_month", "rating")
