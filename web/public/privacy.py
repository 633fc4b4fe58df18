"""The privacy notice: who keeps what of whom, why, for how long, and how to have it shown or deleted."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, render_template

from domain.organisation.organisation import Category
from handlers.core.unit_of_work import AppContext


@dataclass(frozen=True)
class Kept:
    """Categories that are kept for the same time."""

    years: int
    th: str
    en: str


def blueprint(context: AppContext) -> Blueprint:
    """Audience: anyone; it says nothing about anybody."""
    pages = Blueprint("privacy", __name__)
    catalog = context.catalog
    kept = list(_retention(catalog.categories))

    @pages.get("/privacy")
    def notice() -> str:
        return render_template("privacy.html", context=catalog.organisation, kept=kept)

    return pages


def _retention(categories: Iterable[Category]) -> Iterable[Kept]:
    """The longest first."""
    by_years: dict[int, list[Category]] = {}
    for category in categories:
        by_years.setdefault(category.keep_years, []).append(category)
    for years in sorted(by_years, reverse=True):
        alike = by_years[years]
        yield Kept(
            years,
            " · ".join(category.th for category in alike),
            " · ".join(category.en for category in alike),
        )
