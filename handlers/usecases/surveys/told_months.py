"""The months whose ratings the figures of a standing round contain, beside what the monthly reports tell."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import bangkok, fiscal_year, month_bounds, month_key
from domain.organisation.periods import Period, halves, parse_period
from domain.surveys.participation import STANDING_SETS
from domain.surveys.told_ratings import RoundToTell, ToldTogether, months_by_round
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import counted_in, ratings_by_month
from storage.reporting.monthly_ratings import SCORE, MonthRatings
from storage.surveys.rounds import SurveyRound


@dataclass(frozen=True)
class ToldMonths:
    """The ratings of the months in which a round was open and that are over, by half-year.

    `shown`: the months that the figures of the round contain.
    """

    by_half: Mapping[Period, Mapping[str, MonthRatings]]
    shown: frozenset[str]

    @property
    def whole(self) -> dict[Period, list[MonthRatings]]:
        """The half-years that are over with the months that count in them."""
        return {
            half: [by_month[month] for month in counted_in(half, by_month)]
            for half, by_month in self.by_half.items()
            if len(by_month) == len(half.months)
        }


def told_months(uow: UnitOfWork, found: SurveyRound) -> ToldMonths:
    """Return what was told of the months of a round until its end. It never changes after that."""
    periods = _halves(found, last_month(uow, found))
    by_half = {half: ratings_by_month(uow, half) for half in periods}
    earlier = [
        one
        for one in uow.tx.survey_rounds.all()
        if _is_rated(one)
        and (one.ended_at, one.id) < (found.ended_at, found.id)
        and one.ended_at > periods[0].bounds[0]
        and not one.is_open(uow.now)
    ]
    ordered = [*sorted(earlier, key=lambda one: (one.ended_at, one.id)), found]
    until = {one.id: _until(by_half, last_month(uow, one)) for one in ordered}
    rounds = [
        RoundToTell(
            one.id,
            [*_told(until[one.id]), *_last_part(uow, one)],
            is_over=not one.is_open(uow.now),
        )
        for one in ordered
    ]
    return ToldMonths(until[found.id], months_by_round(rounds)[found.id])


def last_month(uow: UnitOfWork, found: SurveyRound) -> str:
    """Return the month in which a round ended, or the running month."""
    return month_key(bangkok(min(found.last_moment, uow.now)).date())


def _is_rated(found: SurveyRound) -> bool:
    return found.question_set.key in STANDING_SETS and found.question_set.has(SCORE)


def _halves(found: SurveyRound, last: str) -> list[Period]:
    """Return the half-years of the fiscal years from the start of a round to this month."""
    first = fiscal_year(bangkok(found.opens_at).date())
    until = fiscal_year(bangkok(month_bounds(last)[0]).date())
    return [
        half
        for year in range(first, until + 1)
        for half in halves(parse_period(str(year)))
        if half.months[0] <= last
    ]


def _until(
    by_half: Mapping[Period, Mapping[str, MonthRatings]], last: str
) -> dict[Period, dict[str, MonthRatings]]:
    return {
        half: {month: one for month, one in by_month.items() if month <= last}
        for half, by_month in by_half.items()
    }


def _told(by_half: Mapping[Period, Mapping[str, MonthRatings]]) -> Sequence[ToldTogether]:
    """Return the months that are told one by one, and for each half-year those that are told together."""
    found: list[ToldTogether] = []
    for half, by_month in by_half.items():
        few: dict[str, MonthRatings] = {}
        for month in counted_in(half, by_month):
            one = by_month[month]
            if one.parts.total() >= LEAST_SHOWN:
                found.append(ToldTogether(frozenset({month}), one.by_round))
            elif one.parts:
                few[month] = one
        if few:
            parts = sum((one.by_round for one in few.values()), Counter[int]())
            found.append(ToldTogether(frozenset(few), parts))
    return found


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
