"""Residents, officers and what they are in the middle of."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    text,
)

from storage.db.column_types import Id, Instant, metadata

person = Table(
    "person",
    metadata,
    Column("line_user_id", String(40), primary_key=True),
    Column("display_name", String(200), nullable=False, server_default=text("''")),
    Column("language", String(10), nullable=False, server_default=text("''")),
    Column("first_seen_at", Instant, nullable=False),
    Column("notice_shown_at", Instant),
    Column("blocked_at", Instant),
)

officer = Table(
    "officer",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("role", String(20), nullable=False),
    Column("department", String(40)),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("line_user_id", String(40), unique=True),
    Column("added_at", Instant, nullable=False),
)

# A code is kept as its hash: whoever reads the database cannot link an account with it.
link_code = Table(
    "link_code",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("officer_id", Id, ForeignKey("officer.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Wrong codes are counted per LINE account, so that nobody can guess one.
link_attempt = Table(
    "link_attempt",
    metadata,
    Column("line_user_id", String(40), primary_key=True),
    Column("failures", SmallInteger, nullable=False),
    Column("last_at", Instant, nullable=False),
)

# Where each person stands in a conversation, encrypted: flow, draft id and draft. One conversation a person,
# who stands here as a pseudonym: the hour at which a draft ended is the hour at which a case began.
conversation = Table(
    "conversation",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("position", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# Where the words of one message stand, for some days: whoever takes it back or edits it changes them there.
# `message` and `holder` are pseudonyms: of LINE's message id, and of the draft, case or rating. No words are kept,
# and no account in the clear. No holder: the message was taken back, perhaps before it arrived.
message_part = Table(
    "message_part",
    metadata,
    Column("message", String(32), primary_key=True),
    Column("holder", String(32), nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("day", Instant, nullable=False, index=True),
)
