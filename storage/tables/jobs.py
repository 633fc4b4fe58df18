"""Tables of the scheduled jobs that have run, and of the months that were reported."""

from sqlalchemy import (
    Column,
    String,
    Table,
    Text,
)

from storage.db.column_types import Instant, metadata

# A job claims (job, slot) in its own transaction: only the process that inserts the row does the work.
job_run = Table(
    "job_run",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("slot", String(40), primary_key=True),
    Column("claimed_at", Instant, nullable=False),
)

# The figures of each reported month as JSON, and their SHA-256: a reported month never changes.
month_report = Table(
    "month_report",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("figures", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
)
