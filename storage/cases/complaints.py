"""Stores complaints and finds them. The rules of their changes are in domain.cases."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select

from domain.cases.complaint import Complaint, OpenedCase, Place, Status, Verdict, WaitingFor
from domain.cases.conduct import Conduct, ReporterLink
from storage.cases import complaint_statements as statements
from storage.cases.case_words import CaseWords, words_of
from storage.cases.complaint_statements import FIRST_STAFF_ID
from storage.cases.sealed_text import (
    IS_ORDINARY,
    IS_STAFF_CASE,
    decrypt_case_text,
    encrypt_case_text,
    to_be_stored,
)
from storage.db.column_types import milliseconds
from storage.people.identities import names_of
from storage.sealed.vault import Vault

_STAFF_IDS_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_STAFF_IDS_A_MILLISECOND = 10**6
_CONVERTED = {"id", "place", "status", "verdict", "waiting_for", "detail", "question", "conduct"}
_PLAIN = [field.name for field in fields(Complaint) if field.name not in _CONVERTED]


class Scope(Enum):
    """Which cases the queries of a repository return."""

    ORDINARY = "ordinary"
    STAFF = "staff"
    ALL = "all"


class CaseCache(dict[int, Complaint]):
    """Cases as last read or saved in this transaction, by id, because one message reads its case several times.

    `Complaints.lock` always reads from the database.
    """


class Complaints:
    """The cases of one scope. Queries exclude all others in SQL; writes are by id and ignore the scope.

    Texts of restricted cases are encrypted, those of other cases are not. Reading a case raises UnreadableError if
    its texts cannot be decrypted.
    """

    scope = Scope.ORDINARY

    def __init__(self, connection: Connection, vault: Vault, case_cache: CaseCache) -> None:
        """`case_cache`: shared by the repositories of one transaction, so that none returns an outdated case."""
        self._connection = connection
        self._vault = vault
        self._cache = case_cache

    def next_running(self, series: str) -> int:
        """Return the next running number of a series, from 1; a rollback makes its number available again."""
        value: int | None = self._connection.scalar(
            statements.INCREMENT[self._connection.dialect.name], {"name": series, "value": 1}
        )
        assert value is not None
        return value

    def add(self, case: Complaint, draft_id: str) -> Complaint:
        """Store a new case; return a copy with its id. `draft_id`: unique for each case."""
        values = {"draft_id": draft_id, **self._values(case)}
        if case.restricted:
            query, values["id"] = statements.ADD_STAFF_CASE, _staff_id(case.filed_at)
        else:
            query = statements.ADD[self._connection.dialect.name]
        key: int = self._connection.execute(query, values).scalar_one()
        added = replace(case, id=key)
        if not case.restricted:
            self._index(added)
        return added

    def save(self, case: Complaint) -> None:
        self._connection.execute(statements.SAVE, {"key": case.id, **self._values(case)})
        if isinstance(case, OpenedCase):
            case = case.sealed()
        before = self._cache.get(case.id)
        if (
            before is None
            or before.restricted != case.restricted
            or (not case.restricted and words_of(before) != words_of(case))
        ):
            self._index(case)
        self._cache[case.id] = case

    def _index(self, case: Complaint) -> None:
        """Store the search text of an ordinary case; a staff complaint cannot be searched."""
        words = CaseWords(self._connection)
        if case.restricted:
            words.remove(case.id)
        else:
            words.put([case])

    def get(self, complaint_id: int) -> Complaint:
        """Return a case that must exist in this scope."""
        case = self.find(complaint_id)
        assert case is not None
        return case

    def find(self, complaint_id: int) -> Complaint | None:
        cached = self._cache.get(complaint_id)
        if cached is None:
            return self._one(statements.GET, key=complaint_id)
        return cached if self._covers(cached) else None

    def pushes_of(self, complaint_id: int) -> int:
        """Return the number of push messages to the reporter about this case."""
        return self._connection.scalar(statements.PUSHES, {"key": complaint_id}) or 0

    def count_push(self, complaint_id: int) -> None:
        self._connection.execute(statements.COUNT_PUSH, {"key": complaint_id})

    def lock(self, complaint_id: int) -> Complaint | None:
        """Return a case, locked against other writers until the transaction ends."""
        return self._one(statements.LOCK, key=complaint_id)

    def by_number(self, number: str) -> Complaint | None:
        return self._one(statements.BY_NUMBER, number=number)

    def own_with_number(self, reporter: str, number: str) -> int | None:
        """Return the id of the case with this number if this reporter filed it.

        Another reporter's case is not read or decrypted, so that the response time does not reveal whether it
        exists.
        """
        found: int | None = self._connection.scalar(
            _within(statements.OWN_WITH_NUMBER, self.scope),
            {"who": names_of(self._vault, reporter), "number": number},
        )
        return found

    def own_with_id(self, reporter: str, complaint_id: int) -> int | None:
        """Return this id if this reporter filed the case; like `own_with_number`."""
        found: int | None = self._connection.scalar(
            _within(statements.OWN_WITH_ID, self.scope),
            {"who": names_of(self._vault, reporter), "key": complaint_id},
        )
        return found

    def by_draft(self, draft_id: str) -> Complaint | None:
        return self._one(statements.BY_DRAFT, draft=draft_id)

    def of_reporter(self, reporter: str, limit: int) -> Sequence[Complaint]:
        """Return the newest cases of a reporter."""
        names = names_of(self._vault, reporter)
        return self._many(statements.OF_REPORTER, who=names, limit=limit)

    def count_of_reporter(self, reporter: str) -> int:
        names = names_of(self._vault, reporter)
        return (
            self._connection.scalar(
                _within(statements.COUNT_OF_REPORTER, self.scope), {"who": names}
            )
            or 0
        )

    def filed_since(self, since: datetime, *, reporter: str | None = None) -> int:
        """Return the number of cases filed after `since`. `reporter`: None counts the cases of all reporters.

        A case without a link to its reporter counts for no reporter.
        """
        parameters: dict[str, object] = {"since": since}
        if reporter is not None:
            parameters["who"] = names_of(self._vault, reporter)
        query = statements.FILED_SINCE if reporter is None else statements.FILED_BY_REPORTER_SINCE
        return self._connection.scalar(_within(query, self.scope), parameters) or 0

    def open_of(self, *, department: str | None, limit: int) -> Sequence[Complaint]:
        """Return open cases by due date, the earliest first. `department`: None for all departments."""
        if department is None:
            return self._many(statements.OPEN, limit=limit)
        return self._many(statements.OPEN_IN_DEPARTMENT, department=department, limit=limit)

    def count_open(self, *, department: str | None) -> int:
        """Return the number of open cases. `department`: None for all departments."""
        query = statements.COUNT_OPEN if department is None else statements.COUNT_OPEN_IN_DEPARTMENT
        parameters = {} if department is None else {"department": department}
        return self._connection.scalar(_within(query, self.scope), parameters) or 0

    def current_of(self, reporter: str, since: datetime) -> Sequence[Complaint]:
        """Return the open cases of a reporter that a message of theirs may be about, the newest first.

        Those are the cases filed at `since` or later, and the ones in which an officer waits for their answer.
        """
        return self._many(
            statements.CURRENT_OF_REPORTER, who=names_of(self._vault, reporter), since=since
        )

    def around(self, case: Complaint, since: datetime, limit: int) -> Sequence[Complaint]:
        """Return other cases of the same category filed since then, the newest first."""
        return self._many(
            statements.AROUND, category=case.category, not_id=case.id, since=since, limit=limit
        )

    def assigned_to(self, officer_id: int, *, lock: bool = False) -> Sequence[Complaint]:
        """Return open cases assigned to an officer, the oldest first; `lock`: lock them against other writers."""
        return self._many(
            statements.ASSIGNED_LOCKED if lock else statements.ASSIGNED, officer=officer_id
        )

    def without_verdict(self, ended_before: datetime) -> Sequence[Complaint]:
        """Return and lock the cases that ended before then and wait for the reporter's verdict.

        Cases that another transaction has locked are left out.
        """
        return self._many(statements.WITHOUT_VERDICT, ended_before=ended_before)

    def is_of(self, case: Complaint, reporter: str) -> bool:
        """Return whether `reporter`, an account or its pseudonym, reported the case."""
        return case.reporter in names_of(self._vault, reporter)

    def _covers(self, case: Complaint) -> bool:
        return self.scope is Scope.ALL or case.restricted is (self.scope is Scope.STAFF)

    def _one(self, query: Select[Any], **parameters: object) -> Complaint | None:
        row = self._connection.execute(_within(query, self.scope), parameters).first()
        return None if row is None else self._case(row)

    def _many(self, query: Select[Any], **parameters: object) -> list[Complaint]:
        rows = self._connection.execute(_within(query, self.scope), parameters)
        return [self._case(row) for row in rows]

    def _values(self, case: Complaint) -> dict[str, Any]:
        case = to_be_stored(case)
        return {name: getattr(case, name) for name in _PLAIN} | {
            "status": case.status.value,
            "verdict": case.verdict and case.verdict.value,
            "waiting_for": case.waiting_for and case.waiting_for.value,
            "village": case.place.village,
            "latitude": case.place.latitude,
            "longitude": case.place.longitude,
            "place_words": case.place.words,
            "detail": encrypt_case_text(self._vault, case.detail, f"detail:{case.number}", case),
            "question": encrypt_case_text(
                self._vault, case.question, f"question:{case.number}", case
            ),
            "conduct": case.conduct
            and self._vault.seal_text(json.dumps(asdict(case.conduct)), f"conduct:{case.number}"),
        }

    def _case(self, row: Row[Any]) -> Complaint:
        conduct = row.conduct and self._vault.open_text(row.conduct, f"conduct:{row.number}")
        case = Complaint(
            id=row.id,
            status=Status(row.status),
            verdict=Verdict(row.verdict) if row.verdict else None,
            waiting_for=WaitingFor(row.waiting_for) if row.waiting_for else None,
            place=Place(row.latitude, row.longitude, row.village, row.place_words),
            detail=decrypt_case_text(self._vault, row.detail, f"detail:{row.number}", row),
            question=decrypt_case_text(self._vault, row.question, f"question:{row.number}", row),
            conduct=_conduct(json.loads(conduct)) if conduct else None,
            **{name: getattr(row, name) for name in _PLAIN},
        )
        self._cache[case.id] = case
        return case


def _staff_id(filed_at: datetime) -> int:
    """Return an id of a staff complaint, which reveals the time of filing but not how many there are."""
    filed = milliseconds(filed_at) - milliseconds(_STAFF_IDS_SINCE)
    return (
        FIRST_STAFF_ID
        + max(filed, 0) * _STAFF_IDS_A_MILLISECOND
        + secrets.randbelow(_STAFF_IDS_A_MILLISECOND)
    )


def _conduct(values: dict[str, Any]) -> Conduct:
    link, departments = ReporterLink(values["link"]), tuple(values["departments"])
    return Conduct(**{**values, "link": link, "departments": departments})


@cache
def _within(query: Select[Any], scope: Scope) -> Select[Any]:
    """Restrict a statement to the cases of a scope."""
    match scope:
        case Scope.ORDINARY:
            return query.where(IS_ORDINARY)
        case Scope.STAFF:
            return query.where(IS_STAFF_CASE)
    return query
