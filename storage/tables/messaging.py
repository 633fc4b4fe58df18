"""Tables of incoming events, outgoing messages, network tasks, push quotas and department groups."""

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

# Incoming webhook events. state: 0 waiting, 1 done, 2 set aside after too many attempts, 3 throttled (over the
# sender's rate limit).
inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("webhook_event_id", String(80), nullable=False, unique=True),
    Column("sender", String(40), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    # Number of failures.
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    # Number of worker starts that found this event first. Counted separately, because most of these events did not
    # cause the worker to end.
    Column("startups", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("last_error", String(200)),
    # Encrypted. This and `sender`, a pseudonym, are blanked once the event is handled.
    Column("raw", LargeBinary, nullable=False),
    partial("ix_inbox_waiting", "sender", "id", where="state = 0"),
    partial("ix_inbox_oldest", "id", where="state = 0"),
    partial("ix_inbox_set_aside", "received_at", where="state > 1"),
)

# Outgoing messages. state: 0 waiting, 1 being sent, 2 sent, 3 given up, 4 deferred until `next_at` or the next
# reply to the recipient.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("retry_key", String(36), nullable=False, unique=True),
    Column("recipient", String(40), nullable=False),
    # Priority (see domain.figures.push_budget): whether to push when the month's quota runs short, and whether
    # with sound at night.
    Column("weight", String(10), nullable=False, server_default=text("'reply'")),
    Column("reply_token", String(200)),
    Column("reply_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("leased_until", Instant),
    # LINE may have accepted an earlier attempt whose answer we did not receive.
    Column("doubtful", Boolean, nullable=False, server_default=text("false")),
    # Time of the first attempt: LINE accepts the retry key for 24 hours from then.
    Column("tried_at", Instant),
    Column("sent_at", Instant),
    Column("sent_by", String(10)),
    Column("last_error", String(200)),
    Column("line_request_id", String(80)),
    # The audit entry that a message tells the reporter of an ordinary case about: officers see if it was sent.
    Column("entry_id", Id),
    # Recipient and replies, encrypted; blanked once sent. `recipient` is a pseudonym, used to send the messages of
    # one recipient in order.
    Column("payload", LargeBinary, nullable=False),
    partial("ix_outbox_waiting", "recipient", "id", where="state < 2"),
    partial("ix_outbox_oldest", "id", where="state < 2"),
    partial("ix_outbox_held", "recipient", "id", where="state = 4"),
    partial("ix_outbox_given_up", "created_at", where="state = 3"),
    partial("ix_outbox_entry", "entry_id", where="entry_id IS NOT NULL"),
)

# Work that a transaction requests and that runs outside any transaction: download a photo or a profile, delete a
# file. state: 0 waiting, 1 running, 3 given up and its payload removed; a finished task is deleted.
task = Table(
    "task",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    # A pseudonym; unique together with `kind`, so that the same work is requested once.
    Column("subject", String(80), nullable=False),
    # Subject and account to notify, encrypted.
    Column("payload", LargeBinary),
    Column("created_at", Instant, nullable=False),
    Column("state", SmallInteger, nullable=False, server_default=text("0")),
    Column("attempts", SmallInteger, nullable=False, server_default=text("0")),
    Column("next_at", Instant, nullable=False),
    Column("leased_until", Instant),
    Column("last_error", String(200)),
    # The key of daily_use under which the bytes are counted, encrypted.
    Column("counts_for", LargeBinary),
    # Tasks run in this order; further tasks of one person are placed behind the first tasks of others.
    Column("turn_at", Instant, nullable=False, server_default=text("0")),
    UniqueConstraint("kind", "subject"),
    partial("ix_task_open", "id", where="state < 2"),
)

# Recipients of push messages in each month (Asia/Bangkok); LINE counts a push once per recipient.
push_ledger = Table(
    "push_ledger",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("recipients", Integer, nullable=False),
    # How many of them were residents notified about their own case.
    Column("residents", Integer, nullable=False, server_default=text("0")),
)

# The monthly quota that LINE's API returned. `sent_elsewhere`: recipients of messages that the bot did not send.
message_quota = Table(
    "message_quota",
    metadata,
    Column("month", String(7), primary_key=True),
    # NULL: a plan without a limit.
    Column("allowance", Integer),
    Column("sent_elsewhere", Integer, nullable=False),
    Column("learnt_at", Instant, nullable=False),
)

# The LINE groups of departments. The bot announces cases there by number, without personal data.
department_group = Table(
    "department_group",
    metadata,
    Column("group_id", String(40), primary_key=True),
    Column("department", String(40), nullable=False, index=True),
    Column("linked_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("linked_at", Instant, nullable=False),
    # A push to a group counts once per member; NULL until LINE's API returned the number.
    Column("members", Integer),
    Column("left_at", Instant),
)
