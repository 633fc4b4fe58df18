"""The figures of several questions together: of an aspect, an indicator or the whole set."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from domain.statistics.histogram import deviation, mean
from domain.statistics.intervals import mean_margin
from domain.statistics.reliability import cronbach_alpha
from domain.surveys.bands import band, percent_of_highest, score_of_range
from domain.surveys.question_figures import score_histogram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.statistics.histogram import Histogram
    from domain.surveys.question_set import Question
    from domain.surveys.tally import Pattern

FEWEST_FOR_ALPHA = 30
"""Minimum people who answered every item; with fewer, alpha is not reported."""


@dataclass(frozen=True)
class HeadingFigures:
    """The figures of the scales under one heading; None where they do not exist.

    `mean` is the mean of its questions' means (for the whole: of its aspects' means), so that a question with few
    answers weighs as much as another. `score` is computed likewise and is the only one of the two if the questions
    have different numbers of levels. `n`: people who answered at least one question. `deviation`: the S.D. of
    these people's own means; `margin`: half the 95 % interval that follows from it. `alpha`: over the people who
    answered all questions.
    """

    key: str
    th: str
    en: str
    questions: tuple[str, ...]
    n: int
    mean: float | None = None
    deviation: float | None = None
    percent: float | None = None
    score: float | None = None
    band: int | None = None
    margin: float | None = None
    alpha: float | None = None


@dataclass(frozen=True)
class Average:
    """The exact mean and 0-100 score of some questions. `levels`: 0 if they differ; then there is no mean."""

    mean: Fraction | None
    score: Fraction | None
    levels: int


def average_of(questions: Sequence[Question], histograms: Mapping[str, Histogram]) -> Average:
    """The mean of the questions' means; questions that nobody answered are left out."""
    found = [
        (question, average)
        for question in questions
        if (average := mean(score_histogram(question, histograms.get(question.key, {}))))
        is not None
    ]
    return combined(
        [
            Average(average, score_of_range(average, question.levels), question.levels)
            for question, average in found
        ]
    )


def combined(parts: Sequence[Average]) -> Average:
    """The mean of several averages, each with the same weight."""
    answered = [one for one in parts if one.score is not None]
    if not answered:
        return Average(None, None, 0)
    levels = {one.levels for one in answered}
    scores = [one.score for one in answered if one.score is not None]
    means = [one.mean for one in answered if one.mean is not None]
    one_scale = len(levels) == 1 and len(means) == len(answered)
    return Average(
        sum(means, Fraction()) / len(means) if one_scale else None,
        sum(scores, Fraction()) / len(scores),
        levels.pop() if one_scale else 0,
    )


@dataclass(frozen=True)
class Heading:
    """A heading, its questions, and the indexes of its questions in a pattern."""

    key: str
    th: str
    en: str
    questions: tuple[Question, ...]
    places: tuple[int, ...]


def heading_figures(
    heading: Heading,
    average: Average,
    patterns: Mapping[Pattern, int],
    *,
    bands: str = "451",
    population: int | None = None,
) -> HeadingFigures:
    """The figures of a heading. `average`: of its questions; for the whole, of its aspects."""
    people = _people(heading, patterns)
    # A person's mean is a fraction; in units of 1 / (steps · counts) of the range all of them are whole numbers.
    steps = lcm(*(one.levels - 1 for one in heading.questions))
    counts = lcm(*range(1, len(heading.questions) + 1))
    weights = [steps // (one.levels - 1) for one in heading.questions]
    means: Counter[int] = Counter()
    for scores, count in people.items():
        given = [
            (score - 1) * weight
            for score, weight in zip(scores, weights, strict=True)
            if score is not None
        ]
        means[sum(given) * (counts // len(given))] += count
    n, spread = means.total(), deviation(means)
    # The S.D. is on the scale of the mean where there is one, else on that of the score.
    width = (average.levels - 1 if average.levels else 100) / (steps * counts)
    spread = None if spread is None else spread * width
    return HeadingFigures(
        key=heading.key,
        th=heading.th,
        en=heading.en,
        questions=tuple(one.key for one in heading.questions),
        n=n,
        mean=None if average.mean is None else float(average.mean),
        deviation=spread,
        percent=None
        if average.mean is None
        else float(percent_of_highest(average.mean, average.levels)),
        score=None if average.score is None else float(average.score),
        band=None if average.mean is None else band(average.mean, average.levels, bands),
        margin=mean_margin(spread, n, population),
        alpha=_alpha(people),
    )


def _people(heading: Heading, patterns: Mapping[Pattern, int]) -> dict[Pattern, int]:
    """The patterns of the heading's questions as scores, without people who answered none of them."""
    people: Counter[Pattern] = Counter()
    tables = [
        {None: None, **{code: question.score(code) for code in range(question.levels + 1)}}
        for question in heading.questions
    ]
    for codes, count in patterns.items():
        scores = tuple(
            table.get(codes[place]) for table, place in zip(tables, heading.places, strict=True)
        )
        if any(score is not None for score in scores):
            people[scores] += count
    return people


def _alpha(people: Mapping[Pattern, int]) -> float | None:
    whole = {scores: count for scores, count in people.items() if None not in scores}
    if sum(whole.values()) < FEWEST_FOR_ALPHA:
        return None
    width = len(next(iter(whole)))
    items: list[Counter[int]] = [Counter() for _ in range(width)]
    totals: Counter[int] = Counter()
    for scores, count in whole.items():
        given = [score for score in scores if score is not None]
        totals[sum(given)] += count
        for item, score in zip(items, given, strict=True):
            item[score] += count
    return cronbach_alpha(items, totals)
