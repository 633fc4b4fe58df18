"""The privacy notice: which personal data is kept, why, for how long, and how to see it or have it deleted."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from domain.organisation.organisation import Category
from handlers.core.unit_of_work import AppContext


@dataclass(frozen=True)
class RetentionPeriod:
    """The names of the categories whose cases are kept for the same number of years."""

    years: int
    th: str
    en: str


def blueprint(context: AppContext) -> Blueprint:
    """The route /privacy, for anyone; the page contains no personal data."""
    pages = Blueprint("privacy", __name__)

    @pages.get("/privacy")
    def notice() -> str:
        catalog = context.refreshed().catalog
        kept = list(_retention(catalog.categories))
        return render_template(
            "privacy.html",
            office=catalog.organisation,
            kept=kept,
            gaps={one.key: one for one in catalog.privacy},
        )

    return pages


def _retention(categories: Iterable[Category]) -> Iterable[RetentionPeriod]:
    """The retention periods of all categories, the longest first."""
    by_years: dict[int, list[Category]] = {}
    for category in categories:
        by_years.setdefault(category.keep_years, []).append(category)
    for years in sorted(by_years, reverse=True):
        alike = by_years[years]
        yield RetentionPeriod(
            years,
            " · ".join(category.th for category in alike),
            " · ".join(category.en for category in alike),
        )
