"""Which services and departments are told by themselves, beside months, half-years and rounds.

The report of services tells those of a half-year, the figures of a round those of the round, and heads read the
part of their department. All of these are sums of the rows of one table for each half-year.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain.anonymity import LEAST_SHOWN
from domain.organisation.calendar import month_bounds
from domain.organisation.periods import Period
from domain.surveys.counted_months import counted_months
from domain.surveys.participation import CASE_SET
from domain.surveys.tally import Group
from domain.surveys.told_table import ToldTable
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import counted_in
from handlers.usecases.surveys.told_months import ToldHalf, told_half
from storage.reporting.monthly_ratings import AspectScores, MonthRatings
from storage.surveys.rounds import SurveyRound


@dataclass(frozen=True)
class Row:
    """People of one round, department and service, "" without one.

    `is_shown`: whether the figures of the round contain the month that they are counted in.
    """

    round: int
    section: str
    service: str
    is_shown: bool = True


class ToldServices:
    """A table of answers to a question, and what is told of it. `cells`: as in `ToldTable`."""

    def __init__(self, cells: Mapping[tuple[Row, Hashable], int]) -> None:
        self._sizes: Counter[Row] = Counter()
        for (row, _), count in cells.items():
            self._sizes[row] += count
        self._table = ToldTable(cells)

    def tell_rounds(self) -> None:
        """Tell the sum of the rows that the figures of each round contain; they do so already."""
        for one in {row.round for row in self._sizes}:
            self._table.tell(self.of_round(one), is_known=True)

    def tell(self, figures: Iterable[frozenset[Row]]) -> None:
        """Tell as many of these sums of rows as reveals no few people, large ones first."""
        for figure in sorted(
            set(figures), key=lambda one: (-self._size(one), sorted(map(repr, one)))
        ):
            self._table.tell(figure)

    def is_told(self, rows: frozenset[Row]) -> bool:
        """Whether the sum of these rows is told."""
        return self._table.is_told(rows)

    def of_round(
        self, round_id: int, section: str | None = None, service: str | None = None
    ) -> frozenset[Row]:
        """Return the rows in the figures of a round, of a department and a service; None for all."""
        return frozenset(
            row
            for row in self._sizes
            if row.is_shown
            and round_id == row.round
            and section in (None, row.section)
            and service in (None, row.service)
        )

    def of_service(self, service: str) -> frozenset[Row]:
        """Return the rows of a service in all rounds."""
        return frozenset(row for row in self._sizes if row.service == service)

    @property
    def services(self) -> frozenset[str]:
        """The services with answers."""
        return frozenset(row.service for row in self._sizes)

    def tell_parts(self) -> None:
        """Tell the departments of each round, and then its services."""
        rows = [row for row in self._sizes if row.is_shown]
        self.tell(self.of_round(row.round, section=row.section) for row in rows)
        self.tell(self.of_round(row.round, service=row.service) for row in rows)

    def hidden_in(self, round_id: int) -> frozenset[str]:
        """Return the services that the figures of a round may not show."""
        return frozenset(
            one for one in self.services if not self.is_told(self.of_round(round_id, service=one))
        )

    @property
    def hidden(self) -> frozenset[str]:
        """The services that all rounds together may not show."""
        return frozenset(one for one in self.services if not self.is_told(self.of_service(one)))

    def _size(self, rows: Iterable[Row]) -> int:
        return sum(self._sizes[row] for row in rows)


def ratings_of(uow: UnitOfWork, half: Period) -> ToldServices:
    """Return the ratings of a half-year that is over."""
    return ratings_in(uow, told_half(uow, half))


def ratings_in(uow: UnitOfWork, told: ToldHalf) -> ToldServices:
    """Return the ratings of a half-year that is over, with what the months and rounds tell of it.

    The services of the half-year are told first, then the departments and services of each round.
    """
    cells: Counter[tuple[Row, Hashable]] = Counter()
    for month in counted_in(told.half, told.by_month):
        one = told.by_month[month]
        is_few = one.parts.total() < LEAST_SHOWN
        is_clear = min(one.by_round.values(), default=0) >= LEAST_SHOWN
        for round_id, section, service, count in _rows(uow, one, month):
            row = Row(round_id, section, service, month in told.shown.get(round_id, ()))
            # The figures of rounds tell each of them by itself in a month in which all have enough people.
            column = "few" if is_few else (month, round_id if is_clear else 0)
            cells[row, column] += count
    found = ToldServices(cells)
    found.tell_rounds()
    found.tell(map(found.of_service, found.services))
    found.tell_parts()
    return found


def aspect_of(
    uow: UnitOfWork, found: SurveyRound, by_month: Mapping[str, AspectScores]
) -> ToldServices:
    """Return the answers about an aspect of a closed round. `by_month`: those of each month with answers.

    Each month is told by the monthly report; those of few answers only together, by the round.
    """
    sizes = {month: one.fewest for month, one in by_month.items()}
    section_of = sections_of_services(uow)
    cells: Counter[tuple[Row, Hashable]] = Counter()
    for month in counted_months(sizes, is_over=True):
        column = month if sizes[month] >= LEAST_SHOWN else "few"
        for service, count in by_month[month].by_service.items():
            cells[Row(found.id, section_of.get(service, ""), service), column] += count
    told = ToldServices(cells)
    told.tell_parts()
    return told


def people_of(found: SurveyRound, counted: Iterable[Group]) -> ToldServices:
    """Return the people who answered a round, all as one number.

    The departments are told first, because they have figures of all questions.
    """
    cells: Counter[tuple[Row, Hashable]] = Counter()
    for one in counted:
        cells[Row(found.id, one.section, one.service), "round"] += one.count
    told = ToldServices(cells)
    told.tell_parts()
    return told


def sections_of_services(uow: UnitOfWork) -> dict[str, str]:
    """Return the department of each service; the one that runs the surveys for "", the office as a whole."""
    catalog = uow.context.catalog
    found = {one.key: one.department for one in catalog.services}
    found[""] = catalog.organisation.eit_section
    return found


def _rows(
    uow: UnitOfWork, ratings: MonthRatings, month: str
) -> Iterator[tuple[int, str, str, int]]:
    """Yield the number of ratings in a month by round, department and service."""
    sets = {one.id: one.question_set.key for one in uow.tx.survey_rounds.all()}
    section_of = sections_of_services(uow)
    for (round_id, service), count in ratings.parts.items():
        if sets[round_id] == CASE_SET:
            by_section = uow.tx.figures.ratings_by_section(round_id, *month_bounds(month))
            for section, answers in by_section.items():
                yield round_id, section, service, answers
        else:
            yield round_id, section_of.get(service, ""), service, count
