"""Counts the answers of a month as they were at its end: ratings of cases and of visits, aspects of surveys."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from domain.anonymity import LEAST_SHOWN
from domain.figures.month_page import AspectMonth
from domain.figures.rating_scale import REASONS, SCORES
from domain.surveys import definition
from domain.surveys.participation import STANDING_SETS
from domain.surveys.question_set import Purpose, QuestionSet
from storage.tables import answer, survey_round, survey_set

SCORE, REASON = "overall", "why"
"""The questions of the standing sets that the monthly report counts."""


@dataclass(frozen=True)
class MonthRatings:
    """`scores`: how often each score was given, by service, "" for cases. `reasons`: keys of choices."""

    scores: Mapping[str, Counter[int]]
    reasons: Counter[str]


def month_ratings(connection: Connection, start: datetime, end: datetime) -> MonthRatings:
    """Count the answers given from `start` up to, not including, `end`; one that was replaced later counts."""
    scores: dict[str, Counter[int]] = {}
    reasons: Counter[str] = Counter()
    for round_id, question_set in _rounds(connection, start, end):
        if question_set.key not in STANDING_SETS:
            continue
        for question, service, code, count in _given(connection, round_id, start, end):
            if not question_set.has(question):
                continue
            asked = question_set.question(question)
            if question == SCORE and code in SCORES and asked.levels == len(SCORES):
                scores.setdefault(service, Counter())[code] += count
            option = asked.option(code)
            if question == REASON and option is not None and option.key in REASONS:
                reasons[option.key] += count
    return MonthRatings(scores, reasons)


def month_aspects(
    connection: Connection, start: datetime, end: datetime
) -> tuple[AspectMonth, ...]:
    """Count the scores of each aspect of the surveys of satisfaction as `month_ratings` does, in their order.

    Aspects with fewer than LEAST_SHOWN answers are left out.
    """
    scores: dict[str, Counter[int]] = {}
    for round_id, question_set in _rounds(connection, start, end):
        if question_set.purpose is not Purpose.SATISFACTION:
            continue
        asked = {
            one.key: one
            for one in question_set.questions
            if one.aspect and one.levels == len(SCORES)
        }
        names = {one.key: one.th for one in question_set.aspects}
        given = _given(connection, round_id, start, end, tuple(asked))
        for key, question in asked.items():
            counts = scores.setdefault(names[question.aspect], Counter())
            for of_question, _, code, count in given:
                if of_question == key and code in SCORES:
                    counts[len(SCORES) + 1 - code if question.reverse else code] += count
    return tuple(
        AspectMonth(th, tuple(counts[score] for score in sorted(SCORES)))
        for th, counts in scores.items()
        if counts.total() >= LEAST_SHOWN
    )


def _rounds(
    connection: Connection, start: datetime, end: datetime
) -> list[tuple[int, QuestionSet]]:
    rows = connection.execute(
        select(survey_round.c.id, survey_set.c.definition)
        .join_from(survey_round, survey_set)
        .where(survey_round.c.opens_at < end, survey_round.c.closes_at > start)
        .order_by(survey_round.c.id)
    )
    return [(row.id, definition.from_json(row.definition)) for row in rows]


def _given(
    connection: Connection,
    round_id: int,
    start: datetime,
    end: datetime,
    questions: Sequence[str] = (SCORE, REASON),
) -> list[tuple[str, str, int, int]]:
    by = (answer.c.question, answer.c.service, answer.c.code)
    rows = connection.execute(
        select(*by, func.count())
        .where(
            answer.c.round_id == round_id,
            answer.c.question.in_(questions),
            answer.c.submitted_at >= start,
            answer.c.submitted_at < end,
            or_(answer.c.replaced_at.is_(None), answer.c.replaced_at >= end),
            answer.c.counted,
        )
        .group_by(*by)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows if row.code is not None]
