"""The complaint statistics of a period: by month, by topic and by village, with rows of zero."""

from domain.figures import case_statistics
from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.organisation import thai_dates
from domain.organisation.catalog import Catalog
from domain.organisation.periods import parse_period
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import Document, NumberCell, Section, Signature, Table, TableRow
from reports.statistics.period_names import period_name

NO_LIST = Table(())
MONTHS_OF_A_HALF_YEAR = 6


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the counts of ordinary cases as JSON. Raises ValueError for a key that is no period."""
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    villages = [village.number for village in catalog.organisation.villages]
    return uow.tx.statistics.of_cases(parse_period(period), categories, villages).to_json()


def staff_figures(uow: UnitOfWork, period: str) -> str:
    """Return the counts of complaints about staff as JSON.

    Raises ValueError for a key that is no half-year or year: of a shorter time the count tells who complained.
    """
    parsed = parse_period(period)
    if len(parsed.months) < MONTHS_OF_A_HALF_YEAR:
        raise ValueError(f"M3 is made of a half-year or a year, such as 2570-H1, not of {period}")
    return uow.tx.statistics.of_staff_cases(parsed).to_json()


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the statistics from the JSON of `figures`."""
    counts, say = case_statistics.from_json(stored), translator.say
    labels = {village.number: village.label for village in catalog.organisation.villages}
    elsewhere = say("statistics.no_village")
    by_topic = tuple((catalog.category(key).th, one) for key, one in counts.categories)
    by_village = tuple(
        (elsewhere if number is None else labels.get(number, str(number)), one)
        for number, one in counts.villages
    )
    return Document(
        title=say("statistics.title", period=period_name(translator, counts.period)),
        period=counts.period,
        office=catalog.organisation.name_th,
        headline=_headline(translator, counts),
        sections=(
            _months(translator, counts),
            _section(translator, "statistics.by_topic", by_topic),
            _section(translator, "statistics.by_village", by_village),
        ),
        signatures=_signatures(translator, catalog),
        notes=(say("statistics.definition"),),
    )


def staff_document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the statistics of complaints about staff from the JSON of `staff_figures`, without months."""
    counts, say = case_statistics.from_json(stored), translator.say
    total = counts.total
    headline = (
        say("statistics.staff_headline", received=total.received, done=total.done, open=total.open)
        if total.received
        else say("statistics.no_staff_cases")
    )
    return Document(
        title=say("statistics.staff_title", period=period_name(translator, counts.period)),
        period=counts.period,
        office=catalog.organisation.name_th,
        headline=headline,
        sections=(_section(translator, "statistics.whole_period", (), total=counts.total),),
        signatures=_signatures(translator, catalog),
        notes=(say("statistics.definition"),),
    )


def _headline(translator: Translator, counts: CaseStatistics) -> str:
    total = counts.total
    if not total.received:
        return translator.say("statistics.no_cases")
    return translator.say(
        "statistics.headline", received=total.received, done=total.done, open=total.open
    )


def _months(translator: Translator, counts: CaseStatistics) -> Section:
    rows = tuple((thai_dates.month_name(month), one) for month, one in counts.months)
    return _section(translator, "statistics.by_month", rows, total=counts.total)


def _section(
    translator: Translator,
    heading: str,
    rows: tuple[tuple[str, CaseCount], ...],
    *,
    total: CaseCount | None = None,
) -> Section:
    say = translator.say
    columns = (
        "",
        say("statistics.received"),
        say("statistics.done"),
        say("statistics.open"),
        say("statistics.share"),
    )
    if total is not None:
        rows = (*rows, (say("statistics.total"), total))
    table = Table(tuple(_row(label, one) for label, one in rows), columns)
    return Section(say(heading), "", (table,), NO_LIST)


def _row(label: str, count: CaseCount) -> TableRow:
    share = 100 * count.done / count.received if count.received else None
    return TableRow(
        label,
        (
            NumberCell(str(count.received), count.received),
            NumberCell(str(count.done), count.done),
            NumberCell(str(count.open), count.open),
            NumberCell("-" if share is None else f"{share:.1f}", share, count.received),
        ),
    )


def _signatures(translator: Translator, catalog: Catalog) -> tuple[Signature, ...]:
    office, say = catalog.organisation.short_th, translator.say
    return (
        Signature(say("month_page.reporter")),
        Signature(say("month_page.mayor", office=office)),
    )
