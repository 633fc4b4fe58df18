"""Tables of LINE users, officers and their history, the codes that link the two, and conversations."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Text,
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
    # Nicknames, Latin spelling and former names, one a line: a staff complaint may use any of them.
    Column("other_names", Text, nullable=False, server_default=text("''")),
)

# The earlier states of an officer, before each change of name, post or account. Rows are never deleted, because
# somebody accused by a staff complaint stays accused in another post, under another name, and after a new
# appointment.
officer_history = Table(
    "officer_history",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("officer_id", Id, ForeignKey("officer.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("other_names", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("department", String(40)),
    # The LINE account, encrypted; NULL if none was linked.
    Column("account", LargeBinary),
    Column("until", Instant, nullable=False),
)

# Codes that link an officer to a LINE account, stored as hashes: a reader of the database cannot use them.
link_code = Table(
    "link_code",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("officer_id", Id, ForeignKey("officer.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# Wrong codes per LINE account, counted to prevent guessing.
link_attempt = Table(
    "link_attempt",
    metadata,
    Column("line_user_id", String(40), primary_key=True),
    Column("failures", SmallInteger, nullable=False),
    Column("last_at", Instant, nullable=False),
)

# A person's daily use of limited resources: bytes, pushes, filings, wrong codes. `who`: a pseudonym of the
# account, the kind and the day, so that rows of two days or kinds cannot be joined. Deleted after the day.
daily_use = Table(
    "daily_use",
    metadata,
    Column("who", String(40), primary_key=True),
    Column("amount", BigInteger, nullable=False),
    Column("day", Instant, nullable=False),
)

# The state of each person's conversation, encrypted: flow, draft id and draft. One row for each person, under a
# pseudonym: the time at which a draft ended equals the time at which a case was filed.
conversation = Table(
    "conversation",
    metadata,
    Column("person", String(40), primary_key=True),
    Column("position", LargeBinary, nullable=False),
    Column("updated_at", Instant, nullable=False),
)

# Where the text of each message is stored, for some days, so that an unsend or edit in LINE can change it there.
# `message` is a pseudonym of LINE's message id, `holder` one of the draft, case or rating. The table contains no
# message text and no readable account. Empty holder: the message was unsent, possibly before it arrived.
message_part = Table(
    "message_part",
    metadata,
    Column("message", String(32), primary_key=True),
    Column("holder", String(32), nullable=False, index=True),
    Column("content", LargeBinary, nullable=False),
    Column("day", Instant, nullable=False, index=True),
)
