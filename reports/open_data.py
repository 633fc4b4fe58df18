"""Collect the figures that the office publishes, and write them as JSON and CSV with a data dictionary."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from domain.figures.case_statistics import CaseCount
from domain.figures.monthly_figures import MonthFigures
from domain.organisation.calendar import bangkok, fiscal_year, month_key, month_shifted
from domain.organisation.periods import Period, last_finished, parse_period
from domain.reporting.improvement import for_everybody
from domain.reporting.open_data import (
    OTHERS,
    HalfYear,
    OpenFigures,
    OpenMonth,
    OpenSatisfaction,
    enough,
    unknown_half_year,
)
from domain.reporting.service_scores import service_figures
from domain.reporting.small_rows import safe_rows
from handlers.core.i18n import Translations
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvement_effects
from handlers.usecases.monthly_report import figures_of
from handlers.usecases.surveys.period_scores import scores_of
from handlers.usecases.surveys.told_services import ratings_of
from reports.formats.plain_table import BYTE_ORDER_MARK
from reports.issues import MONTH_ON_ONE_PAGE
from reports.monthly.issue import stored_page

MONTHS_SHOWN = 12
FIELDS = (
    "month",
    "received",
    "answered_in_time",
    "answered_late",
    "closed",
    "confirmed",
    "waiting",
    "median_days",
)
"""The fields of a month in the order of the CSV columns."""
PARTS = (
    "months",
    "half_year",
    "half_year_known",
    "topics",
    "satisfaction",
    "staff_cases",
    "waiting_for",
    "improvements",
    "photos",
    "reports",
    "services",
)
"""The parts of the JSON file."""


def dictionary(translations: Translations) -> dict[str, str]:
    """Return the meaning of each part of the JSON file and of each field of a month, in Thai and English."""
    meanings = {name: translations.both(f"publication.field_{name}") for name in (*FIELDS, *PARTS)}
    return {name: f"{both.th} / {both.en}" for name, both in meanings.items()}


def half_year_figures(uow: UnitOfWork) -> HalfYear:
    """Return the figures of the half-year that is over: every case and answer of it is counted."""
    half_year = last_finished(uow.now, 6)
    if not has_data(uow, half_year):
        return unknown_half_year(half_year.key)
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    counts = uow.tx.statistics.of_cases(half_year, categories, ())
    staff = uow.tx.statistics.of_staff_cases(half_year).total.received
    answers = service_figures(
        half_year.key,
        0,
        (),
        scores_of(uow, half_year),
        also=ratings_of(uow, half_year).hidden,
    )
    return HalfYear(
        half_year=half_year.key,
        topics=_by_size(safe_rows(counts.categories, counts.shown_early)),
        satisfaction=OpenSatisfaction(answers.total.n, answers.total.mean, answers.margin),
        staff_cases=enough(staff) if staff else 0,
    )


def open_figures(uow: UnitOfWork, half: HalfYear | None = None) -> OpenFigures:
    """Return the figures of the months and of the half-year that are over. `half`: counted before."""
    newest = month_shifted(month_key(bangkok(uow.now).date()), -1)
    months = [month_shifted(newest, -back) for back in range(MONTHS_SHOWN)]
    known = [month for month in months if has_data(uow, parse_period(month))]
    found = [figures_of(uow, month) for month in known]
    half = half or half_year_figures(uow)
    year = fiscal_year(bangkok(uow.now).date())
    since, until = parse_period(str(year - 1)).bounds[0], parse_period(str(year)).bounds[1]
    page = uow.tx.report_issues.current(MONTH_ON_ONE_PAGE, newest)
    return OpenFigures(
        months=tuple(map(_month, found)),
        **vars(half),
        waiting_for=stored_page(page.figures).waiting_for if page else (),
        improvements=tuple(map(for_everybody, improvement_effects.done_in(uow, since, until)))[
            ::-1
        ],
    )


def has_data(uow: UnitOfWork, period: Period) -> bool:
    """Whether the system was in use before the end of a period; else its zeros are no figures."""
    begun = uow.tx.public_page.begun_at()
    return begun is not None and begun < period.bounds[1]


def _by_size(rows: Iterable[tuple[str, CaseCount]]) -> tuple[tuple[str, int], ...]:
    """Return the published categories with the most cases first, and the sum of the small ones last."""
    found = [(key, count.received) for key, count in rows if count.received]
    return tuple(sorted(found, key=lambda pair: (pair[0] == OTHERS, -pair[1], pair[0])))


def _month(figures: MonthFigures) -> OpenMonth:
    return OpenMonth(
        month=figures.month,
        received=figures.received,
        answered_in_time=figures.answered_in_time,
        answered_late=figures.answered_late,
        closed=figures.closed,
        confirmed=figures.confirmed,
        waiting=figures.open_at_end,
        median_days=figures.median_days,
    )


def as_json(
    figures: OpenFigures, meanings: Mapping[str, str], more: Mapping[str, object] | None = None
) -> bytes:
    """Return the figures and the meanings of the fields as JSON in UTF-8; equal figures give equal bytes.

    `more`: further parts of the file by name.
    """
    content = {**asdict(figures), **(more or {}), "dictionary": meanings}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def as_csv(figures: OpenFigures, meanings: Mapping[str, str]) -> bytes:
    """Return the months as CSV in UTF-8; the second line says what each column means."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(FIELDS)
    writer.writerow([meanings[name] for name in FIELDS])
    for month in figures.months:
        facts = asdict(month)
        writer.writerow(["" if facts[name] is None else facts[name] for name in FIELDS])
    return (BYTE_ORDER_MARK + content.getvalue()).encode()
