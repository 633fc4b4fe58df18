"""Which answers of a round the figures of some readers contain, and the counts of those answers alone.

Figures that are shown again and again, or beside those of months, leave some answers out. These are few, so that
the counts of a whole round are corrected by the answers of the people concerned instead of being counted again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, month_key
from domain.surveys.question_set import Kind
from domain.surveys.tally import Cell, scales_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from domain.surveys.question_set import QuestionSet
    from domain.surveys.tally import Pattern, Tally

FEWEST_IN_VIEW = 2 * LEAST_SHOWN
"""How many people must have answered an open round before it has figures."""


def people_in_view(answered: int) -> int:
    """How many people, the earliest, the figures of an open round contain. `answered`: all who answered so far.

    Figures grow by LEAST_SHOWN people, and at least as many are always still to come: the figures at the end of
    the round would otherwise tell the answers of those few who answered since the last look.
    """
    return max(0, LEAST_SHOWN * (answered // LEAST_SHOWN - 1))


@dataclass(frozen=True)
class LeftOut:
    """Answers to some questions that count from `start` up to, not including, `end`."""

    questions: frozenset[str]
    start: datetime
    end: datetime

    def contains(self, one: GivenAnswer) -> bool:
        return one.question in self.questions and self.start <= one.counts_at < self.end


@dataclass(frozen=True)
class View:
    """The answers that figures contain.

    `until`: as they were after this time; None for the current ones. `without`: responses none of whose answers
    are in the figures. `corrected`: responses whose answers to the questions `as_told` are those of the monthly
    reports, each as it was at the end of its month.
    """

    until: datetime | None = None
    without: frozenset[int] = frozenset()
    left_out: Sequence[LeftOut] = ()
    as_told: frozenset[str] = frozenset()
    corrected: frozenset[int] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Whether it contains every current answer."""
        return self == View()

    def contains(self, one: GivenAnswer) -> bool:
        """Whether it contains an answer."""
        if one.question in self.as_told and one.response in self.corrected:
            is_current = one.was_told
        elif one.is_void:
            is_current = False
        elif self.until is None:
            is_current = one.replaced is None
        else:
            is_current = one.given <= self.until and (
                one.replaced is None or one.replaced > self.until
            )
        return (
            is_current
            and one.response not in self.without
            and not any(left.contains(one) for left in self.left_out)
        )


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One code of an answer, with the person's `response` and what it is counted under; see `Cell`.

    `first`: the time of the first answer in its place if that was given in an earlier month, else None. `is_void`:
    the response was declared invalid, when it was `replaced` at the latest.
    """

    response: int
    section: str
    service: str
    question: str
    code: int
    given: datetime
    replaced: datetime | None
    first: datetime | None = None
    is_void: bool = False

    @property
    def counts_at(self) -> datetime:
        """The time in whose month it counts."""
        return self.first or self.given

    @property
    def was_told(self) -> bool:
        """Whether the report of its month contained it."""
        return self.first is None and (
            self.replaced is None or not same_month(self.given, self.replaced)
        )


def same_month(first: datetime, second: datetime) -> bool:
    """Whether two moments are in the same month in Bangkok."""
    return month_key(bangkok(first).date()) == month_key(bangkok(second).date())


def in_view(
    question_set: QuestionSet,
    tally: Tally,
    concerned: Iterable[GivenAnswer],
    view: View,
    sections: Collection[str] | None = None,
) -> Tally:
    """The counts of the answers in a view.

    `tally`: of the round, or of these departments. `concerned`: every answer, replaced ones too, of the people who
    gave or replaced an answer that is not in the view. The number of responses stays that of the whole tally.
    """
    cells: Counter[tuple[str, str, int]] = Counter()
    before: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    after: defaultdict[int, list[GivenAnswer]] = defaultdict(list)
    for one in tally.cells:
        cells[one.question, one.service, one.code] += one.count
    for given in concerned:
        if sections is not None and given.section not in sections:
            continue
        key = (given.question, given.service, given.code)
        if given.replaced is None:
            cells[key] -= 1
            before[given.response].append(given)
        if view.contains(given):
            cells[key] += 1
            after[given.response].append(given)
    patterns, respondents = Counter(tally.patterns or {}), Counter(tally.respondents or {})
    for people, sign in ((before, -1), (after, 1)):
        for answers in people.values():
            patterns[_pattern(question_set, answers)] += sign
            for asked in {one.question for one in answers}:
                if question_set.has(asked) and question_set.question(asked).kind is Kind.MANY:
                    respondents[asked] += sign
    patterns.pop((None,) * len(scales_of(question_set)), None)
    return replace(
        tally,
        cells=[Cell(*key, count) for key, count in cells.items() if count],
        patterns=None if tally.patterns is None else +patterns,
        respondents=None if tally.respondents is None else +respondents,
    )


def _pattern(question_set: QuestionSet, answers: Iterable[GivenAnswer]) -> Pattern:
    codes = {one.question: one.code for one in answers}
    return tuple(codes.get(one.key) for one in scales_of(question_set))
