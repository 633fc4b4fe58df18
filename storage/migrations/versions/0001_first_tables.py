"""Creates the tables of the first schema."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "schema_0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
"""SQLite chooses an id only for a column of type INTEGER: https://sqlite.org/autoinc.html"""
INSTANT = sa.BigInteger()
"""Milliseconds since 1970 UTC."""
TEXT, BYTES, FLAG, FLOAT = sa.Text(), sa.LargeBinary(), sa.Boolean(), sa.Float()
INT, SMALL = sa.Integer(), sa.SmallInteger()


def upgrade() -> None:
    _table(
        "conversation",
        _string("person", 40),
        _column("position", BYTES),
        _column("updated_at", INSTANT),
        key=("person",),
    )
    _table(
        "counter",
        _string("name", 40),
        _column("value", INT),
        key=("name",),
    )
    _table(
        "inbox",
        _column("id", ID),
        _string("webhook_event_id", 80),
        _string("sender", 40),
        _column("received_at", INSTANT),
        _column("state", SMALL, default="0"),
        _column("attempts", SMALL, default="0"),
        _column("startups", SMALL, default="0"),
        _column("next_at", INSTANT),
        _string("last_error", 200, null=True),
        _column("raw", BYTES),
        unique=(("webhook_event_id",),),
    )
    _index("ix_inbox_oldest", "inbox", ["id"], "state = 0")
    _index("ix_inbox_set_aside", "inbox", ["received_at"], "state > 1")
    _index("ix_inbox_waiting", "inbox", ["sender", "id"], "state = 0")
    _table(
        "job_run",
        _string("job", 40),
        _string("slot", 40),
        _column("claimed_at", INSTANT),
        key=("job", "slot"),
    )
    _table(
        "link_attempt",
        _string("line_user_id", 40),
        _column("failures", SMALL),
        _column("last_at", INSTANT),
        key=("line_user_id",),
    )
    _table(
        "message_part",
        _string("message", 32),
        _string("holder", 32),
        _column("content", BYTES),
        _column("day", INSTANT),
        key=("message",),
    )
    _index("ix_message_part_day", "message_part", ["day"])
    _index("ix_message_part_holder", "message_part", ["holder"])
    _table(
        "message_quota",
        _string("month", 7),
        _column("allowance", INT, null=True),
        _column("sent_elsewhere", INT),
        _column("learnt_at", INSTANT),
        key=("month",),
    )
    _table(
        "month_report",
        _string("month", 7),
        _column("figures", TEXT),
        _string("sha256", 64),
        _column("made_at", INSTANT),
        key=("month",),
    )
    _table(
        "officer",
        _column("id", ID),
        _string("name", 200),
        _string("role", 20),
        _string("department", 40, null=True),
        _column("active", FLAG, default="true"),
        _string("line_user_id", 40, null=True),
        _column("added_at", INSTANT),
        unique=(("line_user_id",),),
    )
    _table(
        "outbox",
        _column("id", ID),
        _string("retry_key", 36),
        _string("recipient", 40),
        _string("weight", 10, default="'reply'"),
        _string("reply_token", 200, null=True),
        _column("reply_until", INSTANT, null=True),
        _column("created_at", INSTANT),
        _column("state", SMALL, default="0"),
        _column("attempts", SMALL, default="0"),
        _column("next_at", INSTANT),
        _column("leased_until", INSTANT, null=True),
        _column("doubtful", FLAG, default="false"),
        _column("tried_at", INSTANT, null=True),
        _column("sent_at", INSTANT, null=True),
        _string("sent_by", 10, null=True),
        _string("last_error", 200, null=True),
        _string("line_request_id", 80, null=True),
        _column("payload", BYTES),
        unique=(("retry_key",),),
    )
    _index("ix_outbox_given_up", "outbox", ["created_at"], "state = 3")
    _index("ix_outbox_held", "outbox", ["recipient", "id"], "state = 4")
    _index("ix_outbox_oldest", "outbox", ["id"], "state < 2")
    _index("ix_outbox_waiting", "outbox", ["recipient", "id"], "state < 2")
    _table(
        "person",
        _string("line_user_id", 40),
        _string("display_name", 200, default="''"),
        _string("language", 10, default="''"),
        _column("first_seen_at", INSTANT),
        _column("notice_shown_at", INSTANT, null=True),
        _column("blocked_at", INSTANT, null=True),
        key=("line_user_id",),
    )
    _table(
        "push_ledger",
        _string("month", 7),
        _column("recipients", INT),
        _column("residents", INT, default="0"),
        key=("month",),
    )
    _table(
        "task",
        _column("id", ID),
        _string("kind", 20),
        _string("subject", 80),
        _column("payload", BYTES, null=True),
        _column("created_at", INSTANT),
        _column("state", SMALL, default="0"),
        _column("attempts", SMALL, default="0"),
        _column("next_at", INSTANT),
        _column("leased_until", INSTANT, null=True),
        _string("last_error", 200, null=True),
        unique=(("kind", "subject"),),
    )
    _index("ix_task_open", "task", ["id"], "state < 2")
    _table(
        "unanswered_question",
        _string("question", 100),
        _column("asked", INT),
        _column("last_asked_at", INSTANT),
        key=("question",),
    )
    _table(
        "complaint",
        _column("id", ID),
        _string("number", 40),
        _string("draft_id", 16),
        _string("category", 20),
        _string("department", 40),
        _column("restricted", FLAG),
        _string("status", 20),
        _column("filed_at", INSTANT),
        _column("due_at", INSTANT),
        _column("answer_by", INSTANT),
        _column("accepted_at", INSTANT, null=True),
        _column("answered_at", INSTANT, null=True),
        _column("officer_id", ID, null=True),
        _column("paused_at", INSTANT, null=True),
        _string("waiting_for", 20, null=True),
        _column("review_at", INSTANT, null=True),
        _column("ended_at", INSTANT, null=True),
        _column("ended_by", ID, null=True),
        _string("verdict", 20, null=True),
        _column("reopened", SMALL),
        _column("village", SMALL, null=True),
        _column("latitude", FLOAT, null=True),
        _column("longitude", FLOAT, null=True),
        _column("hide_name", FLAG),
        _string("reporter", 40),
        _column("place_words", TEXT),
        _column("detail", TEXT),
        _column("question", TEXT),
        _column("pushes", SMALL, default="0"),
        _column("conduct", TEXT, null=True),
        _column("forgotten_at", INSTANT, null=True),
        unique=(("draft_id",), ("number",)),
        references=(("officer_id", "officer"), ("ended_by", "officer")),
    )
    _index("ix_complaint_due", "complaint", ["due_at"], "ended_at IS NULL")
    _index(
        "ix_complaint_filed",
        "complaint",
        ["filed_at", "restricted", "category", "village", "answered_at", "answer_by"],
    )
    _index("ix_complaint_open", "complaint", ["department", "due_at"], "ended_at IS NULL")
    _index("ix_complaint_open_since", "complaint", ["filed_at"], "ended_at IS NULL")
    _index("ix_complaint_over", "complaint", ["ended_at", "filed_at"], "ended_at IS NOT NULL")
    _index("ix_complaint_reporter", "complaint", ["reporter", "id"])
    _index("ix_complaint_restricted", "complaint", ["id"], "restricted")
    _index("ix_complaint_to_forget", "complaint", ["category", "ended_at"], "forgotten_at IS NULL")
    _index("ix_complaint_unjudged", "complaint", ["ended_at"], "verdict = 'pending'")
    _table(
        "department_group",
        _string("group_id", 40),
        _string("department", 40),
        _column("linked_by", ID),
        _column("linked_at", INSTANT),
        _column("members", INT, null=True),
        _column("left_at", INSTANT, null=True),
        key=("group_id",),
        references=(("linked_by", "officer"),),
    )
    _index("ix_department_group_department", "department_group", ["department"])
    _table(
        "link_code",
        _string("code_hash", 64),
        _column("officer_id", ID),
        _column("expires_at", INSTANT),
        _column("used_at", INSTANT, null=True),
        key=("code_hash",),
        references=(("officer_id", "officer"),),
    )
    _table(
        "attachment",
        _column("id", ID),
        _string("message", 40),
        _string("owner", 40),
        _string("kind", 10),
        _string("moment", 10),
        _column("complaint_id", ID, null=True),
        _column("state", SMALL, default="0"),
        _string("file", 64, null=True),
        _string("media_type", 80, default="''"),
        _column("sent_on", INSTANT),
        unique=(("message",),),
        references=(("complaint_id", "complaint"),),
    )
    _index("ix_attachment_complaint_id", "attachment", ["complaint_id"])
    _index("ix_attachment_file", "attachment", ["file"])
    _index("ix_attachment_owner", "attachment", ["owner"])
    _table(
        "audit",
        _column("id", ID),
        _column("at", INSTANT),
        _string("actor", 60),
        _string("action", 30),
        _column("complaint_id", ID, null=True),
        _string("from_status", 20, null=True),
        _string("to_status", 20, null=True),
        _column("note", TEXT, default="''"),
        references=(("complaint_id", "complaint"),),
    )
    _index("ix_audit_complaint_id", "audit", ["complaint_id"])
    _table(
        "group_message",
        _string("message_id", 40),
        _column("complaint_id", ID),
        _column("sent_at", INSTANT),
        key=("message_id",),
        references=(("complaint_id", "complaint"),),
    )
    _index("ix_group_message_sent_at", "group_message", ["sent_at"])
    _table(
        "identity",
        _column("complaint_id", ID),
        _column("account", BYTES),
        key=("complaint_id",),
        references=(("complaint_id", "complaint"),),
    )
    _table(
        "rating",
        _column("id", ID),
        _string("rater", 40),
        _column("complaint_id", ID, null=True),
        _string("service", 60, null=True),
        _column("score", SMALL),
        _string("reasons", 200, default="''"),
        _column("comment", TEXT, default="''"),
        _column("rated_at", INSTANT),
        _column("replaced_at", INSTANT, null=True),
        references=(("complaint_id", "complaint"),),
    )
    _index("ix_rating_by", "rating", ["rater"])
    _index("ix_rating_of_case", "rating", ["complaint_id"])
    _index(
        "ix_rating_one_a_case",
        "rating",
        ["rater", "complaint_id"],
        "replaced_at IS NULL AND complaint_id IS NOT NULL",
        unique=True,
    )
    _index(
        "ix_rating_reasons",
        "rating",
        ["rated_at", "replaced_at", "reasons", "complaint_id"],
        "reasons <> ''",
    )
    _index(
        "ix_rating_service",
        "rating",
        ["service", "rated_at", "replaced_at", "score", "complaint_id"],
    )
    _table(
        "receipt",
        _string("code_hash", 64),
        _column("complaint_id", ID),
        key=("code_hash",),
        unique=(("complaint_id",),),
        references=(("complaint_id", "complaint"),),
    )
    _table(
        "resolution",
        _column("id", ID),
        _column("complaint_id", ID),
        _string("status", 20),
        _column("restricted", FLAG),
        _column("filed_at", INSTANT),
        _column("ended_at", INSTANT),
        _column("ended_by", ID, null=True),
        _column("expired_at", INSTANT, null=True),
        _string("verdict", 20, null=True),
        _column("verdict_at", INSTANT, null=True),
        _column("note", TEXT),
        _column("no_photo_reason", TEXT),
        _column("reason", TEXT, default="''"),
        references=(("complaint_id", "complaint"), ("ended_by", "officer")),
    )
    _index("ix_resolution_complaint_id", "resolution", ["complaint_id"])
    _index("ix_resolution_disputed", "resolution", ["verdict_at"], "verdict = 'disputed'")
    _index(
        "ix_resolution_month",
        "resolution",
        ["ended_at", "status", "verdict", "verdict_at", "expired_at", "restricted", "filed_at"],
    )


def downgrade() -> None:
    """Do nothing: there is no earlier schema."""


def _column(
    name: str, kind: TypeEngine[Any], *, null: bool = False, default: str | None = None
) -> sa.Column[Any]:
    return sa.Column(
        name, kind, nullable=null, server_default=None if default is None else sa.text(default)
    )


def _string(
    name: str, length: int, *, null: bool = False, default: str | None = None
) -> sa.Column[Any]:
    return _column(name, sa.String(length), null=null, default=default)


def _table(
    name: str,
    *columns: sa.Column[Any],
    key: Sequence[str] = ("id",),
    unique: Sequence[Sequence[str]] = (),
    references: Sequence[tuple[str, str]] = (),
) -> None:
    """Create a table. `references`: columns and the tables whose ids they hold."""
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        *(
            sa.UniqueConstraint(*names, name=op.f(f"uq_{name}_{'_'.join(names)}"))
            for names in unique
        ),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, other in references
        ),
    )


def _index(
    name: str, table: str, columns: Sequence[str], where: str | None = None, *, unique: bool = False
) -> None:
    """Create an index. `where`: the condition of a partial one."""
    condition = None if where is None else sa.text(where)
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=condition, postgresql_where=condition
    )
