"""The search index of ordinary cases: one folded text for each, searchable by any part of a word.

SQLite: the virtual table `case_search` of FTS5 with its trigram tokenizer, kept by triggers; a term of one or two
characters, which it cannot find, is searched with LIKE. https://sqlite.org/fts5.html#the_trigram_tokenizer
PostgreSQL: a GIN index over the sequences of one to three characters, which every server has.
https://www.postgresql.org/docs/current/gin.html
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    DDL,
    ColumnElement,
    Connection,
    Executable,
    Select,
    any_,
    column,
    delete,
    event,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
)

from domain.cases.complaint import Complaint
from domain.text.grams import grams, grams_of_query
from domain.text.thai_text import fold
from storage.cases.sealed_text import IS_ORDINARY
from storage.db.column_types import Id
from storage.db.upsert import Insert, InsertByDialect, insert_into
from storage.tables import case_words, complaint, counter

TRIGRAM = 3
FEW_DIGITS = 5
"""So many digits or fewer are not looked for in case numbers, whose running number has six."""
MOST_TERMS = 8
"""Maximum terms of one search; further ones are ignored."""
LONGEST_TERM = 100
CHECKED = "case_words"
"""Name of the counter of cases that were checked for the index; no series of case numbers has this name."""
OVERLAP = 2_000
"""How many cases are checked again, for those that an older process filed meanwhile or a restore skipped."""
SQLITE_INDEX = (
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
"""The statements that a migration and `metadata.create_all` run on SQLite."""
_BY_TRIGRAMS = table("case_search", column("rowid", Id), column("case_search"))
for statement in SQLITE_INDEX:
    event.listen(
        case_words,
        "after_create",
        DDL(statement).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]
    )


@dataclass(frozen=True)
class Checked:
    """Cases that were checked: those `missing` in the index, the last one's id, and how many are new."""

    missing: tuple[int, ...]
    up_to: int
    count: int


def _put(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["complaint_id"],
        set_={name: insert.excluded[name] for name in ("words", "grams")},
    )


# Built once: building a statement takes several times as long as running it, and this runs for every case.
_PUT = InsertByDialect(case_words, _put)


class CaseWords:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def put(self, cases: Iterable[Complaint]) -> None:
        """Store the search texts of these ordinary cases."""
        rows = [self._row(case) for case in cases]
        if rows:
            self._connection.execute(_PUT[self._connection.dialect.name], rows)

    def _row(self, case: Complaint) -> dict[str, object]:
        words = words_of(case)
        return {
            "complaint_id": case.id,
            "words": words,
            "grams": None if self._is_sqlite else grams(words),
        }

    def remove(self, complaint_id: int) -> None:
        self._connection.execute(
            delete(case_words).where(case_words.c.complaint_id == complaint_id)
        )

    def next_to_check(self, limit: int) -> Checked:
        """Return the next ordinary cases, by id, and which of them are not in the index."""
        done = (
            self._connection.scalar(select(counter.c.value).where(counter.c.name == CHECKED)) or 0
        )
        rows = self._connection.execute(
            select(complaint.c.id, case_words.c.complaint_id)
            .outerjoin_from(complaint, case_words)
            .where(complaint.c.id > done - OVERLAP, IS_ORDINARY)
            .order_by(complaint.c.id)
            .limit(limit + OVERLAP)
        ).all()
        missing = tuple(row.id for row in rows if row.complaint_id is None)
        up_to = max((row.id for row in rows), default=done)
        return Checked(missing, up_to, limit if up_to > done + limit - 1 else 0)

    def checked(self, up_to: int) -> None:
        """Store the id of the case up to which the index is complete."""
        self._connection.execute(
            insert_into(counter, self._connection)
            .values(name=CHECKED, value=up_to)
            .on_conflict_do_update(index_elements=["name"], set_={"value": up_to})
        )

    def compact(self) -> None:
        """Remove the entries of deleted texts from SQLite's index, which otherwise happens with later merges."""
        if self._is_sqlite:
            self._connection.execute(
                text("INSERT INTO case_search(case_search) VALUES('optimize')")
            )


def words_of(case: Complaint) -> str:
    """The search text of an ordinary case: number, story and description of the place, folded."""
    return fold(f"{case.number} {case.detail} {case.place.words}")


def terms_of(typed: str) -> list[str]:
    """The terms of a typed search: the folded words, each of which a case must contain."""
    return [term[:LONGEST_TERM] for term in fold(typed).split()][:MOST_TERMS]


def ids_with(connection: Connection, terms: Sequence[str]) -> Select[tuple[int]] | None:
    """The query of the ids of cases that contain every term, by the index; None if SQLite's has none of them.

    PostgreSQL has to be planned with `by_index_alone`.
    """
    chosen = select(case_words.c.complaint_id)
    if connection.dialect.name != "sqlite":
        every = sorted({gram for term in terms for gram in grams_of_query(term)})
        longer = [term for term in terms if len(term) > TRIGRAM or _is_short_number(term)]
        return chosen.where(case_words.c.grams.contains(every), *map(_like, longer))
    long_terms = [term for term in terms if len(term) >= TRIGRAM]
    if not long_terms:
        return None
    matched = _matched(" AND ", long_terms)
    short = [term for term in terms if len(term) < TRIGRAM or _is_short_number(term)]
    if not short:
        return matched
    return chosen.where(case_words.c.complaint_id.in_(matched), *map(_like, short))


def has_words(terms: Sequence[str]) -> ColumnElement[bool]:
    """The condition that the case of a row of `complaint` contains every term, by reading its text."""
    found = exists().where(case_words.c.complaint_id == complaint.c.id)
    return found.where(*map(_like, terms))


def has_part(connection: Connection, parts: Sequence[str], after: int) -> ColumnElement[bool]:
    """The condition that the case of a row of `case_words` contains one of these parts of words.

    `after`: the id after which cases are searched; the condition may leave out the others.
    """
    if connection.dialect.name == "sqlite":
        if all(len(part) >= TRIGRAM for part in parts):
            return case_words.c.complaint_id.in_(_matched(" OR ", parts))
        return or_(*map(_like, parts))
    has_grams = (case_words.c.grams.contains(grams_of_query(part)) for part in parts)
    asked = select(case_words.c.complaint_id).where(
        case_words.c.complaint_id > after, or_(*has_grams)
    )
    with by_index_alone(connection):
        found = connection.scalars(asked).all()
    return is_one_of(connection, case_words.c.complaint_id, found)


def is_one_of(
    connection: Connection, column: ColumnElement[Any], values: Sequence[Any]
) -> ColumnElement[bool]:
    """The condition that a column has one of many values, which PostgreSQL takes as one array."""
    if connection.dialect.name == "sqlite":
        return column.in_(values)
    return column == any_(literal(list(values), ARRAY(column.type)))


def by_index_alone(connection: Connection) -> AbstractContextManager[None]:
    """Let PostgreSQL find the rows of `case_words` by the index of grams only."""
    return planned_without(connection, "seqscan", "indexscan", "indexonlyscan")


@contextmanager
def planned_without(connection: Connection, *ways: str) -> Iterator[None]:
    """Let PostgreSQL plan without some ways of reading meanwhile; SQLite has no such choice.

    The planner takes a comparison with `grams` for cheap, but unpacks them for each row, in seconds for all cases.
    https://www.postgresql.org/docs/current/runtime-config-query.html
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    # Up to version 17 a way that is off counts as so dear that the statement is compiled, in a tenth of a second.
    names = ("jit", *(f"enable_{way}" for way in ways))
    _switch(connection, names, "off")
    yield
    _switch(connection, names, "on")


def _switch(connection: Connection, names: Sequence[str], to: str) -> None:
    for_transaction = true()
    connection.execute(select(*(func.set_config(name, to, for_transaction) for name in names)))


def _like(term: str) -> ColumnElement[bool]:
    """The condition that the text has a term; few digits do not match the case number before the first space.

    Otherwise "57" would be in the number of every case of the year 2570.
    """
    if _is_short_number(term):
        return case_words.c.words.like(f"% %{term}%")
    return case_words.c.words.contains(term, autoescape=True)


def _is_short_number(term: str) -> bool:
    return term.isdecimal() and len(term) <= FEW_DIGITS


def _matched(between: str, phrases: Sequence[str]) -> Select[tuple[int]]:
    """The query of ids by the index of SQLite. In double quotes a phrase is literal; quotes in it are doubled."""
    query = between.join('"' + phrase.replace('"', '""') + '"' for phrase in phrases)
    return select(_BY_TRIGRAMS.c.rowid).where(_BY_TRIGRAMS.c.case_search.op("MATCH")(query))
