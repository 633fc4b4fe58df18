"""Tables of the web console: sessions, ways to sign in, the search index of cases, the office's own settings."""

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
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from storage.db.column_types import Id, Instant, metadata, partial

# Signed-in browsers. The table holds a hash of the cookie, so a reader of the database cannot use a session.
console_session = Table(
    "console_session",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("officer_id", Id, ForeignKey("officer.id"), nullable=False, index=True),
    # How it began: `link`, `code` or `password`.
    Column("way", String(10), nullable=False),
    # The browser and system in a few words, so that people recognise their own sessions.
    Column("browser", String(80), nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False, index=True),
)

# One-time links and the short codes that do the same when typed on another machine, both as hashes.
sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("link_hash", String(64), primary_key=True),
    Column("code_hash", String(64), nullable=False, unique=True),
    Column("officer_id", Id, ForeignKey("officer.id"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Passwords and TOTP secrets of officers who sign in on a machine without LINE.
console_login = Table(
    "console_login",
    metadata,
    Column("officer_id", Id, ForeignKey("officer.id"), primary_key=True),
    Column("name", String(60), nullable=False, unique=True),
    # argon2id, in its own text form with salt and costs.
    Column("password_hash", String(200), nullable=False),
    # Encrypted.
    Column("totp_secret", LargeBinary, nullable=False),
    # The 30-second interval of the last code that was accepted: no code is accepted twice.
    Column("totp_last", Integer, nullable=False, server_default=text("0")),
    Column("set_at", Instant, nullable=False),
)

# Failed sign-ins by a hash of the name or the network address, counted to prevent guessing.
sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("subject", String(64), primary_key=True),
    Column("failures", SmallInteger, nullable=False),
    Column("first_at", Instant, nullable=False, index=True),
)

# The folded search text of each ordinary case (domain.text.thai_text.fold); never of staff complaints. PostgreSQL
# searches `grams`, the n-grams of one to three characters, because pg_trgm is not available on every server and
# finds no Thai text if lc_ctype is C. SQLite has the virtual table `case_search` (FTS5) instead.
case_words = Table(
    "case_words",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True, autoincrement=False),
    Column("words", Text, nullable=False),
    Column("grams", ARRAY(Text).with_variant(Text(), "sqlite")),
    Index("ix_case_words_grams", "grams", postgresql_using="gin").ddl_if(dialect="postgresql"),
)

# All changes of the office's settings, for the history and for undo. The newest row of each file and path is
# valid. `after`: JSON; NULL restores the shipped value.
office_change = Table(
    "office_change",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("officer_id", Id, ForeignKey("officer.id")),
    # The name of a file of domain/data without `.toml`, or `words`.
    Column("file", String(40), nullable=False),
    # The keys into the file, as a JSON list: a village or a holiday is an entry of a list and changes with it.
    Column("path", String(200), nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("undoes", Id, ForeignKey("office_change.id")),
    Index("ix_office_change_entry", "file", "path", "id"),
)

# Orders of an executive to a department, and the confirmation by its head. An order may be about a case.
instruction = Table(
    "instruction",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("department", String(40), nullable=False),
    Column("complaint_id", Id, ForeignKey("complaint.id"), index=True),
    Column("words", Text, nullable=False),
    Column("ordered_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("ordered_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("confirmed_by", Id, ForeignKey("officer.id")),
    Column("confirmed_at", Instant),
    partial("ix_instruction_open", "department", where="confirmed_at IS NULL"),
)

# A case that officers joined to `problem_id`, the leading case about the same problem. The number of problems is
# the number of cases without the rows of this table.
joined_case = Table(
    "joined_case",
    metadata,
    Column("complaint_id", Id, ForeignKey("complaint.id"), primary_key=True, autoincrement=False),
    Column("problem_id", Id, ForeignKey("complaint.id"), nullable=False, index=True),
    Column("joined_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("joined_at", Instant, nullable=False),
)

# An officer's proposal that a case is another agency's duty, and the superior's decision, NULL before it.
referral = Table(
    "referral",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("complaint_id", Id, ForeignKey("complaint.id"), nullable=False, index=True),
    Column("agency", String(40), nullable=False),
    Column("note", Text, nullable=False),
    Column("proposed_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", Id, ForeignKey("officer.id")),
    Column("decided_at", Instant),
    Column("agreed", Boolean),
    partial("ix_referral_open", "complaint_id", where="decided_at IS NULL"),
)
