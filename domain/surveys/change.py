"""Whether the answers to a question became better or worse, or whether the data do not show it yet."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.statistics.histogram import mean, size
from domain.statistics.rank_test import holm, mann_whitney
from domain.surveys.question_figures import score_histogram
from domain.surveys.question_set import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from domain.statistics.histogram import Histogram
    from domain.surveys.question_set import Question, QuestionSet

FEWEST_COMPARED = 20
"""Minimum answers before and now; with fewer, no verdict is given."""
SIGNIFICANT = 0.05


class Verdict(StrEnum):
    """ดีขึ้น, ลดลง, ยังบอกไม่ได้."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class ChangeFigures:
    """A question before and now.

    `p`: two-sided, Holm-corrected over all compared questions; None with fewer than FEWEST_COMPARED answers.
    `score_before` and `score`: 0 to 100, None without answers.
    """

    question: str
    n_before: int
    n: int
    score_before: float | None
    score: float | None
    p: float | None
    verdict: Verdict


@dataclass(frozen=True)
class Comparison:
    """A question with how often each of its codes was given before and now."""

    question: Question
    before: Histogram
    now: Histogram


def continued(question_set: QuestionSet, former: QuestionSet) -> dict[str, str]:
    """The questions whose results continue those of another version: current key to former key.

    In the same version every question continues; in another version only a question with `same_as` that is a scale
    with the same number of levels in both.
    """
    same_version = (question_set.key, question_set.version) == (former.key, former.version)
    found = {}
    for question in question_set.questions:
        same = question.same_as
        key = question.key if same_version else ""
        if same and (same.set_key, same.version) == (former.key, former.version):
            key = same.question
        if former.has(key) and _are_alike(question, former.question(key)):
            found[question.key] = key
    return found


def _are_alike(question: Question, former: Question) -> bool:
    return question.kind is former.kind is Kind.SCALE and question.levels == former.levels


def compare(
    question_set: QuestionSet,
    now: Mapping[str, Histogram],
    former_set: QuestionSet,
    before: Mapping[str, Histogram],
) -> tuple[ChangeFigures, ...]:
    """The changes of every continued question, in the order of the set."""
    pairs = continued(question_set, former_set)
    return changes(
        [
            Comparison(
                question_set.question(key),
                score_histogram(former_set.question(then), before.get(then, {})),
                score_histogram(question_set.question(key), now.get(key, {})),
            )
            for key, then in pairs.items()
        ]
    )


def changes(comparisons: Sequence[Comparison]) -> tuple[ChangeFigures, ...]:
    """The changes of some questions. The histograms contain scores, in which reversed codes are inverted."""
    tests = {
        place: test
        for place, one in enumerate(comparisons)
        if min(size(one.before), size(one.now)) >= FEWEST_COMPARED
        and (test := mann_whitney(one.before, one.now)) is not None
    }
    corrected = dict(zip(tests, holm([test.p for test in tests.values()]), strict=True))
    figures = []
    for place, one in enumerate(comparisons):
        p, verdict = corrected.get(place), Verdict.UNCLEAR
        if p is not None and p < SIGNIFICANT:
            verdict = Verdict.BETTER if tests[place].is_second_higher else Verdict.WORSE
        figures.append(
            ChangeFigures(
                one.question.key,
                size(one.before),
                size(one.now),
                _score(one.question, one.before),
                _score(one.question, one.now),
                p,
                verdict,
            )
        )
    return tuple(figures)


def _score(question: Question, scores: Histogram) -> float | None:
    average = mean(scores)
    return None if average is None else float(100 * (average - 1) / (question.levels - 1))
