"""Tables of complaints and what belongs to them, of ratings, inquiries, and unanswered questions."""

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
    # Number of push messages to the reporter about this case; the notification code limits it to three.
    Column("pushes", SmallInteger, nullable=False, server_default=text("0")),
    # Cases about staff only: who, when, evidence. In them this column, detail and question are encrypted.
    Column("conduct", Text),
    # When all personal data was removed from the case after its retention period.
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
    # Partial, without open cases: SQLite would choose a full index for queries of open cases, which is slower.
    partial("ix_complaint_over", "ended_at", "filed_at", where="ended_at IS NOT NULL"),
    Index("ix_complaint_reporter", "reporter", "id"),
    # For the lists of the console: open cases by department, and all cases, the newest first.
    partial(
        "ix_complaint_desk",
        *("department", "officer_id", "status", "due_at", "paused_at", "category", "village"),
        where="ended_at IS NULL AND NOT restricted",
    ),
    partial("ix_complaint_all", "filed_at", "department", where="NOT restricted"),
    # For the number of reporters by category and village: small groups are not shown in public.
    partial("ix_complaint_cell", "category", "village", where="NOT restricted"),
)

# One row each time a case ended: the officer's note and the reporter's verdict. A reopened case has several rows.
# Monthly figures are counted from here, so that reopening a case does not change past months.
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
    # When the days for a verdict ran out; the reporter may still give one later.
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

# The encrypted LINE account of the reporter of a case about staff. It is decrypted to send the reporter a message
# and in a key rotation; every decryption is in the audit.
identity = Table(
    "identity",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True),
    Column("account", LargeBinary, nullable=False),
)

# A custodian's request to learn who reported a staff complaint, on which a second authorised person decides.
identity_request = Table(
    "identity_request",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False, index=True),
    Column("asked_by", Id, ForeignKey("officer.id"), nullable=False),
    # The second person, chosen at the time of the request, so that nobody can search for a person who agrees.
    Column("decides", Id, ForeignKey("officer.id"), nullable=False),
    # Encrypted.
    Column("reason", LargeBinary, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
    Column("agreed", Boolean),
)

# The accusation of a staff complaint, and the officer chosen to handle it. Nobody may read a case without a row.
custody = Table(
    "custody",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True),
    # The accusation, encrypted; it only grows (see domain.cases.accused).
    Column("accusation", LargeBinary, nullable=False),
    # NULL while nobody at the office may handle it.
    Column("keeper_id", Id, ForeignKey("officer.id"), index=True),
    Column("changed_at", Instant, nullable=False),
)

# The receipt codes of cases without a link to their reporter, as slow hashes (scrypt).
receipt = Table(
    "receipt",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False, unique=True),
)

# The last running number of each series of case numbers; after a restore on SQLite also the last skipped case id.
counter = Table(
    "counter",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Integer, nullable=False),
)

# The case of each message the bot sent to a group: an officer can act on the case by quoting the message.
group_message = Table(
    "group_message",
    metadata,
    Column("message_id", String(40), primary_key=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False),
    Column("sent_at", Instant, nullable=False, index=True),
)

# Media that people send. kind: image, audio, video, file. The table never contains an account, because the case
# may turn out to be about staff: `message` is a pseudonym of LINE's message id, `owner` one of the draft that
# received the message, and retention needs the day only.
# state: 0 to be downloaded, 1 stored, 2 no longer available at LINE, 3 not a file we accept, 4 too large, 5 over
# the ceiling of its sender's day.
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
    # The file's name in storage.sealed.files, random.
    Column("file", String(64), index=True),
    # Detected from the content, not taken from the sender.
    Column("media_type", String(80), nullable=False, server_default=text("''")),
    # The file may contain its author's name or a place, which could not be removed.
    Column("tells", Boolean, nullable=False, server_default=text("false")),
    Column("sent_on", Instant, nullable=False),
    # The copy of a photo with parts blacked out, for everybody but officers, and these parts.
    Column("shown", String(64)),
    Column("covers", Text),
    partial("ix_attachment_shown", "shown", where="shown IS NOT NULL"),
    # The key in the URL of a photo on the public page, while it is cleared for it.
    Column("open_key", String(32)),
    partial("ix_attachment_open", "open_key", where="open_key IS NOT NULL"),
)

# Who did what to which case, when and why. Rows are never deleted, only blanked by retention and corrections.
# The resident's timeline is read from it.
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
    # Proves that this program wrote the row (see storage.sealed.audit_digests); NULL in rows of earlier releases.
    Column("mark", String(48)),
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
    # When the person replaced this rating by a newer one; the old row is kept.
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

# Questions that the bot could not answer and how often they were asked; who asked is not stored.
unanswered_question = Table(
    "unanswered_question",
    metadata,
    Column("question", String(100), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("last_asked_at", Instant, nullable=False),
    # The question, encrypted; `question` is a pseudonym of it. Without this, `question` is the question of a
    # release that did not encrypt it, until the next start.
    Column("sealed", LargeBinary),
)

# Questions, praise and suggestions to a department. They have no case number and no due date, and complaints'
# figures do not contain them.
inquiry = Table(
    "inquiry",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("department", String(40), nullable=False),
    Column("sender", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("answered_at", Instant),
    Column("answered_by", Id, ForeignKey("officer.id")),
    Column("answer", Text, nullable=False, server_default=text("''")),
    Index("ix_inquiry_sent", "sent_at", "kind", "answered_at"),
    Index("ix_inquiry_sender", "sender", "id"),
    Index(
        "ix_inquiry_waiting",
        "department",
        "id",
        sqlite_where=text("answered_at IS NULL AND kind = 'question'"),
        postgresql_where=text("answered_at IS NULL AND kind = 'question'"),
    ),
)
