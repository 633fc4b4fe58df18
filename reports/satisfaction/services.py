"""The satisfaction with each service over a half-year, on one sheet."""

from domain.organisation.catalog import Catalog
from domain.reporting.satisfaction import ServiceScore, services_from_json
from domain.statistics.rounding import half_up
from handlers.core.i18n import Translator
from reports.document import (
    NO_TABLE,
    Cell,
    Document,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.places_to_sign import place
from reports.satisfaction import phrases
from reports.statistics.period_names import period_name


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the report from the JSON of `reports.satisfaction.figures.services`."""
    figures, say = services_from_json(stored), translator.say
    names = phrases.service_names(catalog)
    columns = (
        say("satisfaction.service"),
        *(say(f"satisfaction.{name}") for name in phrases.GROUP_COLUMNS),
    )
    complaints, few = say("satisfaction.complaints"), say("satisfaction.hidden")
    why = say("satisfaction.hidden_half_year") if figures.waits_until else few
    rows = [
        _row(translator, names.get(one.service, one.service) or complaints, one, why)
        for one in figures.services
    ]
    rows.append(_row(translator, say("satisfaction.whole"), figures.total, few))
    margin = figures.margin
    return Document(
        title=say("satisfaction.services_title", period=period_name(translator, figures.period)),
        period=figures.period,
        office=catalog.organisation.name_th,
        headline=_headline(translator, figures.total),
        sections=(
            Section(
                say("satisfaction.services_heading"), "", (Table(tuple(rows), columns),), NO_TABLE
            ),
        ),
        signatures=(
            place(translator, say("satisfaction.reporter")),
            place(translator, say("month_page.mayor", office=catalog.organisation.name_th)),
        ),
        notes=(
            *(
                [
                    say(
                        "satisfaction.waits_for_half_year",
                        day=phrases.day(figures.waits_until),
                    )
                ]
                if figures.waits_until
                else []
            ),
            *([say("satisfaction.margin", margin=half_up(margin))] if margin is not None else []),
            say("satisfaction.served", count=figures.served),
            say("satisfaction.services_definition"),
            say("satisfaction.own_survey"),
        ),
    )


def _headline(translator: Translator, total: ServiceScore) -> str:
    say = translator.say
    if total.n is None:
        return say("satisfaction.services_few")
    if not total.n:
        return say("satisfaction.services_none")
    return say(
        "satisfaction.services_headline",
        n=total.n,
        mean=phrases.written(total.mean),
        percent=phrases.written(total.percent),
        level=phrases.level(translator, total.band),
    )


def _row(translator: Translator, label: str, one: ServiceScore, why: str) -> TableRow:
    """`why`: said of a service whose scores are not shown."""
    if one.n is None:
        return TableRow(label, (TextCell(why), *(TextCell(phrases.NONE) for _ in range(3))))
    cells: tuple[Cell, ...] = (
        phrases.count(one.n),
        phrases.number(one.mean, n=one.n),
        phrases.number(one.percent, n=one.n),
        TextCell(phrases.level(translator, one.band)),
    )
    return TableRow(label, cells)
