"""Tables of reports that the office signs and publishes."""

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table, Text, UniqueConstraint, text

from storage.db.column_types import Id, Instant, metadata, partial

# One issue of a report. Its figures never change; a correction is a new issue that replaces it. The files are
# rendered from the figures; those of a published issue are stored in report_file, because their URL is public.
report_issue = Table(
    "report_issue",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("report", String(20), nullable=False),
    Column("period", String(20), nullable=False),
    Column("figures", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("document_number", String(100), nullable=False, server_default=text("''")),
    Column("signed_by", String(200), nullable=False, server_default=text("''")),
    Column("signed_at", Instant),
    Column("permitted_by", String(200), nullable=False, server_default=text("''")),
    Column("permitted_at", Instant),
    # Part of the public URL, so that a URL never leads to another report.
    Column("slug", String(60), unique=True),
    Column("published_at", Instant),
    # The permission to publish was withdrawn; a published issue keeps its URL, which then tells when and why.
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", String(200), nullable=False, server_default=text("''")),
    Column("withdrawn_reason", String(300), nullable=False, server_default=text("''")),
    Column("replaced_at", Instant),
    Column("replaces", Id, ForeignKey("report_issue.id")),
    partial("ix_report_issue_current", "report", "period", where="replaced_at IS NULL"),
)

# The bytes of a published or signed file. kind: pdf, docx, xlsx, csv, or scan for the signed paper.
report_file = Table(
    "report_file",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("issue_id", Id, ForeignKey("report_issue.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("media_type", String(80), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    UniqueConstraint("issue_id", "kind"),
)
