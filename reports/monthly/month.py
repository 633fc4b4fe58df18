"""What every section of a month's document is made of."""

from dataclasses import dataclass

from domain.figures.monthly_figures import MonthFigures
from domain.organisation.catalog import Catalog
from handlers.core.i18n import Translator
from reports.document import NumberCell

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


def score_cell(month: Month, figures: MonthFigures) -> NumberCell:
    mean = figures.satisfaction
    if mean is None:
        return NumberCell(NONE, None, figures.ratings)
    text = month.translator.say("month.score", mean=f"{mean:.2f}", count=figures.ratings)
    return NumberCell(text, mean, figures.ratings)
