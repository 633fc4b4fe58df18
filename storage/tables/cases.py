"""Complaints and everything that belongs to one; ratings and questions without an answer."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from storage.db.column_types import Id, Instant, metadata, partial

complaint = Table(
    "complaint",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("draft_id", String(16), nullable=False, unique=True),
    Column("category", String(20), nullable=False),
    Column("department", String(40), nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("status", String(20), nullable=False),
    Column("filed_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("answer_by", Instant, nullable=False),
    Column("accepted_at", Instant),
    Column("answered_at", Instant),
    Column("officer_id", Id, ForeignKey("officer.id")),
    Column("paused_at", Instant),
    Column("waiting_for", String(20)),
    Column("review_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", Id, ForeignKey("officer.id")),
    Column("verdict", String(20)),
    Column("reopened", SmallInteger, nullable=False),
    Column("village", SmallInteger),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("hide_name", Boolean, nullable=False),
    Column("reporter", String(40), nullable=False),
    Column("place_words", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("question", Text, nullable=False),
    # How often its reporter was pushed a message about it: never more than three times.
    Column("pushes", SmallInteger, nullable=False, server_default=text("0")),
    # Of a case about staff: who, when, evidence. There detail, question and this are sealed.
    Column("conduct", Text),
    # Since then it names nobody any more.
    Column("forgotten_at", Instant),
    Index(
        "ix_complaint_filed",
        *("filed_at", "restricted", "category", "village", "answered_at", "answer_by"),
    ),
    partial("ix_complaint_open", "department", "due_at", where="ended_at IS NULL"),
    partial("ix_complaint_open_since", "filed_at", where="ended_at IS NULL"),
    partial("ix_complaint_restricted", "id", where="restricted"),
    partial("ix_complaint_to_forget", "category", "ended_at", where="forgotten_at IS NULL"),
    partial("ix_complaint_unjudged", "ended_at", where="verdict = 'pending'"),
    partial("ix_complaint_due", "due_at", where="ended_at IS NULL"),
    # Not of those still open: SQLite would take it for the way to them, and there are many.
    partial("ix_complaint_over", "ended_at", "filed_at", where="ended_at IS NOT NULL"),
    Index("ix_complaint_reporter", "reporter", "id"),
)

# Each time a case ended, what was said, and what its reporter said of it. A case that was reopened has
# several; figures of a month are counted from here, so that they never change afterwards.
resolution = Table(
    "resolution",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False, index=True),
    Column("status", String(20), nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("filed_at", Instant, nullable=False),
    Column("ended_at", Instant, nullable=False),
    Column("ended_by", Id, ForeignKey("officer.id")),
    # The days for a verdict ran out then; one may still come after it.
    Column("expired_at", Instant),
    Column("verdict", String(20)),
    Column("verdict_at", Instant),
    Column("note", Text, nullable=False),
    Column("no_photo_reason", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Index(
        "ix_resolution_month",
        "ended_at",
        "status",
        "verdict",
        "verdict_at",
        "expired_at",
        "restricted",
        "filed_at",
    ),
    partial("ix_resolution_disputed", "verdict_at", where="verdict = 'disputed'"),
)

# The LINE account of who reported a sealed case, encrypted: opened only to bring them a message, and every
# opening is in the audit.
identity = Table(
    "identity",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True),
    Column("account", LargeBinary, nullable=False),
)

# The receipt codes of cases without any link to their reporter, as slow hashes.
receipt = Table(
    "receipt",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False, unique=True),
)

# The running number of each series and fiscal year; after a restore on SQLite also the last id it left out.
counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

# Which case a message of ours in a group was about: an officer may answer it by quoting it.
group_message = Table(
    "group_message",
    metadata,
    Column("message_id", String(40), primary_key=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False),
    Column("sent_at", Instant, nullable=False, index=True),
)

# What people send beside words. kind: image, audio, video, file. No account stands here at any time, since
# nobody knows yet whether the case will be about staff: `message` is a pseudonym of LINE's message id, `owner`
# one of the draft that it came into, and the day is enough to forget it by.
# state: 0 wanted from LINE, 1 kept, 2 gone at LINE, 3 nothing we can keep, 4 too large.
attachment = Table(
    "attachment",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("message", String(40), nullable=False, unique=True),
    Column("owner", String(40), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("moment", String(10), nullable=False),
    Column("complaint_id", Id, ForeignKey("complaint.id"), index=True),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    # A keyed pseudonym of the content, which names it in storage.sealed.files.
    Column("file", String(64), index=True),
    # By the content, whatever its sender called it.
    Column("media_type", String(80), nullable=False, server_default=text("''")),
    Column("sent_on", Instant, nullable=False),
)

# Append-only: who did what to which case, when and why. The resident's timeline is read from it.
audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(60), nullable=False),
    Column("action", String(30), nullable=False),
    Column("complaint_id", Id, ForeignKey("complaint.id"), index=True),
    Column("from_status", String(20)),
    Column("to_status", String(20)),
    Column("note", Text, nullable=False, server_default=text("''")),
)

rating = Table(
    "rating",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("rater", String(40), nullable=False),
    Column("complaint_id", Id, ForeignKey("complaint.id")),
    Column("service", String(60)),
    Column("score", SmallInteger, nullable=False),
    Column("reasons", String(200), nullable=False, server_default=text("''")),
    Column("comment", Text, nullable=False, server_default=text("''")),
    Column("rated_at", Instant, nullable=False),
    # A rating that was changed is kept and says when another took its place.
    Column("replaced_at", Instant),
    Index(
        "ix_rating_one_a_case",
        "rater",
        "complaint_id",
        unique=True,
        sqlite_where=text("replaced_at IS NULL AND complaint_id IS NOT NULL"),
        postgresql_where=text("replaced_at IS NULL AND complaint_id IS NOT NULL"),
    ),
    Index("ix_rating_service", "service", "rated_at", "replaced_at", "score", "complaint_id"),
    partial(
        "ix_rating_reasons",
        *("rated_at", "replaced_at", "reasons", "complaint_id"),
        where="reasons <> ''",
    ),
    Index("ix_rating_of_case", "complaint_id"),
    Index("ix_rating_by", "rater"),
)

# A question nobody had an answer to, and how often it was asked; never by whom.
unanswered_question = Table(
    "unanswered_question",
    metadata,
    Column("question", String(100), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last_asked_at", Instant, nullable=False),
)
