"""The ratings of a period: the sum of its months, without those of few answers that could be computed from it."""

from collections import Counter
from collections.abc import Mapping

from domain.organisation.calendar import month_bounds
from domain.organisation.periods import Period, halves
from domain.surveys.counted_months import counted_months
from handlers.core.unit_of_work import UnitOfWork
from storage.reporting.monthly_ratings import MonthRatings

Scores = dict[str, Counter[int]]
"""How often each score of 1 to 5 was given, by service, "" for the handling of complaints."""


def scores_of(uow: UnitOfWork, period: Period) -> Scores:
    """Return the ratings of a month, a quarter, a half-year or a year.

    A half-year contains its `counted_months`, a year those of its half-years, and a shorter period only months
    with enough answers. Months that are not over do not count: two looks at one could reveal an answer.
    """
    found: Scores = {}
    for half in halves(period):
        by_month = ratings_by_month(uow, half if set(half.months) <= set(period.months) else period)
        for service, scores in scores_in(half, by_month).items():
            found.setdefault(service, Counter()).update(scores)
    return found


def scores_in(half: Period, by_month: Mapping[str, MonthRatings]) -> Scores:
    """Return the ratings of the months that count, see `counted_in`."""
    found: Scores = {}
    for month in counted_in(half, by_month):
        for service, scores in by_month[month].scores.items():
            found.setdefault(service, Counter()).update(scores)
    return found


def ratings_by_month(uow: UnitOfWork, period: Period) -> dict[str, MonthRatings]:
    """Return the ratings of each month of a period that is over."""
    bounds = {month: month_bounds(month) for month in period.months}
    return {
        month: uow.tx.figures.ratings(start, end)
        for month, (start, end) in bounds.items()
        if end <= uow.now
    }


def counted_in(half: Period, by_month: Mapping[str, MonthRatings]) -> frozenset[str]:
    """Return the months of `by_month` that count. `by_month`: the months of a half-year that are over, or some."""
    sizes = {month: one.parts.total() for month, one in by_month.items()}
    return counted_months(sizes, is_over=len(by_month) == len(half.months))
