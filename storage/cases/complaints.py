"""Complaints as rows. What may happen to one is decided in domain.cases.complaint."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Executable,
    Row,
    Select,
    bindparam,
    func,
    select,
    text,
    update,
)

from domain.cases.complaint import Complaint, Place, Status, Verdict, WaitingFor
from domain.cases.conduct import Conduct, ReporterLink
from storage.cases.sealed_text import (
    IS_ORDINARY,
    IS_RESTRICTED,
    decrypt_if_restricted,
    encrypt_if_restricted,
)
from storage.db.upsert import Insert, insert_by_dialect
from storage.people.identities import names_of
from storage.sealed.vault import Vault
from storage.tables import complaint, counter

CASE_IDS = "complaint.id"
"""The counter of the ids that a restore on SQLite leaves out; no other series is called so."""
_NOT_PLAIN = {"id", "place", "status", "verdict", "waiting_for", "detail", "question", "conduct"}
_PLAIN = [field.name for field in fields(Complaint) if field.name not in _NOT_PLAIN]


class Scope(Enum):
    """Which cases a repository finds."""

    ORDINARY = "ordinary"
    STAFF = "staff"
    ALL = "all"


class CaseCache(dict[int, Complaint]):
    """Each case as it was last read or saved in this transaction, by id: one turn asks for its case several times.

    What must not change meanwhile is read by `Complaints.lock`, which always asks the database.
    """


class Complaints:
    """The cases of one scope: every query leaves the others out in SQL. Writing goes by id, in any scope.

    Of a restricted case the words lie sealed; of any other as they are.
    """

    scope = Scope.ORDINARY

    def __init__(self, connection: Connection, vault: Vault, known: CaseCache) -> None:
        """`known`: shared by the repositories of one transaction, so that none returns a case as it was."""
        self._connection = connection
        self._vault = vault
        self._known = known

    def next_running(self, series: str) -> int:
        """The next running number of a series; numbers of a rolled-back case are given out again."""
        value: int | None = self._connection.scalar(
            _COUNT_ON[self._connection.dialect.name], {"name": series, "value": 1}
        )
        assert value is not None
        return value

    def add(self, case: Complaint, draft_id: str) -> Complaint:
        """Keep a new case; its id comes back in the copy that is returned."""
        key: int = self._connection.execute(
            _ADD[self._connection.dialect.name], {"draft_id": draft_id, **self._values(case)}
        ).scalar_one()
        return replace(case, id=key)

    def save(self, case: Complaint) -> None:
        self._connection.execute(_SAVE, {"key": case.id, **self._values(case)})
        self._known[case.id] = case

    def get(self, complaint_id: int) -> Complaint:
        case = self.find(complaint_id)
        assert case is not None
        return case

    def find(self, complaint_id: int) -> Complaint | None:
        known = self._known.get(complaint_id)
        if known is None:
            return self._one(_GET, key=complaint_id)
        return known if self._covers(known) else None

    def pushes_of(self, complaint_id: int) -> int:
        """How often the reporter was pushed a message about this case."""
        return self._connection.scalar(_PUSHES, {"key": complaint_id}) or 0

    def count_push(self, complaint_id: int) -> None:
        self._connection.execute(_COUNT_PUSH, {"key": complaint_id})

    def lock(self, complaint_id: int) -> Complaint | None:
        """The case, held against other writers until the transaction ends."""
        return self._one(_LOCK, key=complaint_id)

    def by_number(self, number: str) -> Complaint | None:
        return self._one(_BY_NUMBER, number=number)

    def by_draft(self, draft_id: str) -> Complaint | None:
        return self._one(_BY_DRAFT, draft=draft_id)

    def of_reporter(self, reporter: str, limit: int) -> Sequence[Complaint]:
        """The newest cases of one reporter."""
        names = names_of(self._vault, reporter)
        return self._many(_OF_REPORTER, who=names, limit=limit)

    def count_of_reporter(self, reporter: str) -> int:
        names = names_of(self._vault, reporter)
        return self._connection.scalar(_within(_COUNT_OF_REPORTER, self.scope), {"who": names}) or 0

    def filed_since(self, since: datetime, *, reporter: str | None = None) -> int:
        """How many cases were filed since then; None for no filter. Those without a link have no reporter."""
        facts: dict[str, object] = {"since": since}
        if reporter is not None:
            facts["who"] = names_of(self._vault, reporter)
        query = _FILED_SINCE if reporter is None else _FILED_BY_ONE_SINCE
        return self._connection.scalar(_within(query, self.scope), facts) or 0

    def asked_of(self, reporter: str) -> Sequence[Complaint]:
        """The cases in which an officer waits for this reporter's answer."""
        return self._many(_ASKED, who=names_of(self._vault, reporter))

    def open_of(self, *, department: str | None, limit: int) -> Sequence[Complaint]:
        """Open cases by due date; None for no filter."""
        if department is None:
            return self._many(_OPEN, limit=limit)
        return self._many(_OPEN_IN_DEPARTMENT, department=department, limit=limit)

    def open_of_reporter(self, reporter: str, since: datetime) -> Sequence[Complaint]:
        """Open cases of one reporter filed since then, the newest first."""
        return self._many(_OPEN_OF, who=names_of(self._vault, reporter), since=since)

    def assigned_to(self, officer_id: int, *, lock: bool = False) -> Sequence[Complaint]:
        """Open cases in one officer's hands; with `lock`, held against other writers."""
        return self._many(_HELD_LOCKED if lock else _HELD, officer=officer_id)

    def unjudged(self, ended_before: datetime) -> Sequence[Complaint]:
        """Closed cases whose reporter has not said whether it is fixed, held against other writers.

        One that somebody is writing to just now is left for the next time.
        """
        return self._many(_UNJUDGED, ended_before=ended_before)

    def is_of(self, case: Complaint, reporter: str) -> bool:
        """Whether this person (or whoever holds the stand-in) reported the case."""
        return case.reporter in names_of(self._vault, reporter)

    def _covers(self, case: Complaint) -> bool:
        return self.scope is Scope.ALL or case.restricted is (self.scope is Scope.STAFF)

    def _one(self, query: Select[Any], **facts: object) -> Complaint | None:
        row = self._connection.execute(_within(query, self.scope), facts).first()
        return None if row is None else self._case(row)

    def _many(self, query: Select[Any], **facts: object) -> list[Complaint]:
        rows = self._connection.execute(_within(query, self.scope), facts)
        return [self._case(row) for row in rows]

    def _values(self, case: Complaint) -> dict[str, Any]:
        return {name: getattr(case, name) for name in _PLAIN} | {
            "status": case.status.value,
            "verdict": case.verdict and case.verdict.value,
            "waiting_for": case.waiting_for and case.waiting_for.value,
            "village": case.place.village,
            "latitude": case.place.latitude,
            "longitude": case.place.longitude,
            "place_words": case.place.words,
            "detail": encrypt_if_restricted(
                self._vault, case.detail, f"detail:{case.number}", case
            ),
            "question": encrypt_if_restricted(
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
            detail=decrypt_if_restricted(self._vault, row.detail, f"detail:{row.number}", row),
            question=decrypt_if_restricted(
                self._vault, row.question, f"question:{row.number}", row
            ),
            conduct=_conduct(json.loads(conduct)) if conduct else None,
            **{name: getattr(row, name) for name in _PLAIN},
        )
        self._known[case.id] = case
        return case


def _conduct(facts: dict[str, Any]) -> Conduct:
    link, departments = ReporterLink(facts["link"]), tuple(facts["departments"])
    return Conduct(**{**facts, "link": link, "departments": departments})


def _count_on(insert: Insert) -> Executable:
    return insert.on_conflict_do_update(
        index_elements=["name"], set_={"value": counter.c.value + 1}
    ).returning(counter.c.value)


# Built once: making a statement costs several times what running it does, and these run every turn.
_IS_IT = complaint.c.id == bindparam("key")
_IS_OF = complaint.c.reporter.in_(bindparam("who", expanding=True))
# SQLite counts on from the newest row: the first case after a restore skips some ids (see recovery.after_restore).
# Where there is none this is NULL, and SQLite gives the id itself.
_ACROSS_THE_GAP = (
    select(counter.c.value + 1)
    .where(
        counter.c.name == CASE_IDS,
        counter.c.value > func.coalesce(select(func.max(complaint.c.id)).scalar_subquery(), 0),
    )
    .scalar_subquery()
)
_ADD = {
    "sqlite": complaint.insert().values(id=_ACROSS_THE_GAP).returning(complaint.c.id),
    "postgresql": complaint.insert().returning(complaint.c.id),
}
_SAVE = update(complaint).where(_IS_IT)
_GET = select(complaint).where(_IS_IT)
_LOCK = _GET.with_for_update()
_PUSHES = select(complaint.c.pushes).where(_IS_IT)
_COUNT_PUSH = _SAVE.values(pushes=complaint.c.pushes + 1)
_BY_NUMBER = select(complaint).where(complaint.c.number == bindparam("number"))
_BY_DRAFT = select(complaint).where(complaint.c.draft_id == bindparam("draft"))
_OF_REPORTER = (
    select(complaint).where(_IS_OF).order_by(complaint.c.id.desc()).limit(bindparam("limit"))
)
_COUNT_OF_REPORTER = select(func.count()).select_from(complaint).where(_IS_OF)
_ASKED = (
    select(complaint).where(_IS_OF, complaint.c.status == Status.ASKED).order_by(complaint.c.id)
)
_OPEN_OF = (
    select(complaint)
    .where(
        _IS_OF,
        complaint.c.ended_at.is_(None),
        complaint.c.filed_at >= bindparam("since"),
    )
    .order_by(complaint.c.id.desc())
)

_OPEN = (
    select(complaint)
    .where(complaint.c.ended_at.is_(None))
    .order_by(complaint.c.due_at, complaint.c.id)
    .limit(bindparam("limit"))
)
_OPEN_IN_DEPARTMENT = _OPEN.where(complaint.c.department == bindparam("department"))
_HELD = (
    select(complaint)
    .where(complaint.c.officer_id == bindparam("officer"), complaint.c.ended_at.is_(None))
    .order_by(complaint.c.id)
)
_HELD_LOCKED = _HELD.with_for_update()
_UNJUDGED = (
    select(complaint)
    # A literal: a partial index is of no use to a query whose verdict comes as a parameter.
    .where(text("complaint.verdict = 'pending'"), complaint.c.ended_at < bindparam("ended_before"))
    .order_by(complaint.c.ended_at, complaint.c.id)
    .with_for_update(skip_locked=True)
)
_FILED_SINCE = (
    select(func.count()).select_from(complaint).where(complaint.c.filed_at > bindparam("since"))
)
_FILED_BY_ONE_SINCE = _FILED_SINCE.where(_IS_OF)


@cache
def _within(query: Select[Any], scope: Scope) -> Select[Any]:
    """One of the queries above, for the cases of a scope alone."""
    match scope:
        case Scope.ORDINARY:
            return query.where(IS_ORDINARY)
        case Scope.STAFF:
            return query.where(IS_RESTRICTED)
    return query


_COUNT_ON = insert_by_dialect(counter, _count_on)
