"""Counts the answers of a month as they were at its end: ratings of cases and of visits, aspects of surveys."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, text

from domain.anonymity import LEAST_SHOWN
from domain.figures.month_page import AspectMonth
from domain.figures.rating_scale import REASONS, SCORES
from domain.surveys import definition
from domain.surveys.participation import STANDING_SETS
from domain.surveys.question_set import Purpose, Question, QuestionSet
from storage.tables import answer, response, survey_round, survey_set

SCORE, REASON = "overall", "why"
"""The questions of the standing sets that the monthly report counts."""


@dataclass(frozen=True)
class MonthRatings:
    """`scores`: how often each score was given, by service, "" for cases. `reasons`: keys of choices.

    `parts`: the number of scores by round id and service. `is_divided`: a standing round began or ended in the
    month, so that rounds with fewer than LEAST_SHOWN scores in it are left out of everything here.
    """

    scores: Mapping[str, Counter[int]]
    reasons: Counter[str]
    parts: Counter[tuple[int, str]]
    is_divided: bool = False

    @property
    def by_round(self) -> Counter[int]:
        """The number of scores by the id of their round."""
        counts: Counter[int] = Counter()
        for (round_id, _), count in self.parts.items():
            counts[round_id] += count
        return counts


def month_ratings(connection: Connection, start: datetime, end: datetime) -> MonthRatings:
    """Count the answers given from `start` up to, not including, `end`, as they were at `end`.

    An answer that replaced one of an earlier month does not count, so that each person counts in one month. If a
    standing round began or ended within the month, rounds of few scores do not count: the month less the rounds
    that had ended would be their scores.
    """
    scores: dict[str, Counter[int]] = {}
    reasons: Counter[str] = Counter()
    parts: Counter[tuple[int, str]] = Counter()
    standing = [one for one in _rounds(connection, start, end) if one.is_standing]
    is_divided = any(start < bound < end for one in standing for bound in (one.begins, one.ends))
    for one in standing:
        given = _given(connection, one.id, start, end)
        rated = [
            (service, code, count)
            for question, service, code, count in given
            if question == SCORE and code in SCORES and one.has_scores
        ]
        if is_divided and sum(count for _, _, count in rated) < LEAST_SHOWN:
            continue
        for service, code, count in rated:
            scores.setdefault(service, Counter())[code] += count
            parts[one.id, service] += count
        for question, _, code, count in given:
            option = one.question_set.question(question).option(code)
            if question == REASON and option is not None and option.key in REASONS:
                reasons[option.key] += count
    return MonthRatings(scores, reasons, parts, is_divided)


def month_aspects(
    connection: Connection, start: datetime, end: datetime
) -> tuple[AspectMonth, ...]:
    """Count the scores of each aspect of the surveys of satisfaction as `month_ratings` does, in their order.

    An aspect of a round to which fewer than LEAST_SHOWN people gave an answer is left out.
    """
    scores: dict[str, Counter[int]] = {}
    for one in _rounds(connection, start, end):
        question_set = one.question_set
        if question_set.purpose is not Purpose.SATISFACTION:
            continue
        names = {aspect.key: aspect.th for aspect in question_set.aspects}
        for aspect, given in aspect_scores(connection, one.id, question_set, start, end).items():
            if given.fewest >= LEAST_SHOWN:
                scores.setdefault(names[aspect], Counter()).update(given.scores)
    return tuple(
        AspectMonth(th, tuple(counts[score] for score in sorted(SCORES)))
        for th, counts in scores.items()
    )


def ratings_by_section(
    connection: Connection, round_id: int, start: datetime, end: datetime
) -> Counter[str]:
    """Count the scores of a round in a month by department of the response, as `month_ratings` does."""
    counts: Counter[str] = Counter()
    for sign, where in _valid(connection, round_id, start, end, (SCORE,)):
        rows = connection.execute(
            select(response.c.section, func.count())
            .join_from(answer, response, answer.c.response_id == response.c.id)
            .where(*where, answer.c.code.in_(SCORES))
            .group_by(response.c.section)
        )
        for section, count in rows:
            counts[section] += sign * count
    return +counts


@dataclass(frozen=True)
class AspectScores:
    """`scores`: how often each was given to the questions of an aspect, reversed questions turned round.

    `fewest`: the answers to that of its questions with the fewest, but at least one. `by_service`: the same for
    each service.
    """

    scores: Counter[int]
    fewest: int
    by_service: Mapping[str, int]


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
    answers: dict[str, dict[str, Counter[str]]] = {}
    for key, service, code, count in _given(connection, round_id, start, end, tuple(asked)):
        if code in SCORES:
            question = asked[key]
            score = len(SCORES) + 1 - code if question.reverse else code
            scores.setdefault(question.aspect, Counter())[score] += count
            of_aspect = answers.setdefault(question.aspect, {})
            of_aspect.setdefault(service, Counter())[key] += count
    return {
        aspect: AspectScores(
            counts,
            min(sum(answers[aspect].values(), Counter[str]()).values()),
            {service: min(given.values()) for service, given in answers[aspect].items()},
        )
        for aspect, counts in scores.items()
    }


def aspect_questions(question_set: QuestionSet) -> list[Question]:
    """Return the questions of aspects with as many levels as the monthly report shows."""
    return [one for one in question_set.questions if one.aspect and one.levels == len(SCORES)]


@dataclass(frozen=True)
class _Round:
    id: int
    question_set: QuestionSet
    begins: datetime
    ends: datetime

    @property
    def is_standing(self) -> bool:
        return self.question_set.key in STANDING_SETS

    @property
    def has_scores(self) -> bool:
        """Whether it asks for a score on the scale of the monthly report."""
        asked = self.question_set
        return asked.has(SCORE) and asked.question(SCORE).levels == len(SCORES)


def _rounds(connection: Connection, start: datetime, end: datetime) -> list[_Round]:
    ends = func.coalesce(survey_round.c.closed_at, survey_round.c.closes_at)
    rows = connection.execute(
        select(
            survey_round.c.id,
            survey_round.c.opens_at,
            survey_round.c.closes_at,
            survey_round.c.closed_at,
            survey_set.c.definition,
        )
        .join_from(survey_round, survey_set)
        .where(survey_round.c.opens_at < end, ends > start, survey_round.c.closes_at > start)
        .order_by(survey_round.c.id)
    )
    return [
        _Round(
            row.id,
            definition.from_json(row.definition),
            row.opens_at,
            min(row.closed_at or row.closes_at, row.closes_at),
        )
        for row in rows
    ]


def _given(
    connection: Connection,
    round_id: int,
    start: datetime,
    end: datetime,
    questions: Sequence[str] = (SCORE, REASON),
) -> list[tuple[str, str, int, int]]:
    """Count by question, service and code. A response that was declared invalid later still counts."""
    by = (answer.c.question, answer.c.service, answer.c.code)
    counts: Counter[tuple[str, str, int]] = Counter()
    for sign, where in _valid(connection, round_id, start, end, questions):
        for *key, count in connection.execute(
            select(*by, func.count()).where(*where, answer.c.code.is_not(None)).group_by(*by)
        ):
            question, service, code = key
            counts[question, service, code] += sign * count
    return [(*key, count) for key, count in counts.items() if count]


def _valid(
    connection: Connection,
    round_id: int,
    start: datetime,
    end: datetime,
    questions: Sequence[str],
) -> Iterator[tuple[int, tuple[ColumnElement[bool], ...]]]:
    """Yield conditions of answers, each with 1 if they are added, or -1 if they are subtracted.

    Those of the month are added as one index has them; those of the few people whose answer replaced one of an
    earlier month are subtracted, because to look for them at each answer would take several times as long.
    """
    of_questions = (answer.c.round_id == round_id, answer.c.question.in_(questions))
    of_month = (
        *of_questions,
        answer.c.submitted_at >= start,
        answer.c.submitted_at < end,
        or_(answer.c.replaced_at.is_(None) & answer.c.counted, answer.c.replaced_at >= end),
    )
    yield 1, of_month
    replaced_here = (
        # Literally the condition of the index, see storage.tables.
        text("answer.replaced_at IS NOT NULL"),
        answer.c.replaced_at >= start,
        answer.c.replaced_at < end,
        answer.c.submitted_at < start,
    )
    asked = select(answer.c.question).distinct().where(*of_questions, *replaced_here)
    for question in connection.scalars(asked).all():
        of_question = (answer.c.round_id == round_id, answer.c.question == question)
        people = select(answer.c.response_id).where(*of_question, *replaced_here)
        yield -1, (answer.c.response_id.in_(people), answer.c.question == question, *of_month)
