"""Adds the ways in besides the chat: origin of a case, QR points, events of the webhook, checks of paper sheets."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "schema_0011_from_0001"
down_revision = "schema_0010_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
TEXT, BYTES, FLOAT = sa.Text(), sa.LargeBinary(), sa.Float()
INT, SMALL = sa.Integer(), sa.SmallInteger()


def upgrade() -> None:
    _table(
        "qr_point",
        _column("id", ID),
        _string("code", 16),
        _string("name", 120),
        _string("opens", 4),
        _string("category", 20, default="''"),
        _string("service", 60, default="''"),
        _column("village", SMALL, null=True),
        _column("latitude", FLOAT, null=True),
        _column("longitude", FLOAT, null=True),
        _column("place_words", TEXT, default="''"),
        _column("made_by", ID, null=True),
        _column("made_at", INSTANT),
        _column("closed_at", INSTANT, null=True),
        unique=("code",),
        references=(("made_by", "officer"),),
    )
    _table(
        "case_origin",
        sa.Column("complaint_id", ID, nullable=False, autoincrement=False),
        _string("source", 12),
        _column("filed_by", ID, null=True),
        _column("point_id", ID, null=True),
        _column("contact", BYTES, null=True),
        _column("claimed_at", INSTANT, null=True),
        key="complaint_id",
        references=(
            ("complaint_id", "complaint"),
            ("filed_by", "officer"),
            ("point_id", "qr_point"),
        ),
    )
    _table(
        "webhook_event",
        _column("id", ID),
        _string("event_id", 32),
        _column("content", TEXT),
        _column("made_at", INSTANT),
        _column("due_at", INSTANT),
        _column("attempts", SMALL, default="0"),
        _column("sent_at", INSTANT, null=True),
        _column("gave_up_at", INSTANT, null=True),
        unique=("event_id",),
    )
    _index("ix_webhook_event_made_at", "webhook_event", "made_at")
    _index(
        "ix_webhook_event_due",
        "webhook_event",
        "due_at",
        where="sent_at IS NULL AND gave_up_at IS NULL",
    )
    _table(
        "paper_check",
        sa.Column("response_id", ID, nullable=False, autoincrement=False),
        _column("round_id", ID),
        _column("keyed_by", ID),
        _column("keyed_at", INSTANT),
        _column("compared", INT),
        _column("differing", INT),
        key="response_id",
        references=(
            ("response_id", "response"),
            ("round_id", "survey_round"),
            ("keyed_by", "officer"),
        ),
    )
    _index("ix_paper_check_round", "paper_check", "round_id")


def downgrade() -> None:
    """Do nothing: a release takes away only what the one before did not use."""


def _column(
    name: str, kind: TypeEngine[Any], *, null: bool = False, default: str | None = None
) -> sa.Column[Any]:
    return sa.Column(
        name, kind, nullable=null, server_default=None if default is None else sa.text(default)
    )


def _string(name: str, length: int, *, default: str | None = None) -> sa.Column[Any]:
    return _column(name, sa.String(length), default=default)


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
