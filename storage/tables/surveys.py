"""Tables of surveys: question sets, rounds, doors, responses, answers, comments, and subscribers.

No table contains a readable LINE id. `person_key` and `subject_key` are HMACs with the key of the round; the key
is deleted some time after the round, so that nobody can compute them any more, and the columns are cleared. Ids
of responses, answers and comments are random, because consecutive ids would reveal the order in which people
answered.
"""

from sqlalchemy import (
    BigInteger,
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
    UniqueConstraint,
    text,
)

from storage.db.column_types import Id, Instant, metadata, partial

RandomId = BigInteger().with_variant(Integer(), "sqlite")

# An opened version of a question set, which never changes. `sha256` is of `definition`.
survey_set = Table(
    "survey_set",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("set_key", String(40), nullable=False),
    Column("version", Integer, nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("fiscal_year", Integer),
    Column("definition", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("opened_at", Instant, nullable=False),
    UniqueConstraint("set_key", "version"),
)

# A period in which one version is answered. `secret`: the round's key, encrypted; empty after its deletion.
survey_round = Table(
    "survey_round",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("set_id", Id, ForeignKey("survey_set.id"), nullable=False),
    Column("opens_at", Instant, nullable=False),
    Column("closes_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Column("population", Integer),
    Column("population_source", Text, nullable=False, server_default=text("''")),
    Column("target", Integer),
    Column("secret", LargeBinary, nullable=False),
    UniqueConstraint("set_id", "opens_at"),
)

# A channel of a round. `code` is part of its URL and its QR code and cannot be guessed.
survey_door = Table(
    "survey_door",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("round_id", Id, ForeignKey("survey_round.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("service", String(60), nullable=False, server_default=text("''")),
    Column("village", SmallInteger),
    Column("made_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index("ix_survey_door_of", "round_id", "kind"),
)

# One person's answers about one subject in one round. `draft_id`: of the conversation, for its buttons.
response = Table(
    "response",
    metadata,
    Column("id", RandomId, primary_key=True, autoincrement=False),
    Column("round_id", Id, ForeignKey("survey_round.id"), nullable=False),
    Column("door_id", Id, ForeignKey("survey_door.id"), nullable=False),
    Column("mode", String(10), nullable=False),
    Column("person_key", String(32)),
    Column("subject_key", String(32)),
    Column("draft_id", String(16)),
    Column("service", String(60), nullable=False, server_default=text("''")),
    Column("topic", String(20), nullable=False, server_default=text("''")),
    Column("section", String(40), nullable=False, server_default=text("''")),
    Column("village", SmallInteger),
    Column("state", String(10), nullable=False),
    Column("started_at", Instant, nullable=False),
    # The time of the newest answer; the start of its month after the link to the person was deleted.
    Column("submitted_at", Instant, nullable=False),
    Column("burst", Boolean, nullable=False, server_default=text("false")),
    # Whether the heads were notified of a low score in it.
    Column("alarmed", Boolean, nullable=False, server_default=text("false")),
    Column("keyed_by", Id, ForeignKey("officer.id")),
    Column("checked_by", Id, ForeignKey("officer.id")),
    Column("sheet_no", String(20)),
    Column("void_reason", Text, nullable=False, server_default=text("''")),
    Column("void_asked_by", Id, ForeignKey("officer.id")),
    Column("voided_by", Id, ForeignKey("officer.id")),
    Index(
        "ix_response_one_a_person",
        *("round_id", "subject_key", "person_key"),
        unique=True,
        sqlite_where=text("person_key IS NOT NULL"),
        postgresql_where=text("person_key IS NOT NULL"),
    ),
    partial("ix_response_person", "round_id", "person_key", where="person_key IS NOT NULL"),
    partial("ix_response_linked", "submitted_at", where="subject_key IS NOT NULL"),
    partial("ix_response_draft", "draft_id", where="draft_id IS NOT NULL"),
    Index(
        "ix_response_figures",
        *("round_id", "state", "service", "village", "section", "door_id", "mode", "burst"),
    ),
    Index("ix_response_door", "door_id", "submitted_at"),
)

# One row for each code of an answer; code NULL: a text was given or skipped. An answer that was changed keeps its
# row, with the time of the change, so that a month is counted as it was at its end. counted: false in a void
# response. round_id and service repeat the response's, so that an index alone gives every figure; village and
# door_id do so only for the release before this one, which counts by them, and can go with the next.
answer = Table(
    "answer",
    metadata,
    Column("id", RandomId, primary_key=True, autoincrement=False),
    Column("response_id", RandomId, ForeignKey("response.id"), nullable=False),
    Column("round_id", Id, ForeignKey("survey_round.id"), nullable=False),
    Column("question", String(40), nullable=False),
    Column("code", Integer),
    Column("service", String(60), nullable=False),
    Column("village", SmallInteger),
    Column("door_id", Id, ForeignKey("survey_door.id"), nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("replaced_at", Instant),
    Column("counted", Boolean, nullable=False, server_default=text("true")),
    Index("ix_answer_response", "response_id", "question", "code"),
    # All codes of one person together, for figures of several questions.
    partial(
        "ix_answer_person",
        *("round_id", "response_id", "question", "code"),
        where="replaced_at IS NULL AND counted",
    ),
    # With the columns of its condition: SQLite would look these up in the table otherwise.
    partial(
        "ix_answer_cube",
        *("round_id", "question", "service", "code", "replaced_at", "counted"),
        where="replaced_at IS NULL AND counted",
    ),
    # The few answers that were replaced or taken out, which the figures of each month ask for.
    partial(
        "ix_answer_replaced",
        *("round_id", "question", "replaced_at", "submitted_at", "response_id"),
        where="replaced_at IS NOT NULL",
    ),
    Index(
        "ix_answer_month",
        *("round_id", "question", "submitted_at", "replaced_at", "counted", "service", "code"),
    ),
)

# A comment, encrypted. protected: it accuses somebody of the staff, only their custodians may read it.
# outcome: '' until it is read, then read, case, improvement or hidden; `note` is the reason or the proposal.
survey_words = Table(
    "survey_words",
    metadata,
    Column("id", RandomId, primary_key=True, autoincrement=False),
    Column("response_id", RandomId, ForeignKey("response.id"), nullable=False),
    Column("round_id", Id, ForeignKey("survey_round.id"), nullable=False),
    Column("question", String(40), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("service", String(60), nullable=False),
    Column("topic", String(20), nullable=False),
    Column("section", String(40), nullable=False),
    Column("protected", Boolean, nullable=False),
    # Only the day, because a time would help to identify the person.
    Column("said_on", Instant, nullable=False),
    Column("outcome", String(12), nullable=False, server_default=text("''")),
    Column("outcome_by", Id, ForeignKey("officer.id")),
    Column("outcome_at", Instant),
    Column("note", Text, nullable=False, server_default=text("''")),
    Index("ix_survey_words_response", "response_id"),
    Index("ix_survey_words_list", "section", "outcome", "said_on"),
    Index("ix_survey_words_round", "round_id"),
    partial("ix_survey_words_unread", "protected", "said_on", where="outcome = ''"),
)

# Subscribers to improvements, without a link to their answers. `person`: a pseudonym of the account, which is
# encrypted in `account`.
survey_follower = Table(
    "survey_follower",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("topic", String(60), primary_key=True),
    Column("account", LargeBinary, nullable=False),
    Column("asked_on", Instant, nullable=False),
)

# An interrupted survey, until it is offered again: the encrypted conversation, under a pseudonym.
survey_offer = Table(
    "survey_offer",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("until", Instant, nullable=False, index=True),
)

# Until when a person is not invited again: a pseudonym and a day.
survey_invited = Table(
    "survey_invited",
    metadata,
    Column("person", String(32), primary_key=True),
    Column("until", Instant, nullable=False, index=True),
)

# The number of answers to the official EIT, as an officer read it on ITAS on a day.
itas_count = Table(
    "itas_count",
    metadata,
    Column("year", SmallInteger, primary_key=True, autoincrement=False),
    Column("counted_on", Instant, primary_key=True, autoincrement=False),
    Column("answers", Integer, nullable=False),
    Column("typed_by", Id, ForeignKey("officer.id"), nullable=False),
    Column("typed_at", Instant, nullable=False),
)
