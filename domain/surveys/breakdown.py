"""The figures by service; there is no other breakdown of scores.

Those of a village or a channel, beside the scores of services, departments and months, would tell the answers of
few people. Readers see of them only how many answered, see `Coverage`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.statistics.histogram import size
from domain.surveys.bands import band, percent_of_highest
from domain.surveys.heading_figures import average_of, combined
from domain.surveys.question_figures import score_histogram
from domain.surveys.tally import scales_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.statistics.histogram import Histogram
    from domain.surveys.heading_figures import Average
    from domain.surveys.question_set import QuestionSet
    from domain.surveys.tally import Tally

SERVICE = "service"


@dataclass(frozen=True)
class GroupFigures:
    """The total of one group. `n`: its responses, None if the group is suppressed because it is small.

    `dimension`: SERVICE; figures that earlier releases stored contain others.
    `fewest`: the smallest positive number of answers to one of its scales; the group is small if this number is.
    `mean`, `percent`, `band`: defined as for the whole, None if scales differ. `score`: 0 to 100; for a set with
    indicators, their mean.
    """

    dimension: str
    key: str
    n: int | None
    fewest: int | None = None
    mean: float | None = None
    percent: float | None = None
    score: float | None = None
    band: int | None = None

    def blank(self) -> GroupFigures:
        """The group without its answers and its size."""
        return replace(self, n=None, fewest=None, mean=None, percent=None, score=None, band=None)


def breakdowns(question_set: QuestionSet, tally: Tally) -> tuple[GroupFigures, ...]:
    """Every service with responses, "" for none, sorted by key."""
    sizes: Counter[str] = Counter()
    for group in tally.counted:
        sizes[group.service] += group.count
    histograms: defaultdict[str, defaultdict[str, Counter[int]]] = defaultdict(
        lambda: defaultdict(Counter)
    )
    for cell in tally.cells:
        histograms[cell.service][cell.question][cell.code] += cell.count
    return tuple(_figures(question_set, key, sizes[key], histograms[key]) for key in sorted(sizes))


def _figures(
    question_set: QuestionSet,
    key: str,
    n: int,
    histograms: Mapping[str, Histogram],
) -> GroupFigures:
    average = whole_average(question_set, histograms)
    mean, levels = average.mean, average.levels
    answers = [
        size(score_histogram(one, histograms.get(one.key, {}))) for one in scales_of(question_set)
    ]
    return GroupFigures(
        SERVICE,
        key,
        n,
        min([n, *filter(None, answers)]),
        None if mean is None else float(mean),
        None if mean is None else float(percent_of_highest(mean, levels)),
        None if average.score is None else float(average.score),
        None if mean is None else band(mean, levels, question_set.bands),
    )


def whole_average(question_set: QuestionSet, histograms: Mapping[str, Histogram]) -> Average:
    """The mean of the aspects; without aspects, of the indicators; without these, of the scales."""
    scales = scales_of(question_set)
    for kind in ("aspect", "indicator"):
        parts = [
            average_of([one for one in scales if getattr(one, kind) == key], histograms)
            for key in dict.fromkeys(getattr(one, kind) for one in scales)
            if key
        ]
        if parts:
            return combined(parts)
    return average_of(scales, histograms)
