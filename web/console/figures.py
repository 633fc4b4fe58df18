"""The staff edition of the public page: figures of the whole office for every officer who signs in."""

from flask import Blueprint, render_template

from domain.organisation import thai_dates
from domain.reporting.improvement import Improvement, ImprovementSummary
from handlers.core.unit_of_work import UnitOfWork
from reports.document import TextCell
from reports.satisfaction import phrases
from reports.staff_edition import staff_figures
from reports.statistics.period_names import period_name
from web.console.desk import Desk
from web.public.open_page import published_reports, share_in_time


def add_pages(pages: Blueprint, desk: Desk) -> None:
    """The address /desk/figures."""

    @pages.get("/figures", endpoint="figures")
    def figures_page() -> str:
        with desk.reading() as uow:
            return _page(uow, desk)


def _page(uow: UnitOfWork, desk: Desk) -> str:
    translator, catalog = desk.translator, uow.context.catalog
    found = staff_figures(uow, translator)
    services = phrases.service_names(catalog)
    sections = {one.key: one.short_th for one in catalog.departments}
    newest = found.public.months[0] if found.public.months else None
    return render_template(
        "desk/figures.html",
        found=found,
        newest=newest,
        share=newest and share_in_time(newest),
        month=newest and thai_dates.month_name(newest.month),
        half_year=period_name(translator, found.public.half_year),
        sections=[
            (sections.get(one.department, desk.say("figures.others")), one)
            for one in found.sections
        ],
        services=[
            (
                services.get(one.service, one.service) or desk.say("satisfaction.complaints"),
                one.n,
                phrases.written(one.mean),
                phrases.written(one.margin),
            )
            for one in found.services
        ],
        mean=phrases.written(found.public.satisfaction.mean),
        margin=found.public.satisfaction.margin
        and phrases.written(found.public.satisfaction.margin),
        improvements=[_improvement(desk, sections, *pair) for pair in found.improvements],
        columns=found.measures.columns,
        measures=[
            (row.label, [cell.text for cell in row.cells if isinstance(cell, TextCell)])
            for row in found.measures.rows
        ],
        reports=published_reports(uow, translator),
    )


def _improvement(
    desk: Desk, sections: dict[str, str], one: Improvement, summary: ImprovementSummary | None
) -> dict[str, str]:
    """One improvement for the page: what, who, by when, and its result."""
    return {
        "what": one.what,
        "state": desk.say(f"improvement.state_{one.state.value}"),
        "who": " ".join(filter(None, (sections.get(one.section, one.section), one.officer))),
        "due": thai_dates.long_date(one.due_on) if one.due_on else "",
        "result": one.result,
        "measured": phrases.measured(desk.translator, summary) if summary else "",
    }
