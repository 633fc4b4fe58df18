"""Which ordinary cases a search finds: by their words, and by a reporter who does not hide their name.

A reporter is found by the name in LINE, or by the name or telephone that was taken down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    func,
    intersect,
    or_,
    select,
    true,
    union,
)

from domain.text.near import NearWord, pieces
from domain.text.thai_text import fold
from storage.cases.callers import Callers
from storage.cases.case_words import by_index_alone, has_part, has_words, ids_with, is_one_of
from storage.cases.sealed_text import IS_ORDINARY
from storage.tables import complaint, person

MOST_BY_INDEX = 8_000
"""Maximum cases that the index finds; of more, it is faster to look at one case after the other."""
FEW = 1_000
"""Maximum cases found by the index among which it is faster to look for open ones than to read every open one."""
NAMES_FOUND = 500
"""Maximum residents with a name that is searched for."""
NAMES_READ = 1_000
"""Maximum residents whose name is compared with a misspelt one."""


@dataclass(frozen=True)
class Found:
    """The condition that a search finds a case. `is_empty`: none. `is_broad`: the terms are in many cases."""

    condition: ColumnElement[bool]
    is_empty: bool = False
    is_broad: bool = False


@dataclass(frozen=True)
class _ByIndex:
    condition: ColumnElement[bool]
    count: int


class CaseSearch:
    """Looks for the same terms in several lists, one after the other; cases filed meanwhile may be missed."""

    def __init__(self, connection: Connection, callers: Callers) -> None:
        self._connection = connection
        self._callers = callers
        self._named: dict[str, Sequence[str]] = {}
        self._by_index: dict[tuple[bool, tuple[str, ...]], _ByIndex | None] = {}

    def find(self, terms: tuple[str, ...], *, among_open: bool) -> Found:
        """Find the cases that have each term in their words or in their reporter's name, or in its telephone.

        `among_open`: only open cases are in the list. They are so few that each is read if the index finds many.
        """
        if not terms:
            return Found(true())
        found = self._found(terms, among_open=among_open)
        # A telephone number may be typed in groups of digits.
        ids = self._callers.ids_of(" ".join(terms), among_open=among_open) if terms[1:] else []
        if not ids:
            return found
        is_theirs = is_one_of(self._connection, complaint.c.id, ids)
        return Found(or_(found.condition, is_theirs), is_broad=found.is_broad)

    def _found(self, terms: tuple[str, ...], *, among_open: bool) -> Found:
        key = (among_open, terms)
        if key not in self._by_index:
            self._by_index[key] = self._ask_index(terms, among_open=among_open)
        found = self._by_index[key]
        if found is None or (among_open and found.count > FEW):
            condition = self._has(terms, among_open=among_open)
            return Found(condition, is_broad=not among_open)
        return Found(found.condition, is_empty=not found.count)

    def has_part_of(self, terms: Sequence[str], after: int) -> ColumnElement[bool]:
        """The condition that a case has a part of each term, or its reporter's name a word like it.

        The parts are those of `domain.text.near.pieces`: a case without one contains no word like the term.
        `after`: as in `storage.cases.case_words.has_part`.
        """
        found = []
        for term in terms:
            ways = [has_part(self._connection, pieces(term), after)]
            if reporters := self._reporters_like(term):
                ways.append(self._is_of(reporters))
            if ids := self._callers.ids_near(term):
                ways.append(is_one_of(self._connection, complaint.c.id, ids))
            found.append(or_(*ways))
        return and_(*found)

    def _ask_index(self, terms: Sequence[str], *, among_open: bool) -> _ByIndex | None:
        """What the index finds; None if it finds too many, or cannot look for terms as short as all of these."""
        theirs = {term: self._is_theirs(term, among_open=among_open) for term in terms}
        words = [term for term in terms if theirs[term] is None]
        queries, rest = [], []
        for part in [[term] for term in terms if term not in words] + ([words] if words else []):
            query = ids_with(self._connection, part)
            is_theirs = None if part is words else theirs[part[0]]
            if query is None:
                rest.append(self._has(part, among_open=among_open))
            elif is_theirs is None:
                queries.append(query)
            else:
                named = select(complaint.c.id).where(is_theirs, IS_ORDINARY)
                queries.append(_ids_of(union(query, named)))
        if not queries:
            return None
        ids = queries[0] if len(queries) == 1 else _ids_of(intersect(*queries))
        some = ids.limit(MOST_BY_INDEX + 1)
        if self._connection.dialect.name == "sqlite":
            count = self._connection.scalar(select(func.count()).select_from(some.subquery())) or 0
            condition = and_(complaint.c.id.in_(ids), *rest)
        else:
            with by_index_alone(self._connection):
                found = list(self._connection.execute(some).scalars().all())
            count, condition = len(found), is_one_of(self._connection, complaint.c.id, found)
        return _ByIndex(condition, count) if count <= MOST_BY_INDEX else None

    def _has(self, terms: Sequence[str], *, among_open: bool) -> ColumnElement[bool]:
        """The condition that a case has these terms, by reading it."""
        conditions, words = [], []
        for term in terms:
            is_theirs = self._is_theirs(term, among_open=among_open)
            if is_theirs is None:
                words.append(term)
            else:
                conditions.append(or_(has_words([term]), is_theirs))
        return and_(*conditions, *([has_words(words)] if words else []))

    def _is_theirs(self, term: str, *, among_open: bool) -> ColumnElement[bool] | None:
        """The condition that a case is of a reporter with this name or telephone; None if there is no such one."""
        ways = []
        if reporters := self._reporters(term):
            ways.append(self._is_of(reporters))
        if ids := self._callers.ids_of(term, among_open=among_open):
            ways.append(is_one_of(self._connection, complaint.c.id, ids))
        return or_(*ways) if ways else None

    def _is_of(self, reporters: Sequence[str]) -> ColumnElement[bool]:
        is_theirs = is_one_of(self._connection, complaint.c.reporter, reporters)
        return and_(is_theirs, ~complaint.c.hide_name)

    def _reporters(self, name: str) -> Sequence[str]:
        """Return residents with this in their name. A number is not looked for."""
        if name.replace("-", "").isdigit():
            return []
        if name not in self._named:
            asked = select(person.c.line_user_id).where(self._is_in_name(name)).limit(NAMES_FOUND)
            self._named[name] = self._connection.scalars(asked).all()
        return self._named[name]

    def _reporters_like(self, name: str) -> Sequence[str]:
        """Return residents whose name has a word like this one, of the first NAMES_READ with a part of it."""
        near = NearWord(name)
        rows = self._connection.execute(
            select(person.c.line_user_id, person.c.display_name)
            .where(or_(*map(self._is_in_name, pieces(name))))
            .limit(NAMES_READ)
        ).all()
        found = (row.line_user_id for row in rows if near.is_in(fold(row.display_name)))
        return list(islice(found, NAMES_FOUND))

    def _is_in_name(self, text: str) -> ColumnElement[bool]:
        # LIKE ignores the case of Latin letters on SQLite, the slower ILIKE does on PostgreSQL. Thai has no case.
        shown = person.c.display_name
        has_case = text.upper() != text.lower()
        is_sqlite = self._connection.dialect.name == "sqlite"
        like = shown.icontains if has_case and not is_sqlite else shown.contains
        return like(text, autoescape=True)


def _ids_of(found: CompoundSelect[Any]) -> Select[tuple[int]]:
    return select(*found.subquery().c)
