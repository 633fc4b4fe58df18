"""Collects the staff edition of the public page: sections, services, improvements, integrity measures."""

from dataclasses import dataclass, replace

from domain.organisation.calendar import bangkok, fiscal_year
from domain.organisation.disclosure import Fact
from domain.organisation.periods import last_finished
from domain.reporting.improvement import Improvement, ImprovementSummary, State, for_everybody
from domain.reporting.integrity import from_json
from domain.reporting.open_data import OpenFigures
from domain.reporting.service_scores import service_figures
from domain.reporting.staff_edition import SectionRow, ServiceRow, section_rows, service_rows
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases import improvements
from reports.document import Table
from reports.office import integrity
from reports.open_data import open_figures

GROWING = frozenset({Fact.COMPLAINTS.value, Fact.SATISFACTION.value})
"""Counts of the running year: from two days' numbers somebody could compute what one person did or answered."""
FOLLOWED = frozenset({State.AGREED, State.DONE, State.DROPPED})
"""The states of improvements that somebody decided on: a proposal is only read by who decides."""


@dataclass(frozen=True)
class StaffFigures:
    """The public figures, and what is told to officers besides. `measures`: of the running fiscal year `year`.

    `improvements`: each with what its question says once it is done, None before; the newest first.
    """

    public: OpenFigures
    sections: tuple[SectionRow, ...]
    services: tuple[ServiceRow, ...]
    improvements: tuple[tuple[Improvement, ImprovementSummary | None], ...]
    year: int
    measures: Table


def staff_figures(uow: UnitOfWork, translator: Translator) -> StaffFigures:
    """Return the figures of the half-year that is over, and what is improved and done for integrity."""
    half_year = last_finished(uow.now, 6)
    catalog, year = uow.context.catalog, fiscal_year(bangkok(uow.now).date())
    scores = uow.tx.figures.scores(*half_year.bounds)
    order = [*(one.key for one in catalog.services), ""]
    return StaffFigures(
        public=open_figures(uow),
        sections=section_rows(
            [one.key for one in catalog.departments],
            uow.tx.month_pages.departments(*half_year.bounds),
        ),
        services=service_rows(service_figures(half_year.key, 0, order, scores), scores),
        improvements=tuple(
            (
                one,
                for_everybody(improvements.summary_of(uow, one))
                if one.state is State.DONE
                else None,
            )
            for one in uow.tx.improvements.all()
            if one.state in FOLLOWED
        ),
        year=year,
        measures=_measures(uow, translator, year),
    )


def _measures(uow: UnitOfWork, translator: Translator, year: int) -> Table:
    """Return the five columns of the report on integrity, without what grows from day to day."""
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
