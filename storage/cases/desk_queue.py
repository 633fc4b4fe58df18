"""The lists of ordinary cases of the console: filtered, sorted, counted and searched."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    case,
    func,
    not_,
    select,
)

from domain.cases.complaint import Place, Status, Verdict, WaitingFor
from domain.cases.origin import NOBODY, Source
from domain.cases.queue import MOST_COUNTED, Sort, Tab
from domain.text.near import NearWord, faults_allowed
from domain.text.thai_text import fold
from storage.cases.callers import Callers, contact_in
from storage.cases.case_search import CaseSearch
from storage.cases.case_words import planned_without
from storage.cases.queue_filter import (
    OPEN_INDEX,
    QueueFilter,
    by_index,
    conditions,
    counting_index,
    open_here,
    part_of,
)
from storage.sealed.vault import Vault
from storage.tables import case_origin, case_words, complaint, officer, person, resolution

STREAMED_AT_ONCE = 500
NEAR_SEARCHED, NEAR_LOOKED_AT = 20_000, 500


@dataclass(frozen=True)
class QueueRow:
    """A case in a list. `detail`: the whole text. `result`: what its reporter read when it ended.

    `reporter`: the name in LINE or the one that was taken down, "" if hidden or unknown; `phone` likewise.
    """

    id: int
    number: str
    category: str
    department: str
    status: Status
    detail: str
    place: Place
    officer_id: int | None
    officer: str
    filed_at: datetime
    due_at: datetime
    paused_at: datetime | None
    waiting_for: WaitingFor | None
    ended_at: datetime | None
    verdict: Verdict | None
    reopened: int
    reporter: str
    phone: str
    source: Source
    result: str


@dataclass(frozen=True)
class SearchResult:
    """A page of what a search found. `tab`: where; ALL if the tab that was searched has none.

    `is_near`: the words are in no case, and these have similar ones.
    """

    total: int
    rows: list[QueueRow]
    tab: Tab
    is_near: bool = False


class DeskQueue:
    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection = connection
        self._vault = vault

    def counts(self, filters: QueueFilter) -> dict[Tab, int]:
        """Return the number of open cases by tab, regardless of search and other filters; without ALL."""
        parts = [tab for tab in Tab if tab is not Tab.ALL]
        sums = [
            func.coalesce(func.sum(case((part_of(tab, filters), 1), else_=0)), 0) for tab in parts
        ]
        asked = select(*sums).select_from(complaint).where(open_here(filters))
        row = self._connection.execute(by_index(asked, OPEN_INDEX)).one()
        return dict(zip(parts, map(int, row), strict=True))

    def total(self, filters: QueueFilter) -> int:
        """Return the number of cases that the list contains."""
        return self._count(self._matching(filters), counting_index(filters))

    def page(self, filters: QueueFilter, offset: int, limit: int) -> list[QueueRow]:
        """Return a page of the list."""
        return self._rows(self._ids(filters, self._matching(filters), offset, limit), filters.sort)

    def search(self, filters: QueueFilter, offset: int, limit: int) -> SearchResult:
        """Search a tab, then all cases, closed ones too, then for similar words; return the first with any."""
        words = self._search_in(filters)
        tab = filters.tab
        total, rows = self._listed(words, filters, offset, limit)
        if not total and tab is not Tab.ALL:
            filters, tab = replace(filters, tab=Tab.ALL), Tab.ALL
            total, rows = self._listed(words, filters, 0, limit)
        if not total and filters.terms:
            rows = self._near(words, filters, limit)
            return SearchResult(len(rows), rows, tab, is_near=True)
        return SearchResult(total, rows, tab)

    def listed(self, filters: QueueFilter, offset: int, limit: int) -> tuple[int, list[QueueRow]]:
        """Return the number of cases of the list and a page of it. A search counts up to MOST_COUNTED + 1."""
        return self._listed(self._search_in(filters), filters, offset, limit)

    def _listed(
        self, words: CaseSearch, filters: QueueFilter, offset: int, limit: int
    ) -> tuple[int, list[QueueRow]]:
        if not filters.terms:
            return self.total(filters), self.page(filters, offset, limit)
        found = words.find(filters.terms, among_open=filters.tab is not Tab.ALL)
        if found.is_empty:
            return 0, []
        condition = and_(*conditions(filters), found.condition)
        if found.is_broad:
            # One case after the other in the order of the list, since every few have the terms.
            with planned_without(self._connection, "seqscan", "hashjoin"):
                some = select(complaint.c.id).where(condition).limit(MOST_COUNTED + 1)
                some = by_index(some, counting_index(filters))
                total = self._connection.scalar(select(func.count()).select_from(some.subquery()))
                ids = self._ids(filters, condition, offset, limit)
                return total or 0, self._rows(ids, filters.sort)
        with planned_without(self._connection, "seqscan"):
            total, ids = self._counted(condition, filters.sort, offset, limit)
        return total, self._rows(ids, filters.sort)

    def _counted(
        self, condition: ColumnElement[bool], sort: Sort, offset: int, limit: int
    ) -> tuple[int, list[int]]:
        """The number of cases with a condition, which are few enough to sort, and the ids of a page of them."""
        asked = (
            select(complaint.c.id, func.count().over()).where(condition).order_by(*_ORDERS[sort])
        )
        rows = self._connection.execute(asked.offset(offset).limit(limit)).all()
        if not rows:
            return (self._count(condition) if offset else 0), []
        return int(rows[0][1]), [int(row[0]) for row in rows]

    def _search_in(self, filters: QueueFilter) -> CaseSearch:
        callers = Callers(self._connection, self._vault, filters.department)
        return CaseSearch(self._connection, callers)

    def _matching(self, filters: QueueFilter) -> ColumnElement[bool]:
        words = self._search_in(filters)
        found = words.find(filters.terms, among_open=filters.tab is not Tab.ALL)
        return and_(*conditions(filters), found.condition)

    def _ids(
        self, filters: QueueFilter, condition: ColumnElement[bool], offset: int, limit: int
    ) -> list[int]:
        """Return the ids of a page. Only these are sorted, because sorting rows would copy the texts of all."""
        if filters.sort is not Sort.DUE:
            return self._some(condition, _ORDERS[filters.sort], offset, limit)
        # A statement for each part, in the order of an index: a single one would sort every case.
        parts: list[tuple[ColumnElement[bool], Sequence[ColumnElement[Any]]]] = [
            (and_(condition, complaint.c.ended_at.is_(None), _RUNS), _BY_DUE),
            (and_(condition, complaint.c.ended_at.is_(None), not_(_RUNS)), _BY_DUE),
        ]
        if filters.tab is Tab.ALL:
            parts.append((and_(condition, complaint.c.ended_at.is_not(None)), _BY_END))
        found: list[int] = []
        for part, order in parts:
            some = self._some(part, order, offset, limit - len(found))
            if offset and not some:
                offset -= self._count(part)
            elif some:
                offset = 0
            found += some
            if len(found) == limit:
                break
        return found

    def _some(
        self,
        condition: ColumnElement[bool],
        order: Sequence[ColumnElement[Any]],
        offset: int,
        limit: int,
    ) -> list[int]:
        asked = select(complaint.c.id).where(condition).order_by(*order)
        return list(self._connection.scalars(asked.offset(offset).limit(limit)).all())

    def _rows(self, ids: Sequence[int], sort: Sort) -> list[QueueRow]:
        if not ids:
            return []
        rows = self._connection.execute(_rows_of(complaint.c.id.in_(ids), sort))
        return [self._row(row) for row in rows]

    def _count(self, condition: ColumnElement[bool], index: str = "") -> int:
        asked = select(func.count()).select_from(complaint).where(condition)
        return self._connection.scalar(by_index(asked, index)) or 0

    def _near(self, words: CaseSearch, filters: QueueFilter, limit: int) -> list[QueueRow]:
        """The cases with similar words, the newest first.

        They are looked for among the newest NEAR_SEARCHED cases; of those with a part of each word the newest
        NEAR_LOOKED_AT are read.
        """
        if not any(map(faults_allowed, filters.terms)):
            return []
        newest = self._connection.scalar(select(func.max(case_words.c.complaint_id))) or 0
        after = newest - NEAR_SEARCHED
        query = (
            select(
                complaint.c.id,
                complaint.c.hide_name,
                case_words.c.words,
                person.c.display_name,
                case_origin.c.contact,
            )
            .select_from(_WITH_NAMES.join(case_words, case_words.c.complaint_id == complaint.c.id))
            .where(
                case_words.c.complaint_id > after,
                *conditions(filters),
                words.has_part_of(filters.terms, after),
            )
            .order_by(complaint.c.id.desc())
            .limit(NEAR_LOOKED_AT)
        )
        with planned_without(self._connection, "seqscan"):
            rows = self._connection.execute(query).all()
        wanted = [NearWord(term) for term in filters.terms]
        found = []
        for row in rows:
            texts = [row.words, *map(fold, self._names_in(row))]
            if all(any(word.is_in(text) for text in texts) for word in wanted):
                found.append(row.id)
        return self._rows(found[:limit], Sort.NEWEST)

    def each(self, filters: QueueFilter) -> Iterator[QueueRow]:
        """Yield all rows of the list without loading all of them into memory."""
        streamed = {"yield_per": STREAMED_AT_ONCE}
        rows = _rows_of(self._matching(filters), filters.sort)
        for row in self._connection.execute(rows, execution_options=streamed):
            yield self._row(row)

    def _row(self, row: Row[*tuple[Any, ...]]) -> QueueRow:
        is_hidden = row.hide_name or row.contact is None
        given = NOBODY if is_hidden else contact_in(self._vault, row.id, row.contact)
        return QueueRow(
            id=row.id,
            number=row.number,
            category=row.category,
            department=row.department,
            status=Status(row.status),
            detail=row.detail,
            place=Place(row.latitude, row.longitude, row.village, row.place_words),
            officer_id=row.officer_id,
            officer=row.name or "",
            filed_at=row.filed_at,
            due_at=row.due_at,
            paused_at=row.paused_at,
            waiting_for=WaitingFor(row.waiting_for) if row.waiting_for else None,
            ended_at=row.ended_at,
            verdict=Verdict(row.verdict) if row.verdict else None,
            reopened=row.reopened,
            reporter="" if row.hide_name else row.display_name or given.name,
            phone=given.phone,
            source=Source(row.source or Source.LINE),
            result=(row.result or "") if row.ended_at else "",
        )

    def _names_in(self, row: Row[*tuple[Any, ...]]) -> list[str]:
        """The names of a row's reporter, in LINE and as taken down; none if they are hidden."""
        if row.hide_name:
            return []
        return [row.display_name or "", contact_in(self._vault, row.id, row.contact).name]

    def by_village(self, filters: QueueFilter, most: int) -> list[tuple[int, int]]:
        """Return the villages of a list's cases with their numbers, the largest first."""
        rows = self._connection.execute(
            select(complaint.c.village, func.count().label("cases"))
            .where(self._matching(filters), complaint.c.village.is_not(None))
            .group_by(complaint.c.village)
            .order_by(func.count().desc(), complaint.c.village)
            .limit(most)
        )
        return [(int(row.village), int(row.cases)) for row in rows]

    def pins(self, filters: QueueFilter, most: int) -> list[tuple[int, str, float, float]]:
        """Return id, number, latitude and longitude of the list's cases that have a place, the newest first."""
        rows = self._connection.execute(
            select(complaint.c.id, complaint.c.number, complaint.c.latitude, complaint.c.longitude)
            .where(self._matching(filters), complaint.c.latitude.is_not(None))
            .order_by(*_ORDERS[Sort.NEWEST])
            .limit(most)
        )
        return [(row.id, row.number, row.latitude, row.longitude) for row in rows]

    def by_department(self, filters: QueueFilter) -> list[tuple[str, int]]:
        """Return each department with its number of cases in a list, the largest first."""
        rows = self._connection.execute(
            select(complaint.c.department, func.count())
            .select_from(_WITH_NAMES)
            .where(self._matching(filters))
            .group_by(complaint.c.department)
        ).all()
        return sorted(((row[0], int(row[1])) for row in rows), key=lambda row: (-row[1], row[0]))


def _rows_of(condition: ColumnElement[bool], sort: Sort) -> Select[Any]:
    return select(*_COLUMNS).select_from(_WITH_NAMES).where(condition).order_by(*_ORDERS[sort])


_WITH_NAMES = (
    complaint.outerjoin(officer, officer.c.id == complaint.c.officer_id)
    .outerjoin(person, person.c.line_user_id == complaint.c.reporter)
    .outerjoin(case_origin, case_origin.c.complaint_id == complaint.c.id)
)
_RESULT = (
    select(resolution.c.note)
    .where(resolution.c.complaint_id == complaint.c.id)
    .order_by(resolution.c.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("result")
)
_COLUMNS = (
    complaint.c.id,
    complaint.c.number,
    complaint.c.category,
    complaint.c.department,
    complaint.c.status,
    complaint.c.detail,
    complaint.c.latitude,
    complaint.c.longitude,
    complaint.c.village,
    complaint.c.place_words,
    complaint.c.officer_id,
    officer.c.name,
    complaint.c.filed_at,
    complaint.c.due_at,
    complaint.c.paused_at,
    complaint.c.waiting_for,
    complaint.c.ended_at,
    complaint.c.verdict,
    complaint.c.reopened,
    complaint.c.hide_name,
    person.c.display_name,
    case_origin.c.source,
    case_origin.c.contact,
    _RESULT,
)
_RUNS = complaint.c.paused_at.is_(None)
"""The due date of a case that does not run is over without being late."""
_BY_DUE = (complaint.c.due_at, complaint.c.id)
_BY_END = (complaint.c.ended_at.desc(), *_BY_DUE)
_ORDERS = {
    # Open cases by due date, paused ones after those that run, then ended cases, the latest first.
    Sort.DUE: (
        complaint.c.ended_at.is_not(None),
        complaint.c.ended_at.desc(),
        not_(_RUNS),
        *_BY_DUE,
    ),
    Sort.NEWEST: (complaint.c.filed_at.desc(), complaint.c.id.desc()),
    Sort.OLDEST: (complaint.c.filed_at, complaint.c.id),
}
