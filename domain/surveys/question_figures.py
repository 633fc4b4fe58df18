"""The figures of one question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.statistics.histogram import deviation, mean, median, size
from domain.statistics.intervals import mean_margin, wilson
from domain.surveys.bands import band, percent_of_highest, score_of_range
from domain.surveys.question_set import OUTSIDE, Kind

if TYPE_CHECKING:
    from domain.statistics.histogram import Histogram
    from domain.surveys.question_set import Question

TWO_LEVELS = 2


@dataclass(frozen=True)
class OptionFigures:
    """How many people chose an option. `share`: of n, 0 to 1; `low`, `high`: its 95 % interval (Wilson)."""

    code: int
    key: str
    th: str
    en: str
    count: int
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class QuestionFigures:
    """The figures of a question; None where they do not exist.

    `n`: people whose answers count. `outside`: people who did not use it or do not know; not in n.
    `mean` (x̄), `deviation` (S.D., n - 1), `median`: of a scale after reversed codes are inverted, of a number
    unchanged. `percent` (ร้อยละ, x̄ / k · 100), `score` (คะแนน 0-100), `band` (5 to 1): of a scale.
    `margin`: half the 95 % interval of the mean. `options`: in the order of the paper form.
    """

    key: str
    kind: Kind
    th: str
    en: str
    aspect: str
    indicator: str
    levels: int
    reverse: bool
    n: int
    outside: int
    options: tuple[OptionFigures, ...]
    mean: float | None = None
    deviation: float | None = None
    median: float | None = None
    percent: float | None = None
    score: float | None = None
    band: int | None = None
    margin: float | None = None

    @property
    def is_two_level(self) -> bool:
        """Whether it is a scale of two answers, such as yes and no, which is read by its shares."""
        return self.kind is Kind.SCALE and self.levels == TWO_LEVELS

    @property
    def is_graded(self) -> bool:
        """Whether it is a scale of more than two levels, which has a mean that readers compare."""
        return self.kind is Kind.SCALE and self.levels > TWO_LEVELS


def question_figures(
    question: Question,
    histogram: Histogram,
    *,
    bands: str = "451",
    population: int | None = None,
    respondents: int | None = None,
) -> QuestionFigures:
    """The figures of a question from how often each code was given.

    `population`: people served, for the margin. `respondents`: people who answered a `many` question, the n of
    its shares; None for a question of one choice.
    """
    outside = histogram.get(OUTSIDE, 0) if question.kind is not Kind.NUMBER else 0
    scores = score_histogram(question, histogram)
    if question.kind is Kind.SCALE or question.kind is Kind.NUMBER:
        n = size(scores)
    elif respondents is not None:
        n = respondents - outside
    else:
        n = size(histogram) - outside
    average, middle, spread = mean(scores), median(scores), deviation(scores)
    is_scale = average is not None and question.kind is Kind.SCALE
    return QuestionFigures(
        key=question.key,
        kind=question.kind,
        th=question.th,
        en=question.en,
        aspect=question.aspect,
        indicator=question.indicator,
        levels=question.levels,
        reverse=question.reverse,
        n=n,
        outside=outside,
        options=_options(question, histogram, n),
        mean=None if average is None else float(average),
        deviation=spread,
        median=None if middle is None else float(middle),
        percent=float(percent_of_highest(average, question.levels))
        if is_scale and average
        else None,
        score=float(score_of_range(average, question.levels)) if is_scale and average else None,
        band=band(average, question.levels, bands) if is_scale and average else None,
        margin=mean_margin(spread, n, population),
    )


def score_histogram(question: Question, histogram: Histogram) -> dict[int, int]:
    """How often each score was given: of a scale after reversed codes are inverted, of a number unchanged.

    Empty for the other kinds. Codes outside the scale are left out.
    """
    if question.kind is Kind.NUMBER:
        return dict(histogram)
    scores = ((question.score(code), count) for code, count in histogram.items())
    return {score: count for score, count in scores if score is not None}


def _options(question: Question, histogram: Histogram, n: int) -> tuple[OptionFigures, ...]:
    figures = []
    for option in question.options:
        count = histogram.get(option.code, 0)
        low, high = wilson(count, n) or (0.0, 0.0)
        share = count / n if n else 0.0
        figures.append(
            OptionFigures(option.code, option.key, option.th, option.en, count, share, low, high)
        )
    return tuple(figures)
