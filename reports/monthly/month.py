"""The input of the sections of a monthly report."""

from dataclasses import dataclass, replace

from domain.anonymity import LEAST_SHOWN
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


def has_enough_answers(figures: MonthFigures) -> bool:
    """Return whether enough people answered that the mean reveals no single answer."""
    return figures.ratings >= LEAST_SHOWN


def why_no_score(month: "Month", figures: MonthFigures) -> str:
    """Return the sentence that stands for the score of a month that shows none."""
    say = month.translator.say
    if not figures.ratings:
        return say("month_page.no_answers")
    key = "month_page.answers_later" if has_enough_answers(figures) else "month_page.few_answers"
    return say(key, count=figures.ratings)


def for_readers(figures: MonthFigures) -> MonthFigures:
    """Return the figures for everybody except the section that runs the survey.

    That section alone sees the scores of few people: the services and the reasons of low scores are left out, and
    so is every score of a month with few answers.
    """
    shown = replace(figures, services=(), reasons=())
    shown = shown.with_staff_complaints(figures.staff_complaints)
    if has_enough_answers(figures):
        return shown
    return replace(shown, satisfaction=None, scores=())


def score_cell(month: Month, figures: MonthFigures) -> NumberCell:
    """Return the mean score of these figures with the number of ratings; only their number if it is not shown."""
    mean = figures.satisfaction
    if mean is None:
        text = why_no_score(month, figures) if figures.ratings else NONE
        return NumberCell(text, None, figures.ratings)
    text = month.translator.say("month.score", mean=f"{mean:.2f}", count=figures.ratings)
    return NumberCell(text, mean, figures.ratings)
