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
    these people's own means, of their answers or, for the whole, of their aspects, on the scale of `mean` or,
    without one, of `score`; `margin`: half the 95 % interval that follows from it. `alpha`: over the people who
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

    @property
    def score_deviation(self) -> float | None:
        """The S.D. in points of the score from 0 to 100."""
        return self._in_points(self.deviation)

    @property
    def score_margin(self) -> float | None:
        """The margin in points of the score from 0 to 100."""
        return self._in_points(self.margin)

    def _in_points(self, value: float | None) -> float | None:
        if value is None or self.mean is None or not self.percent:
            return value
        levels = round(100 * self.mean / self.percent)
        return value * 100 / (levels - 1)


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
    """A heading, its questions, and the indexes of its questions in a pattern.

    `parts`: the part of each question if the mean is that of parts, such as aspects; empty for one part.
    """

    key: str
    th: str
    en: str
    questions: tuple[Question, ...]
    places: tuple[int, ...]
    parts: tuple[str, ...] = ()


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
    means, units = _own_means(heading, people)
    n, spread = means.total(), deviation(means)
    # The S.D. is on the scale of the mean where there is one, else on that of the score.
    width = (average.levels - 1 if average.levels else 100) / units
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


def _own_means(heading: Heading, people: Mapping[Pattern, int]) -> tuple[Counter[int], int]:
    """The means of the people, each of the parts that they answered, and how many units of them are the range.

    A person's mean is a fraction of the range; in these units all of them are whole numbers.
    """
    parts = heading.parts or ("",) * len(heading.questions)
    steps = lcm(*(one.levels - 1 for one in heading.questions))
    weights = [steps // (one.levels - 1) for one in heading.questions]
    sizes = Counter(parts)
    answers, answered = lcm(*range(1, max(sizes.values()) + 1)), lcm(*range(1, len(sizes) + 1))
    means: Counter[int] = Counter()
    for scores, count in people.items():
        given: dict[str, list[int]] = {}
        for part, score, weight in zip(parts, scores, weights, strict=True):
            if score is not None:
                given.setdefault(part, []).append((score - 1) * weight)
        of_parts = sum(sum(one) * (answers // len(one)) for one in given.values())
        means[of_parts * (answered // len(given))] += count
    return means, steps * answers * answered


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
