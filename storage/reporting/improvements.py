"""Stores improvements, their steps, and their evidence; counts the answers before and after."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    String,
    and_,
    cast,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from domain.organisation.calendar import BANGKOK, bangkok
from domain.reporting.improvement import Asked, Improvement, Source, State
from storage.reporting.monthly_figures import is_ordinary
from storage.tables import (
    answer,
    complaint,
    improvement,
    improvement_link,
    improvement_step,
    officer,
    response,
    survey_round,
    survey_set,
    survey_words,
)

WORDS = "words"
"""The kind of link to a comment."""


@dataclass(frozen=True)
class NewImprovement:
    """A proposal; the fields as in Improvement."""

    what: str
    source: Source
    section: str
    category: str = ""
    asked: Asked | None = None


@dataclass(frozen=True)
class Plan:
    """An agreement: the officer in charge, the due day, and the cost in baht."""

    officer_id: int
    due_on: date
    cost: int | None


@dataclass(frozen=True)
class Pattern:
    """Cases of one category from one village. `section`: the department that handles them."""

    category: str
    village: int
    section: str
    cases: int


@dataclass(frozen=True)
class Step:
    """One step. `by`: the officer's name, "" for nobody."""

    at: datetime
    by: str
    step: str
    note: str


class Improvements:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewImprovement, officer_id: int | None, now: datetime) -> int:
        """Store a proposal; returns its id."""
        asked = new.asked
        key: int = self._connection.execute(
            insert(improvement)
            .values(
                what=new.what,
                source=new.source,
                section=new.section,
                category=new.category,
                set_key=asked.set_key if asked else "",
                version=asked.version if asked else None,
                question=asked.question if asked else "",
                service=asked.service if asked else "",
                state=State.PROPOSED,
                proposed_by=officer_id,
                proposed_at=now,
            )
            .returning(improvement.c.id)
        ).scalar_one()
        self._note(key, State.PROPOSED, officer_id, now, new.what)
        return key

    def link(self, key: int, kind: str, name: str) -> None:
        """Record the evidence of an improvement. `kind`: words or case; `name`: the id of the row."""
        self._connection.execute(
            insert(improvement_link).values(improvement_id=key, kind=kind, key=name)
        )

    def linked_to(self, kind: str, name: str) -> int | None:
        """Return the improvement that follows from a comment or a case; None if there is none."""
        found: int | None = self._connection.scalar(
            select(improvement_link.c.improvement_id).where(
                improvement_link.c.kind == kind, improvement_link.c.key == name
            )
        )
        return found

    def delete_of_protected(self) -> None:
        """Delete the improvements that follow from comments that were protected since: they may quote them."""
        protected = select(cast(survey_words.c.id, String)).where(survey_words.c.protected)
        keys = self._connection.scalars(
            select(improvement_link.c.improvement_id).where(
                improvement_link.c.kind == WORDS, improvement_link.c.key.in_(protected)
            )
        ).all()
        for table, column in (
            (improvement_link, improvement_link.c.improvement_id),
            (improvement_step, improvement_step.c.improvement_id),
            (improvement, improvement.c.id),
        ):
            self._connection.execute(delete(table).where(column.in_(keys)))

    def find(self, key: int) -> Improvement | None:
        """Return an improvement and lock it; None for an unknown id."""
        row = self._connection.execute(
            _ALL.where(improvement.c.id == key).with_for_update(of=improvement)
        ).first()
        return _improvement(row) if row else None

    def all(self, sections: tuple[str, ...] | None = None) -> list[Improvement]:
        """Return the improvements of some departments, None for all: the open ones first, the newest first."""
        query = _ALL.order_by(improvement.c.id.desc())
        if sections is not None:
            query = query.where(improvement.c.section.in_(sections))
        found = [_improvement(row) for row in self._connection.execute(query)]
        return sorted(found, key=lambda one: not one.is_open)

    def ended_in(self, start: datetime, end: datetime) -> list[Improvement]:
        """Return the improvements done in a period, the earliest first."""
        rows = self._connection.execute(
            _ALL.where(
                improvement.c.state == State.DONE,
                improvement.c.ended_at >= start,
                improvement.c.ended_at < end,
            ).order_by(improvement.c.ended_at, improvement.c.id)
        )
        return [_improvement(row) for row in rows]

    def agree(self, key: int, plan: Plan, by: int | None, now: datetime) -> None:
        due = datetime.combine(plan.due_on, time(), BANGKOK)
        self._update(
            key,
            state=State.AGREED,
            officer_id=plan.officer_id,
            due_on=due,
            cost=plan.cost,
            agreed_at=now,
        )
        self._note(key, State.AGREED, by, now)

    def end(self, key: int, state: State, result: str, by: int | None, now: datetime) -> None:
        """Record that an improvement is done or dropped. `result`: what was done, or why it was dropped."""
        self._update(key, state=state, result=result, ended_at=now)
        self._note(key, state, by, now, result)

    def note_told(self, key: int, people: int) -> None:
        self._update(key, told=people)

    def steps(self, key: int) -> list[Step]:
        """Return the steps of an improvement, the earliest first."""
        rows = self._connection.execute(
            select(improvement_step, officer.c.name.label("by"))
            .join_from(
                improvement_step,
                officer,
                improvement_step.c.officer_id == officer.c.id,
                isouter=True,
            )
            .where(improvement_step.c.improvement_id == key)
            .order_by(improvement_step.c.id)
        )
        return [Step(row.at, row.by or "", row.step, row.note) for row in rows]

    def codes(self, asked: Asked, start: datetime, end: datetime, topic: str = "") -> Counter[int]:
        """Return how often each code was given to a question of a version, from `start` to before `end`.

        `topic`: only by people who were asked about a case of this category.
        """
        where: list[Any] = [
            survey_set.c.set_key == asked.set_key,
            survey_set.c.version == asked.version,
            answer.c.question == asked.question,
            answer.c.submitted_at >= start,
            answer.c.submitted_at < end,
            text("answer.replaced_at IS NULL AND answer.counted"),
            answer.c.code.is_not(None),
        ]
        if asked.service:
            where.append(answer.c.service == asked.service)
        query = (
            select(answer.c.code, func.count().label("answers"))
            .join_from(answer, survey_round, survey_round.c.id == answer.c.round_id)
            .join(survey_set, survey_set.c.id == survey_round.c.set_id)
            .group_by(answer.c.code)
        )
        if topic:
            query = query.join(response, response.c.id == answer.c.response_id)
            where.append(response.c.topic == topic)
        rows = self._connection.execute(query.where(and_(*where)))
        return Counter({row.code: row.answers for row in rows})

    def patterns(self, start: datetime, end: datetime, fewest: int) -> list[Pattern]:
        """Return categories with at least `fewest` ordinary cases from one village in a period, the most first."""
        count = func.count()
        rows = self._connection.execute(
            select(
                complaint.c.category,
                complaint.c.village,
                func.min(complaint.c.department).label("section"),
                count.label("cases"),
            )
            .where(
                complaint.c.filed_at >= start,
                complaint.c.filed_at < end,
                complaint.c.village.is_not(None),
                is_ordinary(complaint),
            )
            .group_by(complaint.c.category, complaint.c.village)
            .having(count >= fewest)
            .order_by(count.desc(), complaint.c.category, complaint.c.village)
        )
        return [Pattern(row.category, row.village, row.section, row.cases) for row in rows]

    def _update(self, key: int, **values: object) -> None:
        self._connection.execute(
            update(improvement).where(improvement.c.id == key).values(**values)
        )

    def _note(
        self, key: int, step: str, officer_id: int | None, now: datetime, note: str = ""
    ) -> None:
        self._connection.execute(
            insert(improvement_step).values(
                improvement_id=key, at=now, officer_id=officer_id, step=step, note=note
            )
        )


EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_ALL = select(improvement, officer.c.name.label("officer")).join_from(
    improvement, officer, improvement.c.officer_id == officer.c.id, isouter=True
)


def _improvement(row: Row[Any]) -> Improvement:
    asked = None
    if row.question:
        asked = Asked(row.set_key, row.version, row.question, row.service)
    return Improvement(
        id=row.id,
        what=row.what,
        source=Source(row.source),
        section=row.section,
        state=State(row.state),
        proposed_at=row.proposed_at,
        category=row.category,
        asked=asked,
        officer_id=row.officer_id,
        officer=row.officer or "",
        due_on=None if row.due_on is None else bangkok(row.due_on).date(),
        cost=row.cost,
        agreed_at=row.agreed_at,
        ended_at=row.ended_at,
        result=row.result,
        told=row.told,
    )
