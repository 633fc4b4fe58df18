"""What comes in, what goes out, and what it may cost."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.db.column_types import Id, Instant, metadata, partial

# state: 0 waiting, 1 done, 2 set aside after too many tries, 3 throttled: one of too many of its sender.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("webhook_event_id", String(80), nullable=False, unique=True),
    Column("sender", String(40), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    # Failures; the starts of a worker that found it first are counted apart, most of them are no fault of its.
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("startups", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("last_error", String(200)),
    # Sealed; empty once handled, and the sender with it.
    Column("raw", LargeBinary, nullable=False),
    partial("ix_inbox_waiting", "sender", "id", where="state = 0"),
    partial("ix_inbox_oldest", "id", where="state = 0"),
    partial("ix_inbox_set_aside", "received_at", where="state > 1"),
)

# state: 0 waiting, 1 being sent, 2 sent, 3 given up, 4 held until the person's next reply or a new month.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("retry_key", String(36), nullable=False, unique=True),
    Column("recipient", String(40), nullable=False),
    # What it is worth (see push_budget): who may push when the month's plan runs short, and who rings at night.
    Column("weight", String(10), nullable=False, server_default=text("'reply'")),
    Column("reply_token", String(200)),
    Column("reply_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("leased_until", Instant),
    # An earlier try may have been accepted without our hearing of it.
    Column("doubtful", Boolean, nullable=False, server_default=text("false")),
    # LINE forgets the retry key a day after the first try, however old the message is.
    Column("tried_at", Instant),
    Column("sent_at", Instant),
    Column("sent_by", String(10)),
    Column("last_error", String(200)),
    Column("line_request_id", String(80)),
    # Recipient and replies, sealed; empty once sent. `recipient` is a pseudonym that keeps the order.
    Column("payload", LargeBinary, nullable=False),
    partial("ix_outbox_waiting", "recipient", "id", where="state < 2"),
    partial("ix_outbox_oldest", "id", where="state < 2"),
    partial("ix_outbox_held", "recipient", "id", where="state = 4"),
    partial("ix_outbox_given_up", "created_at", where="state = 3"),
)

# Network work that a transaction asks for and that is done outside any: fetch a photo, a profile, delete a file.
# state: 0 waiting, 1 under way, 3 given up, its payload forgotten; one that is done is deleted.
task = Table(
    "task",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    # A pseudonym, so that the same is asked for once.
    Column("subject", String(80), nullable=False),
    # What it is about and for whom, sealed.
    Column("payload", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("last_error", String(200)),
    UniqueConstraint("kind", "subject"),
    partial("ix_task_open", "id", where="state < 2"),
)

# LINE counts a push once per recipient; one row a Bangkok month says how much of the plan is gone.
push_ledger = Table(
    "push_ledger",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("recipients", Integer, nullable=False),
    # Of them, residents who heard of their own case.
    Column("residents", Integer, nullable=False, server_default=text("0")),
)

# LINE's quota of a month, as LINE tells it. `sent_elsewhere`: recipients reached by hand, not by the bot.
message_quota = Table(
    "message_quota",
    metadata,
    Column("month", String(7), primary_key=True),
    # Empty: a plan without limit.
    Column("allowance", Integer),
    Column("sent_elsewhere", Integer, nullable=False),
    Column("learnt_at", Instant, nullable=False),
)

# The group of a department: it hears of new cases by number, never of a resident.
department_group = Table(
    "department_group",
    metadata,
    Column("group_id", String(40), primary_key=True),
    Column("department", String(40), nullable=False, index=True),
    Column("linked_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
    # A push to a group costs one a member; empty until LINE has told.
    Column("members", Integer),
    Column("left_at", Instant),
)
