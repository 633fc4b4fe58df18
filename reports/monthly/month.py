"""What every section of a month's document is made of: its figures, names and cells."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from domain.figures.monthly_figures import MonthFigures
from domain.organisation.catalog import Catalog
from handlers.core.i18n import Translator
from reports.document import Cell, NumberCell, TableRow

COLUMNS = ("month.last_month", "month.last_year")
NONE = "-"


@dataclass(frozen=True)
class Month:
    """What a month's document is made of. `year`: the same month a year before, if anything happened then."""

    catalog: Catalog
    translator: Translator
    name: str
    now: MonthFigures
    before: MonthFigures
    year: MonthFigures | None

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Titles of the columns of a table that compares this month with others."""
        last_month, last_year = self.translator.texts(COLUMNS).values()
        if self.year is not None:
            return self.name, last_month, last_year
        return (self.name,) if self.before.is_blank else (self.name, last_month)

    @property
    def compared(self) -> tuple[MonthFigures, ...]:
        """The figures of each column."""
        figures = (self.now, self.before, self.year)[: len(self.columns)]
        return tuple(one for one in figures if one is not None)

    def measure(self, label: str, cell: Callable[[MonthFigures], Cell]) -> TableRow:
        """A row with a cell for each month compared."""
        return TableRow(label, tuple(cell(figures) for figures in self.compared))

    def against_last(self, cell: Callable[[MonthFigures], Cell]) -> tuple[Cell, ...]:
        """Cells of this month and, if anything happened then, of the month before."""
        return (cell(self.now),) if self.before.is_blank else (cell(self.now), cell(self.before))


def count_cell(value: int) -> NumberCell:
    return NumberCell(str(value), value)


def days_cell(month: Month, days: float | None) -> NumberCell:
    text = NONE if days is None else month.translator.say("month.days", days=f"{days:g}")
    return NumberCell(text, days)


def score_cell(month: Month, figures: MonthFigures) -> NumberCell:
    mean = figures.satisfaction
    if mean is None:
        return NumberCell(NONE, None, figures.ratings)
    text = month.translator.say("month.score", mean=f"{mean:.2f}", count=figures.ratings)
    return NumberCell(text, mean, figures.ratings)
