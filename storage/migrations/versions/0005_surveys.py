"""Creates the tables of surveys. Ratings stay in their table until a job has moved them into the set `case`."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine

revision = "schema_0005_from_0001"
down_revision = "schema_0004_from_0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.BigInteger()
"""Milliseconds since 1970 UTC."""
TEXT, BYTES, FLAG, INT, SMALL = (
    sa.Text(),
    sa.LargeBinary(),
    sa.Boolean(),
    sa.Integer(),
    sa.SmallInteger(),
)


def upgrade() -> None:
    _sets_and_rounds()
    _responses()
    _answers()
    _words()
    _people()


def downgrade() -> None:
    """Do nothing: the release before runs on this schema."""


def _sets_and_rounds() -> None:
    _table(
        "survey_set",
        _column("id", ID),
        _string("set_key", 40),
        _column("version", INT),
        _string("purpose", 20),
        _column("fiscal_year", INT, null=True),
        _column("definition", TEXT),
        _string("sha256", 64),
        _column("opened_at", INSTANT),
        unique=(("set_key", "version"),),
    )
    _table(
        "survey_round",
        _column("id", ID),
        _column("set_id", ID),
        _column("opens_at", INSTANT),
        _column("closes_at", INSTANT),
        _column("closed_at", INSTANT, null=True),
        _column("population", INT, null=True),
        _column("population_source", TEXT, default="''"),
        _column("target", INT, null=True),
        _column("secret", BYTES),
        unique=(("set_id", "opens_at"),),
        references=(("set_id", "survey_set"),),
    )
    _table(
        "survey_door",
        _column("id", ID),
        _string("code", 32),
        _column("round_id", ID),
        _string("kind", 10),
        _string("service", 60, default="''"),
        _column("village", SMALL, null=True),
        _column("made_at", INSTANT),
        _column("closed_at", INSTANT, null=True),
        unique=(("code",),),
        references=(("round_id", "survey_round"),),
    )
    _index("ix_survey_door_of", "survey_door", ["round_id", "kind"])


def _responses() -> None:
    _table(
        "response",
        _column("id", ID, by_hand=True),
        _column("round_id", ID),
        _column("door_id", ID),
        _string("mode", 10),
        _string("person_key", 32, null=True),
        _string("subject_key", 32, null=True),
        _string("draft_id", 16, null=True),
        _string("service", 60, default="''"),
        _string("topic", 20, default="''"),
        _string("section", 40, default="''"),
        _column("village", SMALL, null=True),
        _string("state", 10),
        _column("started_at", INSTANT),
        _column("submitted_at", INSTANT),
        _column("burst", FLAG, default="false"),
        _column("alarmed", FLAG, default="false"),
        _column("keyed_by", ID, null=True),
        _column("checked_by", ID, null=True),
        _string("sheet_no", 20, null=True),
        _column("void_reason", TEXT, default="''"),
        _column("void_asked_by", ID, null=True),
        _column("voided_by", ID, null=True),
        references=(
            ("round_id", "survey_round"),
            ("door_id", "survey_door"),
            ("keyed_by", "officer"),
            ("checked_by", "officer"),
            ("void_asked_by", "officer"),
            ("voided_by", "officer"),
        ),
    )
    _index(
        "ix_response_one_a_person",
        "response",
        ["round_id", "subject_key", "person_key"],
        "person_key IS NOT NULL",
        unique=True,
    )
    _index("ix_response_person", "response", ["round_id", "person_key"], "person_key IS NOT NULL")
    _index("ix_response_linked", "response", ["submitted_at"], "subject_key IS NOT NULL")
    _index("ix_response_draft", "response", ["draft_id"], "draft_id IS NOT NULL")
    _index(
        "ix_response_figures",
        "response",
        ["round_id", "state", "service", "village", "door_id", "mode"],
    )
    _index("ix_response_door", "response", ["door_id", "submitted_at"])


def _answers() -> None:
    _table(
        "answer",
        _column("id", ID, by_hand=True),
        _column("response_id", ID),
        _column("round_id", ID),
        _string("question", 40),
        _column("code", INT, null=True),
        _string("service", 60),
        _column("village", SMALL, null=True),
        _column("door_id", ID),
        _column("submitted_at", INSTANT),
        _column("replaced_at", INSTANT, null=True),
        _column("counted", FLAG, default="true"),
        references=(
            ("response_id", "response"),
            ("round_id", "survey_round"),
            ("door_id", "survey_door"),
        ),
    )
    _index("ix_answer_response", "answer", ["response_id", "question", "code"])
    _index(
        "ix_answer_person",
        "answer",
        ["round_id", "response_id", "question", "code"],
        "replaced_at IS NULL AND counted",
    )
    _index(
        "ix_answer_cube",
        "answer",
        ["round_id", "question", "service", "village", "door_id", "code"],
        "replaced_at IS NULL AND counted",
    )
    _index(
        "ix_answer_month",
        "answer",
        ["round_id", "question", "submitted_at", "replaced_at", "counted", "service", "code"],
    )


def _words() -> None:
    _table(
        "survey_words",
        _column("id", ID, by_hand=True),
        _column("response_id", ID),
        _column("round_id", ID),
        _string("question", 40),
        _column("content", BYTES),
        _string("service", 60),
        _string("topic", 20),
        _string("section", 40),
        _column("protected", FLAG),
        _column("said_on", INSTANT),
        _string("outcome", 12, default="''"),
        _column("outcome_by", ID, null=True),
        _column("outcome_at", INSTANT, null=True),
        _column("note", TEXT, default="''"),
        references=(
            ("response_id", "response"),
            ("round_id", "survey_round"),
            ("outcome_by", "officer"),
        ),
    )
    _index("ix_survey_words_response", "survey_words", ["response_id"])
    _index("ix_survey_words_list", "survey_words", ["section", "outcome", "said_on"])
    _index("ix_survey_words_round", "survey_words", ["round_id"])
    _index("ix_survey_words_unread", "survey_words", ["protected", "said_on"], "outcome = ''")


def _people() -> None:
    _table(
        "survey_follower",
        _string("person", 32),
        _string("topic", 60),
        _column("account", BYTES),
        _column("asked_on", INSTANT),
        key=("person", "topic"),
    )
    _table(
        "survey_offer",
        _string("person", 32),
        _column("content", BYTES),
        _column("until", INSTANT),
        key=("person",),
    )
    _index("ix_survey_offer_until", "survey_offer", ["until"])
    _table(
        "survey_invited",
        _string("person", 32),
        _column("until", INSTANT),
        key=("person",),
    )
    _index("ix_survey_invited_until", "survey_invited", ["until"])


def _column(
    name: str,
    kind: TypeEngine[Any],
    *,
    null: bool = False,
    default: str | None = None,
    by_hand: bool = False,
) -> sa.Column[Any]:
    """Return a column. `by_hand`: an id that the program chooses, not the database."""
    return sa.Column(
        name,
        kind,
        nullable=null,
        server_default=None if default is None else sa.text(default),
        autoincrement=False if by_hand else "auto",
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
