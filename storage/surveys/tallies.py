"""Counts the current answers of a round for its figures; void responses and replaced answers are left out.

Each count is one pass over one index, so that a round with a million answers takes well under a second.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    TextClause,
    case,
    func,
    select,
    text,
    union,
)

from domain.organisation.calendar import bangkok, month_key
from domain.surveys.question_set import Kind, QuestionSet
from domain.surveys.tally import Cell, Group, Tally, scales_of
from domain.surveys.visible_answers import GivenAnswer
from storage.surveys.counts import COUNTED, SurveyCounts
from storage.tables import answer, response

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import datetime

    from domain.surveys.tally import Pattern
    from domain.surveys.visible_answers import View

_BASE = 9
"""Codes 0 to 7, and one digit for no answer."""
_DIGITS = 19
"""Digits to the base 9 that fit into a signed integer of 64 bits."""


@dataclass(frozen=True)
class Corrected:
    """An answer that was changed, or of an invalid response, with service and department of the response."""

    response: int
    question: str
    service: str
    section: str
    is_void: bool


class SurveyTallies:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_round(self, round_id: int, question_set: QuestionSet) -> Tally:
        """Return the counts of a round. `question_set`: the one the round was opened with."""
        patterns, respondents = self._people(round_id, question_set)
        return Tally(
            cells=self._cells(round_id),
            groups=self.groups(round_id),
            patterns=patterns,
            respondents=respondents,
        )

    def groups(self, round_id: int) -> list[Group]:
        """Return the responses of a round, counted by their attributes."""
        return [
            Group(
                one.state,
                one.service,
                one.village,
                one.section,
                one.kind,
                one.door_id,
                one.mode,
                one.burst,
                one.count,
            )
            for one in SurveyCounts(self._connection).groups(round_id)
        ]

    def concerned(
        self, round_id: int, question_set: QuestionSet, view: View
    ) -> Iterator[GivenAnswer]:
        """Return every answer of the people whose current answers differ from those in a view, see `in_view`.

        Those of invalid responses are among them.
        """
        asked = [one.key for one in question_set.answerable]
        # Each part of the union uses an index of its own; one condition with OR would read the whole round.
        left_out: dict[tuple[datetime, datetime], frozenset[str]] = {}
        for one in view.left_out:
            times = (one.start, one.end)
            left_out[times] = left_out.get(times, frozenset()) | one.questions
        parts = [
            _people(
                round_id,
                answer.c.question.in_(questions),
                answer.c.submitted_at >= start,
                answer.c.submitted_at < end,
            )
            for (start, end), questions in left_out.items()
        ]
        if view.until is not None:
            # Whoever replaced an answer later gave another one at that time.
            of_asked = answer.c.question.in_(asked)
            parts.append(_people(round_id, of_asked, answer.c.submitted_at > view.until))
        if view.without or view.corrected:
            by_id = response.c.id.in_(view.without | view.corrected)
            parts.append(select(response.c.id).where(by_id))
        if not parts:
            return
        people = union(*parts)
        of_response = (
            select(response.c.section)
            .where(response.c.id == answer.c.response_id)
            .scalar_subquery()
            .label("section")
        )
        rows = self._connection.execute(
            # A subquery reads each section by its key; a join may read the table of all responses.
            select(answer, of_response).where(
                answer.c.response_id.in_(people),
                answer.c.counted | answer.c.replaced_at.is_not(None),
                answer.c.code.is_not(None),
            )
        ).all()
        replaced = {
            (row.response_id, row.question, _month(row.replaced_at)): row.submitted_at
            for row in rows
            if row.replaced_at and _month(row.submitted_at) != _month(row.replaced_at)
        }
        for row in rows:
            yield GivenAnswer(
                row.response_id,
                row.section,
                row.service,
                row.question,
                row.code,
                row.submitted_at,
                row.replaced_at,
                first=_first(replaced, row),
                is_void=not row.counted,
            )

    def corrected(self, round_id: int, questions: Collection[str]) -> list[Corrected]:
        """Return what was changed or declared invalid after the month of the answer."""
        rows = self._connection.execute(
            select(
                answer.c.response_id,
                answer.c.question,
                answer.c.service,
                answer.c.submitted_at,
                answer.c.replaced_at,
                answer.c.counted,
                response.c.section,
            )
            .join_from(answer, response, answer.c.response_id == response.c.id)
            .where(
                answer.c.round_id == round_id,
                answer.c.question.in_(questions),
                text("answer.replaced_at IS NOT NULL"),
            )
        )
        return [
            Corrected(
                row.response_id, row.question, row.service, row.section, is_void=not row.counted
            )
            for row in rows
            if _month(row.submitted_at) != _month(row.replaced_at)
        ]

    def begun_since(self, round_id: int, since: datetime) -> int:
        """Return how many people gave their first answer at this time or later."""
        begun = select(func.count()).select_from(response).where(*_begun(round_id, since))
        return self._connection.scalar(begun) or 0

    def newest(self, round_id: int, since: datetime, number: int) -> list[tuple[int, datetime]]:
        """Return the last people who began since then: their responses and the times of their first answers."""
        rows = self._connection.execute(
            select(response.c.id, response.c.started_at)
            .where(*_begun(round_id, since))
            .order_by(response.c.started_at.desc(), response.c.id.desc())
            .limit(number)
        )
        return [(row.id, row.started_at) for row in rows]

    def _cells(self, round_id: int) -> list[Cell]:
        by = (answer.c.question, answer.c.service, answer.c.code)
        rows = self._connection.execute(
            select(*by, func.count().label("answers"))
            .where(*_current(round_id), answer.c.code.is_not(None))
            .group_by(*by)
        )
        return [Cell(row.question, row.service, row.code, row.answers) for row in rows]

    def _people(
        self, round_id: int, question_set: QuestionSet
    ) -> tuple[dict[Pattern, int], dict[str, int]]:
        """Return how many people gave the same codes to all scales, and how many answered each `many` question.

        The database writes the codes of a person as the digits of one number, or of several for many scales, so
        that it returns each pattern once and not each person.
        """
        scales = [one.key for one in scales_of(question_set)]
        several = [one.key for one in question_set.questions if one.kind is Kind.MANY]
        if not scales and not several:
            return {}, {}
        parts = [scales[start : start + _DIGITS] for start in range(0, len(scales), _DIGITS)]
        numbers = [_number(part).label(f"number_{place}") for place, part in enumerate(parts)]
        answered = [
            _is_answered(key).label(f"answered_{place}") for place, key in enumerate(several)
        ]
        person = (
            select(*numbers, *answered)
            .where(
                *_current(round_id),
                answer.c.question.in_([*scales, *several]),
                answer.c.code.is_not(None),
            )
            .group_by(answer.c.response_id)
            .subquery()
        )
        rows = self._connection.execute(
            select(*person.c, func.count().label("people")).group_by(*person.c)
        )
        patterns: Counter[Pattern] = Counter()
        respondents: Counter[str] = Counter()
        for row in rows:
            codes = (
                code
                for number, part in zip(row, parts, strict=False)
                for code in _codes(int(number), len(part))
            )
            patterns[tuple(codes)] += row.people
            for key, is_answered in zip(several, row[len(parts) : -1], strict=True):
                respondents[key] += row.people * is_answered
        # Remove the pattern of people who answered no scale.
        patterns.pop((None,) * len(scales), None)
        return dict(patterns), dict(respondents)


def _current(round_id: int) -> tuple[ColumnElement[bool], TextClause]:
    # Literally the condition of the partial indexes, which SQLite would not use for `counted = 1`.
    return (answer.c.round_id == round_id, text("answer.replaced_at IS NULL AND answer.counted"))


def _first(replaced: Mapping[tuple[int, str, str], datetime], row: Row[Any]) -> datetime | None:
    """Return the time of the first answer in place of this one, if it was given in an earlier month."""
    first = None
    at = row.submitted_at
    while before := replaced.get((row.response_id, row.question, _month(at))):
        first = at = before
    return first


def _month(moment: datetime) -> str:
    return month_key(bangkok(moment).date())


def _people(round_id: int, *where: ColumnElement[bool]) -> Select[Any]:
    return select(answer.c.response_id).where(answer.c.round_id == round_id, *where)


def _begun(round_id: int, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        response.c.round_id == round_id,
        response.c.state.in_(COUNTED),
        response.c.started_at >= since,
    )


def _number(scales: Sequence[str]) -> ColumnElement[Any]:
    """The codes of one person as digits to the base 9, raised by one, the first scale last."""
    place = {key: _BASE**number for number, key in enumerate(scales)}
    return func.sum((answer.c.code + 1) * case(place, value=answer.c.question, else_=0))


def _is_answered(question: str) -> ColumnElement[Any]:
    """1 for a person who answered the question, else 0."""
    return func.max(case((answer.c.question == question, 1), else_=0))


def _codes(number: int, width: int) -> Iterator[int | None]:
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        yield digit - 1 if digit else None
