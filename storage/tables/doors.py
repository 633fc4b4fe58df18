"""Tables of the ways by which cases come in besides the chat, and of what goes out to other systems."""

from sqlalchemy import (
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
from storage.tables.surveys import RandomId

# A printed QR code at a place: what a report that begins there is filled in with. `opens`: `line` or `web`.
qr_point = Table(
    "qr_point",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("code", String(16), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("opens", String(4), nullable=False),
    Column("category", String(20), nullable=False, server_default=text("''")),
    Column("service", String(60), nullable=False, server_default=text("''")),
    Column("village", SmallInteger),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("place_words", Text, nullable=False, server_default=text("''")),
    Column("made_by", Id, ForeignKey("officer.id")),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
)

# By which way a case came that was not told in the chat. A case without a row came by the chat.
case_origin = Table(
    "case_origin",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True, autoincrement=False),
    Column("source", String(12), nullable=False),
    # Who typed it; never stored for a case about staff, in whose custody it is a bar (encrypted).
    Column("filed_by", Id, ForeignKey("officer.id")),
    Column("point_id", Id, ForeignKey("qr_point.id")),
    # Name and telephone of the reporter, encrypted.
    Column("contact", LargeBinary),
    Column("claimed_at", Instant),
)

# What is still to be sent to the office's webhook, and what was: one row for each change of an ordinary case.
# `content`: JSON without anything personal.
webhook_event = Table(
    "webhook_event",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("event_id", String(32), nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("made_at", Instant, nullable=False, index=True),
    Column("due_at", Instant, nullable=False),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("sent_at", Instant),
    Column("gave_up_at", Instant),
    partial("ix_webhook_event_due", "due_at", where="sent_at IS NULL AND gave_up_at IS NULL"),
)

# A paper sheet that a second officer has keyed again: how many answers were compared and how many differed.
paper_check = Table(
    "paper_check",
    metadata,
    Column("response_id", RandomId, ForeignKey("response.id"), primary_key=True),
    Column("round_id", Id, ForeignKey("survey_round.id"), nullable=False),
    Column("keyed_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("keyed_at", Instant, nullable=False),
    Column("compared", Integer, nullable=False),
    Column("differing", Integer, nullable=False),
    Index("ix_paper_check_round", "round_id"),
)
