"""Formatting of numbers, levels and names in the satisfaction reports."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.organisation import thai_dates
from domain.organisation.catalog import Catalog
from domain.reporting.improvement import ImprovementSummary
from domain.reporting.satisfaction import RoundFigures
from domain.statistics.rounding import half_up
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.question_figures import QuestionFigures
from handlers.core.i18n import Translator
from reports.document import Cell, NumberCell, TableRow, TextCell

NONE = "-"


def number(value: float | None, digits: int = 2, n: int | None = None) -> NumberCell:
    """Return a cell with the value rounded half up, or with a dash for None."""
    return NumberCell(NONE if value is None else half_up(value, digits), value, n)


def count(value: int) -> NumberCell:
    return NumberCell(f"{value:,}", value)


def written(value: float | None, digits: int = 2) -> str:
    return NONE if value is None else half_up(value, digits)


def level(translator: Translator, band: int | None) -> str:
    """Return the word for a band (5 to 1), or a dash for None."""
    return NONE if band is None else translator.say(f"satisfaction.level_{band}")


def row(translator: Translator, label: str, one: QuestionFigures | HeadingFigures) -> TableRow:
    """Return the row of a question or a heading: n, mean, S.D., per cent, level."""
    if not one.n:
        return TableRow(label, (TextCell(translator.say("satisfaction.hidden")),))
    cells: tuple[Cell, ...] = (
        count(one.n),
        number(one.mean, n=one.n),
        number(one.deviation, n=one.n),
        number(one.percent, n=one.n),
        TextCell(level(translator, one.band)),
    )
    return TableRow(label, cells)


def score_columns(translator: Translator, first: str) -> tuple[str, ...]:
    """Return the titles of the columns of `row`, after that of the labels."""
    names = ("respondents", "mean", "deviation", "percent", "level")
    return (first, *(translator.say(f"satisfaction.{name}") for name in names))


def day(text: str) -> str:
    """Return an ISO date in the format of official documents."""
    return thai_dates.long_date(date.fromisoformat(text))


def service_names(catalog: Catalog) -> Mapping[str, str]:
    """Return the names of services and categories by key."""
    categories = {one.key: one.th for one in catalog.categories}
    return {**categories, **{one.key: one.th for one in catalog.services}}


def village_names(catalog: Catalog) -> Mapping[str, str]:
    return {str(one.number): one.label for one in catalog.organisation.villages}


def extremes(
    found: Iterable[HeadingFigures | QuestionFigures],
) -> tuple[HeadingFigures | QuestionFigures, HeadingFigures | QuestionFigures] | None:
    """Return the one with the lowest and the one with the highest mean; None with fewer than two means."""
    with_mean = [one for one in found if one.mean is not None]
    if len(with_mean) < 2:
        return None
    ordered = sorted(with_mean, key=lambda one: one.mean or 0)
    return ordered[0], ordered[-1]


def measured(translator: Translator, one: ImprovementSummary) -> str:
    """Return an improvement's scores before and after, and whether the difference is significant."""
    if not one.verdict:
        return translator.say("improvement.not_measured")
    if one.before is None or one.after is None:
        return translator.say(f"improvement.{one.verdict}")
    return translator.say(
        "improvement.measured",
        before=half_up(one.before, 1),
        n_before=one.n_before,
        after=half_up(one.after, 1),
        n=one.n,
        verdict=translator.say(f"improvement.{one.verdict}"),
    )


def title(one: RoundFigures) -> str:
    return one.figures.th
