"""Formatting of numbers, levels and names in the satisfaction reports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.anonymity import LEAST_SHOWN
from domain.organisation import thai_dates
from domain.organisation.catalog import Catalog
from domain.reporting.improvement import ImprovementSummary
from domain.reporting.satisfaction import RoundFigures, Wait
from domain.statistics.rounding import half_up
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.question_figures import QuestionFigures
from handlers.core.i18n import Translator
from reports.document import Cell, NumberCell, TableRow, TextCell

NONE = "-"
SCORE_COLUMNS = ("respondents", "mean", "deviation", "percent", "level")
INDICATOR_COLUMNS = ("respondents", "score", "deviation", "margin")
GROUP_COLUMNS = ("respondents", "mean", "percent", "level")


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


Figures = QuestionFigures | HeadingFigures


def row(translator: Translator, label: str, one: Figures, found: RoundFigures) -> TableRow:
    """Return the row of a question or a heading: n, mean, S.D., per cent, level.

    Scales of different lengths have no common mean; the row then has their score from 0 to 100 instead.
    """
    if not one.n:
        return hidden_row(translator, label, found, SCORE_COLUMNS)
    cells: tuple[Cell, ...]
    if one.mean is None and one.score is not None:
        score = TextCell(translator.say("satisfaction.of_hundred", score=half_up(one.score, 1)))
        cells = (count(one.n), *(TextCell(NONE) for _ in SCORE_COLUMNS[2:]), score)
        return TableRow(label, cells)
    cells = (
        count(one.n),
        number(one.mean, n=one.n),
        number(one.deviation, n=one.n),
        number(one.percent, n=one.n),
        TextCell(level(translator, one.band)),
    )
    return TableRow(label, cells)


def hidden_row(
    translator: Translator, label: str, found: RoundFigures, columns: Sequence[str]
) -> TableRow:
    """Return a row that says in its first column why it has no figures. `columns`: of the figures."""
    why = TextCell(hidden(translator, found))
    return TableRow(label, (why, *(TextCell(NONE) for _ in columns[1:])))


def hidden(translator: Translator, found: RoundFigures) -> str:
    """Return why a figure is not shown: it waits for the end of something, or is of too few people."""
    if waits(found):
        return translator.say(f"satisfaction.hidden_{found.waits_for}")
    return translator.say("satisfaction.hidden")


def why_hidden(translator: Translator, found: RoundFigures) -> str:
    """Return `hidden` as a sentence."""
    if waits(found):
        until = day(found.waits_until)
        return translator.say(f"satisfaction.waits_for_{found.waits_for}", day=until)
    return translator.say("satisfaction.services_few")


def waits(found: RoundFigures) -> bool:
    """Whether figures that are missing now may be shown later."""
    return found.waits_for is not Wait.NOTHING


def label(translator: Translator, one: Figures) -> str:
    """Return the name of a question or a heading, marked if its score is the reverse of its answers."""
    if isinstance(one, QuestionFigures) and one.reverse:
        return translator.say("satisfaction.reversed", question=one.th)
    return one.th


def shares(translator: Translator, one: QuestionFigures) -> str:
    """Return how many gave each answer, one in a line, unless few people gave one of them."""
    if any(0 < option.count < LEAST_SHOWN for option in one.options):
        return translator.say("satisfaction.few_gave")
    return "\n".join(
        translator.say(
            "satisfaction.share",
            answer=option.th,
            count=option.count,
            n=one.n,
            percent=half_up(100 * option.share),
        )
        for option in one.options
    )


def value(translator: Translator, one: Figures, *, as_score: bool) -> str:
    """Return the mean in words, or the score from 0 to 100."""
    if as_score and one.score is not None:
        return translator.say("satisfaction.of_hundred", score=half_up(one.score, 1))
    return translator.say("satisfaction.of_mean", mean=written(one.mean))


def score_columns(translator: Translator, first: str) -> tuple[str, ...]:
    """Return the titles of the columns of `row`, after that of the labels."""
    return (first, *(translator.say(f"satisfaction.{name}") for name in SCORE_COLUMNS))


def day(text: str) -> str:
    """Return an ISO date in the format of official documents."""
    return thai_dates.long_date(date.fromisoformat(text))


def service_names(catalog: Catalog) -> Mapping[str, str]:
    """Return the names of services and categories by key."""
    categories = {one.key: one.th for one in catalog.categories}
    return {**categories, **{one.key: one.th for one in catalog.services}}


def village_names(catalog: Catalog) -> Mapping[str, str]:
    return {str(one.number): one.label for one in catalog.organisation.villages}


@dataclass(frozen=True)
class Extremes:
    """The lowest and the highest of several figures. `as_score`: they have no scale in common but 0 to 100."""

    lowest: Figures
    highest: Figures
    as_score: bool


def extremes(found: Iterable[Figures]) -> Extremes | None:
    """Return the lowest and the highest; None with fewer than two. Questions of two levels are not compared."""
    scored = [
        one
        for one in found
        if one.score is not None and not (isinstance(one, QuestionFigures) and one.is_two_level)
    ]
    if len(scored) < 2:
        return None
    ordered = sorted(scored, key=lambda one: one.score or 0)
    return Extremes(ordered[0], ordered[-1], len({_levels(one) for one in scored}) > 1)


def _levels(one: Figures) -> int:
    """Return the number of levels of the scale on which the mean is; 0 without a mean."""
    return round(100 * one.mean / one.percent) if one.mean and one.percent else 0


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
