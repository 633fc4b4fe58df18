"""Adds the web console: sessions, sign-in, search, settings, orders, referrals, what the reporter was told."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

from storage.migrations.online import build_index

revision = "schema_0007_from_0001"
down_revision = "schema_0006_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
TEXT, BYTES, FLAG = sa.Text(), sa.LargeBinary(), sa.Boolean()
INT, SMALL = sa.Integer(), sa.SmallInteger()
GRAMS = sa.ARRAY(sa.Text()).with_variant(sa.Text(), "sqlite")
SEARCH_ON_SQLITE = (
    (
        "CREATE VIRTUAL TABLE case_search USING fts5("
        "words, content='case_words', content_rowid='complaint_id',"
        " tokenize='trigram case_sensitive 1')"
    ),
    (
        "CREATE TRIGGER case_words_added AFTER INSERT ON case_words BEGIN"
        " INSERT INTO case_search(rowid, words) VALUES (new.complaint_id, new.words); END"
    ),
    (
        "CREATE TRIGGER case_words_removed AFTER DELETE ON case_words BEGIN"
        " INSERT INTO case_search(case_search, rowid, words)"
        " VALUES ('delete', old.complaint_id, old.words); END"
    ),
    (
        "CREATE TRIGGER case_words_changed AFTER UPDATE OF words ON case_words BEGIN"
        " INSERT INTO case_search(case_search, rowid, words)"
        " VALUES ('delete', old.complaint_id, old.words);"
        " INSERT INTO case_search(rowid, words) VALUES (new.complaint_id, new.words); END"
    ),
)


def upgrade() -> None:
    _table(
        "console_session",
        _column("id", ID),
        _string("token_hash", 64),
        _column("officer_id", ID),
        _string("way", 10),
        _string("browser", 80),
        _column("began_at", INSTANT),
        _column("seen_at", INSTANT),
        _column("ends_at", INSTANT),
        unique=("token_hash",),
        references=(("officer_id", "officer"),),
    )
    _index("ix_console_session_officer_id", "console_session", "officer_id")
    _index("ix_console_session_ends_at", "console_session", "ends_at")
    _table(
        "sign_in_link",
        _string("link_hash", 64),
        _string("code_hash", 64),
        _column("officer_id", ID),
        _column("expires_at", INSTANT),
        _column("used_at", INSTANT, null=True),
        key="link_hash",
        unique=("code_hash",),
        references=(("officer_id", "officer"),),
    )
    _index("ix_sign_in_link_officer_id", "sign_in_link", "officer_id")
    _table(
        "console_login",
        _column("officer_id", ID),
        _string("name", 60),
        _string("password_hash", 200),
        _column("totp_secret", BYTES),
        _column("totp_last", INT, default="0"),
        _column("set_at", INSTANT),
        key="officer_id",
        unique=("name",),
        references=(("officer_id", "officer"),),
    )
    _table(
        "sign_in_attempt",
        _string("subject", 64),
        _column("failures", SMALL),
        _column("first_at", INSTANT),
        key="subject",
    )
    _index("ix_sign_in_attempt_first_at", "sign_in_attempt", "first_at")
    _case_words()
    _office_tables()
    op.add_column("outbox", _column("entry_id", ID, null=True))
    build_index("ix_outbox_entry", "outbox", ["entry_id"], where="entry_id IS NOT NULL")
    build_index(
        "ix_complaint_desk",
        "complaint",
        ["department", "officer_id", "status", "due_at", "paused_at", "category", "village"],
        where="ended_at IS NULL AND NOT restricted",
    )
    build_index("ix_complaint_all", "complaint", ["filed_at", "department"], where="NOT restricted")


def _case_words() -> None:
    _table(
        "case_words",
        sa.Column("complaint_id", ID, nullable=False, autoincrement=False),
        _column("words", TEXT),
        _column("grams", GRAMS, null=True),
        key="complaint_id",
        references=(("complaint_id", "complaint"),),
    )
    if op.get_context().dialect.name == "sqlite":
        for statement in SEARCH_ON_SQLITE:
            op.execute(statement)
    else:
        op.create_index("ix_case_words_grams", "case_words", ["grams"], postgresql_using="gin")


def _office_tables() -> None:
    _table(
        "office_change",
        _column("id", ID),
        _column("at", INSTANT),
        _column("officer_id", ID, null=True),
        _string("file", 40),
        _string("path", 200),
        _column("before", TEXT, null=True),
        _column("after", TEXT, null=True),
        _column("undoes", ID, null=True),
        references=(("officer_id", "officer"), ("undoes", "office_change")),
    )
    _index("ix_office_change_entry", "office_change", "file", "path", "id")
    _table(
        "instruction",
        _column("id", ID),
        _string("department", 40),
        _column("complaint_id", ID, null=True),
        _column("words", TEXT),
        _column("ordered_by", ID),
        _column("ordered_at", INSTANT),
        _column("due_at", INSTANT, null=True),
        _column("confirmed_by", ID, null=True),
        _column("confirmed_at", INSTANT, null=True),
        references=(
            ("complaint_id", "complaint"),
            ("ordered_by", "officer"),
            ("confirmed_by", "officer"),
        ),
    )
    _index("ix_instruction_complaint_id", "instruction", "complaint_id")
    _index("ix_instruction_open", "instruction", "department", where="confirmed_at IS NULL")
    _table(
        "referral",
        _column("id", ID),
        _column("complaint_id", ID),
        _string("agency", 40),
        _column("note", TEXT),
        _column("proposed_by", ID),
        _column("proposed_at", INSTANT),
        _column("decided_by", ID, null=True),
        _column("decided_at", INSTANT, null=True),
        _column("agreed", FLAG, null=True),
        references=(
            ("complaint_id", "complaint"),
            ("proposed_by", "officer"),
            ("decided_by", "officer"),
        ),
    )
    _index("ix_referral_complaint_id", "referral", "complaint_id")
    _index("ix_referral_open", "referral", "complaint_id", where="decided_at IS NULL")


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""


def _column(
    name: str, kind: TypeEngine[Any], *, null: bool = False, default: str | None = None
) -> sa.Column[Any]:
    return sa.Column(
        name, kind, nullable=null, server_default=None if default is None else sa.text(default)
    )


def _string(name: str, length: int) -> sa.Column[Any]:
    return _column(name, sa.String(length))


def _table(
    name: str,
    *columns: sa.Column[Any],
    key: str = "id",
    unique: tuple[str, ...] = (),
    references: tuple[tuple[str, str], ...] = (),
) -> None:
    op.create_table(
        name,
        *columns,
        sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}")),
        *(sa.UniqueConstraint(one, name=op.f(f"uq_{name}_{one}")) for one in unique),
        *(
            sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, other in references
        ),
    )


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    condition = None if where is None else sa.text(where)
    op.create_index(name, table, list(columns), sqlite_where=condition, postgresql_where=condition)
