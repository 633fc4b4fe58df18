"""Tables of improvements, of the evidence of a fiscal year, and of reports to send by e-mail."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.db.column_types import Id, Instant, metadata, partial

# Improvements that follow from residents' feedback. set_key, version, question and service identify the question
# that measures it and never change. `told`: how many subscribers were notified.
improvement = Table(
    "improvement",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("what", Text, nullable=False),
    Column("source", String(12), nullable=False),
    Column("section", String(40), nullable=False),
    Column("category", String(20), nullable=False, server_default=text("''")),
    Column("set_key", String(40), nullable=False, server_default=text("''")),
    Column("version", Integer),
    Column("question", String(40), nullable=False, server_default=text("''")),
    Column("service", String(60), nullable=False, server_default=text("''")),
    Column("officer_id", Id, ForeignKey("officer.id")),
    Column("due_on", Instant),
    Column("cost", Integer),
    Column("state", String(12), nullable=False),
    Column("proposed_by", Id, ForeignKey("officer.id")),
    Column("proposed_at", Instant, nullable=False),
    Column("agreed_at", Instant),
    Column("ended_at", Instant),
    Column("result", Text, nullable=False, server_default=text("''")),
    Column("told", Integer, nullable=False, server_default=text("0")),
    Index("ix_improvement_state", "state", "section"),
)

# The evidence of an improvement besides its question. `kind`: words or case; `key`: the id of the row.
improvement_link = Table(
    "improvement_link",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("improvement_id", Id, ForeignKey("improvement.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("key", String(40), nullable=False),
    UniqueConstraint("kind", "key", "improvement_id"),
    Index("ix_improvement_link_of", "improvement_id"),
)

# The steps of an improvement: who did what and when.
improvement_step = Table(
    "improvement_step",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("improvement_id", Id, ForeignKey("improvement.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("officer_id", Id, ForeignKey("officer.id")),
    Column("step", String(12), nullable=False),
    Column("note", Text, nullable=False, server_default=text("''")),
    Index("ix_improvement_step_of", "improvement_id", "at"),
)

# Evidence of a fiscal year (Buddhist) for a measure of the integrity plan, for an item of the year's disclosure,
# or for both. Rows are never deleted, only marked as withdrawn.
evidence = Table(
    "evidence",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("year", SmallInteger, nullable=False),
    Column("measure", String(40), nullable=False, server_default=text("''")),
    Column("item", String(20), nullable=False, server_default=text("''")),
    Column("done_on", Instant, nullable=False),
    Column("what", Text, nullable=False),
    Column("url", Text, nullable=False, server_default=text("''")),
    Column("file_name", String(120), nullable=False, server_default=text("''")),
    Column("media_type", String(80), nullable=False, server_default=text("''")),
    Column("content", LargeBinary),
    Column("added_by", Id, ForeignKey("officer.id")),
    Column("added_at", Instant, nullable=False),
    Column("taken_back", Boolean, nullable=False, server_default=text("false")),
    Index("ix_evidence_year", "year", "measure"),
)

# Official scores of a fiscal year as entered by an officer, in hundredths, with their source.
ita_score = Table(
    "ita_score",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("tool", String(10), primary_key=True),
    Column("hundredths", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("typed_at", Instant, nullable=False),
)

# A report to send by e-mail. The file is made from the issue when it is sent. `next_at`: of the next attempt.
mail = Table(
    "mail",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("recipient", String(254), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("issue_id", Id, ForeignKey("report_issue.id")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("error", String(200), nullable=False, server_default=text("''")),
    UniqueConstraint("recipient", "issue_id"),
    partial("ix_mail_due", "next_at", where="sent_at IS NULL"),
)
