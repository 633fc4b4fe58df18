"""The topics of cases that are published one by one: those which the figures of the half-year show too."""

from datetime import datetime, timedelta

from domain.organisation.calendar import bangkok, month_key
from domain.organisation.periods import Period, halves, parse_period
from domain.reporting.small_rows import safe_rows
from handlers.core.unit_of_work import UnitOfWork

READ_AGAIN = timedelta(minutes=1)
"""Topics only join those of a half-year, so what was read before never shows too much."""


def half_year_of(moment: datetime) -> Period:
    """Return the half of the fiscal year that contains a time."""
    (found,) = halves(parse_period(month_key(bangkok(moment).date())))
    return found


def half_years(since: datetime, until: datetime) -> list[Period]:
    """Return the half-years from the one that contains `since` to the one that contains `until`."""
    found = [half_year_of(since)]
    while found[-1].bounds[1] <= until:
        found.append(half_year_of(found[-1].bounds[1]))
    return found


class PublicTopics:
    """The published topics of each half-year, counted at most once a minute."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[datetime, frozenset[str]]] = {}

    def of(self, uow: UnitOfWork, half_year: Period) -> frozenset[str]:
        """Return the keys of the categories whose cases of this half-year can be told by their topic."""
        read_at, topics = self._read.get(half_year.key, (None, frozenset()))
        is_over = half_year.bounds[1] <= uow.now
        was_over = read_at is not None and half_year.bounds[1] <= read_at
        if read_at is None or is_over != was_over or uow.now - read_at >= READ_AGAIN:
            topics = _count(uow, half_year, is_over=is_over)
            self._read[half_year.key] = (uow.now, topics)
        return topics


def _count(uow: UnitOfWork, half_year: Period, *, is_over: bool) -> frozenset[str]:
    if not is_over:
        return frozenset(uow.tx.statistics.shown_early(half_year))
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    counts = uow.tx.statistics.of_cases(half_year, categories, ())
    return frozenset(key for key, _ in safe_rows(counts.categories, counts.shown_early))
