"""Collect the staff edition of the public page: departments, services, improvements, integrity measures."""

from dataclasses import dataclass, replace

from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.disclosure import Fact
from domain.organisation.periods import Period, last_finished
from domain.reporting.improvement import Improvement, ImprovementSummary, State, for_everybody
from domain.reporting.integrity import from_json
from domain.reporting.open_data import OpenFigures
from domain.reporting.service_scores import service_figures
from domain.reporting.small_rows import safe_rows
from domain.reporting.staff_edition import SectionRow, ServiceRow, section_rows, service_rows
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvement_effects
from handlers.usecases.surveys.period_scores import scores_of
from handlers.usecases.surveys.told_services import ratings_of
from reports.document import Table
from reports.office import integrity
from reports.open_data import open_figures

GROWING = frozenset({Fact.COMPLAINTS.value, Fact.SATISFACTION.value})
"""Counts left out because they grow during the year, and their daily change could reveal one person's answer."""
FOLLOWED = frozenset({State.AGREED, State.DONE, State.DROPPED})
"""The states of improvements that are shown; only those who decide on proposals see them."""


@dataclass(frozen=True)
class StaffFigures:
    """The public figures and the additional ones for officers. `measures`: of the current fiscal year `year`.

    `improvements`: the newest first, each with its summary, None before it is done.
    """

    public: OpenFigures
    sections: tuple[SectionRow, ...]
    services: tuple[ServiceRow, ...]
    improvements: tuple[tuple[Improvement, ImprovementSummary | None], ...]
    year: int
    measures: Table


def staff_figures(uow: UnitOfWork, translator: Translator) -> StaffFigures:
    """Return the figures of the last finished half-year, and the improvements and integrity measures."""
    half_year = last_finished(uow.now, 6)
    catalog, year = uow.context.catalog, fiscal_year(bangkok(uow.now).date())
    scores = scores_of(uow, half_year)
    order = [*(one.key for one in catalog.services), ""]
    divided = ratings_of(uow, half_year).hidden
    return StaffFigures(
        public=open_figures(uow),
        sections=section_rows(
            [one.key for one in catalog.departments],
            uow.tx.month_pages.departments(*half_year.bounds),
            _hidden_topics(uow, half_year),
        ),
        services=service_rows(
            service_figures(half_year.key, 0, order, scores, also=divided), scores
        ),
        improvements=tuple(
            (
                one,
                for_everybody(improvement_effects.summary_of(uow, one))
                if one.state is State.DONE
                else None,
            )
            for one in uow.tx.improvements.all()
            if one.state in FOLLOWED
        ),
        year=year,
        measures=_measures(uow, translator, year),
    )


def _hidden_topics(uow: UnitOfWork, half_year: Period) -> dict[str, list[int]]:
    """Return by department the cases of each of its topics that the public page counts with others."""
    catalog = uow.context.catalog
    categories = [one for one in catalog.categories if not catalog.is_about_staff(one.key)]
    counts = uow.tx.statistics.of_cases(half_year, [one.key for one in categories], ())
    shown_keys = {key for key, _ in safe_rows(counts.categories, counts.shown_early)}
    found: dict[str, list[int]] = {}
    for key, count in counts.categories:
        if key not in shown_keys and count.received:
            found.setdefault(catalog.category(key).department, []).append(count.received)
    return found


def _measures(uow: UnitOfWork, translator: Translator, year: int) -> Table:
    """Return the five columns of the integrity report, without counts that grow from day to day."""
    found = from_json(integrity.figures(uow, str(year)))
    settled = replace(
        found,
        measures=tuple(
            replace(one, facts=tuple(fact for fact in one.facts if fact.name not in GROWING))
            for one in found.measures
        ),
    )
    document = integrity.document(uow.context.catalog, translator, settled.to_json())
    return document.sections[0].listing
