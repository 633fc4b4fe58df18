"""The months whose ratings the figures of a standing round contain, beside what the monthly reports tell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, fiscal_year, month_bounds, month_key
from domain.organisation.periods import Period, halves, parse_period
from domain.surveys.counted_months import counted_months
from domain.surveys.participation import STANDING_SETS
from domain.surveys.told_ratings import RoundToTell, ToldTogether, months_by_round
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import ratings_by_month
from storage.reporting.monthly_ratings import SCORE, MonthRatings
from storage.surveys.rounds import SurveyRound


@dataclass(frozen=True)
class ToldHalf:
    """The ratings of those months of a half-year that are over; `is_over`: all six are.

    `shown`: the months that the figures of each round contain, by the id of the round.
    """

    half: Period
    by_month: Mapping[str, MonthRatings]
    shown: Mapping[int, frozenset[str]]
    is_over: bool


def told_half(uow: UnitOfWork, half: Period) -> ToldHalf:
    """Return what is told of the months of a half-year by themselves and by the rounds of it.

    What a round tells of it is decided when the round ends, or at the end of the half-year, whichever is first. It
    never changes after that.
    """
    by_month = ratings_by_month(uow, half)
    start, end = half.bounds
    is_over = end <= uow.now
    rounds = [
        one
        for one in uow.tx.survey_rounds.all()
        if is_rated(one) and one.opens_at < end and one.ended_at > start
    ]
    # Rounds that go on after the half-year may end in any order.
    rounds.sort(key=lambda one: (min(one.ended_at, end), one.id))
    told = [
        RoundToTell(
            one.id,
            [
                *_told(by_month, one, is_whole=is_over and one.ended_at >= end),
                *_last_part(uow, one),
            ],
            is_over=is_over or not one.is_open(uow.now),
        )
        for one in rounds
    ]
    return ToldHalf(half, by_month, months_by_round(told), is_over)


def halves_of(uow: UnitOfWork, found: SurveyRound) -> list[Period]:
    """Return the half-years from the start of a round to its end, or to this month."""
    last = last_month(uow, found)
    first = month_key(bangkok(found.opens_at).date())
    until = fiscal_year(bangkok(month_bounds(last)[0]).date())
    return [
        half
        for year in range(fiscal_year(bangkok(found.opens_at).date()), until + 1)
        for half in halves(parse_period(str(year)))
        if half.months[0] <= last and half.months[-1] >= first
    ]


def last_month(uow: UnitOfWork, found: SurveyRound) -> str:
    """Return the month in which a round ended, or the running month."""
    return month_key(bangkok(min(found.last_moment, uow.now)).date())


def is_rated(found: SurveyRound) -> bool:
    """Whether the months tell the ratings of a round."""
    return found.question_set.key in STANDING_SETS and found.question_set.has(SCORE)


def _told(
    by_month: Mapping[str, MonthRatings], found: SurveyRound, *, is_whole: bool
) -> Sequence[ToldTogether]:
    """Return the months until a round ended that are told one by one, and those that are told together.

    `is_whole`: the half-year was over when the round ended. If it ended earlier, nothing was told of its months of
    few answers, and that remains so.
    """
    last = month_key(bangkok(found.last_moment).date())
    until = {month: one for month, one in by_month.items() if month <= last}
    sizes = {month: one.parts.total() for month, one in until.items()}
    together: list[ToldTogether] = []
    few: dict[str, MonthRatings] = {}
    for month in counted_months(sizes, is_over=is_whole):
        if sizes[month] >= LEAST_SHOWN:
            together.append(ToldTogether(frozenset({month}), until[month].by_round))
        elif sizes[month]:
            few[month] = until[month]
    if few:
        parts = sum((one.by_round for one in few.values()), Counter[int]())
        together.append(ToldTogether(frozenset(few), parts))
    return together


def _last_part(uow: UnitOfWork, found: SurveyRound) -> Sequence[ToldTogether]:
    """Return the ratings of a round in the month that it ended in, while this month is not over.

    They are in its figures at once, because `month_ratings` tells no few ratings of other rounds in such a month.
    """
    month = last_month(uow, found)
    start, end = month_bounds(month)
    if found.is_open(uow.now) or end <= uow.now:
        return ()
    count = uow.tx.figures.ratings(start, end).by_round[found.id]
    return (ToldTogether(frozenset({month}), {found.id: count}),) if count >= LEAST_SHOWN else ()
