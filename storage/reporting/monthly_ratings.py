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
from domain.surveys.question_set import Purpose, Question, QuestionSet
from storage.tables import answer, survey_round, survey_set

SCORE, REASON = "overall", "why"
"""The questions of the standing sets that the monthly report counts."""


@dataclass(frozen=True)
class MonthRatings:
    """`scores`: how often each score was given, by service, "" for cases. `reasons`: keys of choices.

    `by_round`: the number of scores by the id of their round.
    """

    scores: Mapping[str, Counter[int]]
    reasons: Counter[str]
    by_round: Counter[int]


def month_ratings(connection: Connection, start: datetime, end: datetime) -> MonthRatings:
    """Count the answers given from `start` up to, not including, `end`; one that was replaced later counts."""
    scores: dict[str, Counter[int]] = {}
    reasons: Counter[str] = Counter()
    by_round: Counter[int] = Counter()
    for round_id, question_set in _rounds(connection, start, end):
        if question_set.key not in STANDING_SETS:
            continue
        for question, service, code, count in _given(connection, round_id, start, end):
            if not question_set.has(question):
                continue
            asked = question_set.question(question)
            if question == SCORE and code in SCORES and asked.levels == len(SCORES):
                scores.setdefault(service, Counter())[code] += count
                by_round[round_id] += count
            option = asked.option(code)
            if question == REASON and option is not None and option.key in REASONS:
                reasons[option.key] += count
    return MonthRatings(scores, reasons, by_round)


def month_aspects(
    connection: Connection, start: datetime, end: datetime
) -> tuple[AspectMonth, ...]:
    """Count the scores of each aspect of the surveys of satisfaction as `month_ratings` does, in their order.

    An aspect of a round to which fewer than LEAST_SHOWN people gave an answer is left out.
    """
    scores: dict[str, Counter[int]] = {}
    for round_id, question_set in _rounds(connection, start, end):
        if question_set.purpose is not Purpose.SATISFACTION:
            continue
        names = {one.key: one.th for one in question_set.aspects}
        for aspect, given in aspect_scores(connection, round_id, question_set, start, end).items():
            if given.fewest >= LEAST_SHOWN:
                scores.setdefault(names[aspect], Counter()).update(given.scores)
    return tuple(
        AspectMonth(th, tuple(counts[score] for score in sorted(SCORES)))
        for th, counts in scores.items()
    )


@dataclass(frozen=True)
class AspectScores:
    """`scores`: how often each was given to the questions of an aspect, reversed questions turned round.

    `fewest`: the answers to that of its questions with the fewest, but at least one.
    """

    scores: Counter[int]
    fewest: int


def aspect_scores(
    connection: Connection,
    round_id: int,
    question_set: QuestionSet,
    start: datetime,
    end: datetime,
) -> dict[str, AspectScores]:
    """Count the scores of each aspect of one round in a month, by the key of the aspect; none without answers."""
    asked = {one.key: one for one in aspect_questions(question_set)}
    scores: dict[str, Counter[int]] = {}
    answers: dict[str, Counter[str]] = {}
    for key, _, code, count in _given(connection, round_id, start, end, tuple(asked)):
        if code in SCORES:
            question = asked[key]
            score = len(SCORES) + 1 - code if question.reverse else code
            scores.setdefault(question.aspect, Counter())[score] += count
            answers.setdefault(question.aspect, Counter())[key] += count
    return {
        aspect: AspectScores(counts, min(answers[aspect].values()))
        for aspect, counts in scores.items()
    }


def aspect_questions(question_set: QuestionSet) -> list[Question]:
    """Return the questions of aspects with as many levels as the monthly report shows."""
    return [one for one in question_set.questions if one.aspect and one.levels == len(SCORES)]


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
