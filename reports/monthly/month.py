"""The input of the sections of a monthly report."""

from dataclasses import dataclass

from domain.figures.monthly_figures import MonthFigures
from domain.organisation.catalog import Catalog
from handlers.core.i18n import Translator
from reports.document import NumberCell

NONE = "-"
"""The text for a figure that does not exist."""


@dataclass(frozen=True)
class Month:
    """The figures of a monthly report: of the month, of the month before, and of the same month a year before.

    `name`: the name of the month. `year`: None if nothing happened in the month a year before.
    """

    catalog: Catalog
    translator: Translator
    name: str
    now: MonthFigures
    before: MonthFigures
    year: MonthFigures | None


def score_cell(month: Month, figures: MonthFigures) -> NumberCell:
    """Return the mean score of these figures with the number of ratings."""
    mean = figures.satisfaction
    if mean is None:
        return NumberCell(NONE, None, figures.ratings)
    text = month.translator.say("month.score", mean=f"{mean:.2f}", count=figures.ratings)
    return NumberCell(text, mean, figures.ratings)
