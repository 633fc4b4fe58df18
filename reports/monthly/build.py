"""Build the document of a month, with the month before and the same month a year before for comparison."""

from collections.abc import Callable

from domain.figures.monthly_figures import MonthFigures
from domain.organisation.calendar import month_before, same_month_last_year
from domain.organisation.catalog import Catalog
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.monthly_report import figures_of
from reports.document import Document
from reports.monthly.month import Month
from reports.monthly.summary import summary
from reports.monthly.survey import survey


def month_document(
    uow: UnitOfWork,
    figures: MonthFigures,
    *paragraphs: str,
    shown: Callable[[MonthFigures], MonthFigures] = lambda figures: figures,
) -> Document:
    """Return the document of a month in Thai.

    `paragraphs`: sentences to add to the summary. `shown`: what its readers may see of a month.
    """
    before = figures_of(uow, month_before(figures.month))
    year = figures_of(uow, same_month_last_year(figures.month))
    translator = Translator(uow.context.translations)
    months = (shown(figures), shown(before), shown(year))
    return build(uow.context.catalog, translator, months, *paragraphs)


def build(
    catalog: Catalog,
    translator: Translator,
    months: tuple[MonthFigures, MonthFigures, MonthFigures],
    *paragraphs: str,
) -> Document:
    """Return a document in the translator's language: a summary and, if there are ratings, the survey section.

    `months`: the month, the month before, and the same month a year before. `paragraphs`: as in `month_document`.
    """
    now, before, year = months
    name = translator.full(dates.month(now.month))
    month = Month(catalog, translator, name, now, before, None if year.is_blank else year)
    return Document(
        title=translator.say("month.title", month=name),
        period=now.month,
        sections=(
            summary(month, paragraphs),
            *([survey(month)] if now.ratings and now.scores else []),
        ),
    )
