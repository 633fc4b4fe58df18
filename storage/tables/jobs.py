"""What the timetable has done, and the months that were told."""

from sqlalchemy import (
    Column,
    String,
    Table,
    Text,
)

from storage.db.column_types import Instant, metadata

# A job claims (job, slot) in its own transaction: whoever inserts the row does the work, nobody else.
job_run = Table(
    "job_run",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("slot", String(40), primary_key=True),
    Column("claimed_at", Instant, nullable=False),
)

# A month once reported never changes: the figures as they were, and their hash.
month_report = Table(
    "month_report",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("figures", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
)
