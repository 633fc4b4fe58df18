"""Tables of the channels besides the chat, of the webhook to other systems, and of paper sheets."""

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

# A printed QR code at a place, with the values to fill into a report that begins there. `opens`: `line` or `web`.
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

# The channel of a case that was not reported in the chat. A case without a row was reported in the chat.
case_origin = Table(
    "case_origin",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True, autoincrement=False),
    Column("source", String(12), nullable=False),
    # The officer who typed it. Not stored for a staff complaint, whose encrypted accusation bars that officer.
    Column("filed_by", Id, ForeignKey("officer.id")),
    Column("point_id", Id, ForeignKey("qr_point.id")),
    # Name and telephone of the reporter, encrypted.
    Column("contact", LargeBinary),
    Column("claimed_at", Instant),
)

# Events for the office's webhook, pending and sent: one row for each change of an ordinary case. `content`: JSON
# without personal data.
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
