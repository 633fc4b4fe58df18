"""The complaint statistics of a period: by month, topic, channel and village, including rows of zero."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from domain.anonymity import LEAST_SHOWN
from domain.figures import case_statistics
from domain.figures.case_statistics import CaseCount, CaseStatistics
from domain.organisation import thai_dates
from domain.organisation.calendar import bangkok, month_key
from domain.organisation.catalog import Catalog
from domain.organisation.periods import parse_period
from domain.reporting.small_rows import MONTHS_OF_A_HALF, REST, for_everybody
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from reports.document import (
    NO_TABLE,
    Document,
    NumberCell,
    Section,
    Signature,
    Table,
    TableRow,
    TextCell,
)
from reports.places_to_sign import place
from reports.statistics.period_names import period_name


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the counts of ordinary cases as JSON. Raises ValueError for an invalid period."""
    catalog = uow.context.catalog
    categories = [one.key for one in catalog.categories if not catalog.is_about_staff(one.key)]
    villages = [village.number for village in catalog.organisation.villages]
    asked = parse_period(period)
    counts = uow.tx.statistics.of_cases(asked, categories, villages)
    running = month_key(bangkok(uow.now).date()) if asked.bounds[1] > uow.now else ""
    return replace(counts, running=running).to_json()


def staff_figures(uow: UnitOfWork, period: str) -> str:
    """Return the counts of staff complaints as JSON.

    Raises ValueError for any period but a half-year or year, because the count of a shorter period can reveal who
    complained.
    """
    parsed = parse_period(period)
    if len(parsed.months) < MONTHS_OF_A_HALF:
        raise ValueError(f"M3 is made of a half-year or a year, such as 2570-H1, not of {period}")
    return uow.tx.statistics.of_staff_cases(parsed).to_json()


def published(stored: str) -> str:
    """Return the JSON of `figures` without rows so small that they identify a household."""
    return for_everybody(case_statistics.from_json(stored)).to_json()


def staff_published(stored: str) -> str:
    """Return the JSON of `staff_figures` without months, and with the total only if it is not small."""
    counts = case_statistics.from_json(stored)
    is_told = not counts.total.received or len(counts.months) == MONTHS_OF_A_HALF
    few = 0 < counts.total.received < LEAST_SHOWN
    total = None if few or not is_told else asdict(counts.total)
    return json.dumps({"period": counts.period, "total": total}, sort_keys=True)


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the statistics from the JSON of `figures`."""
    counts, say = case_statistics.from_json(stored), translator.say
    labels = {village.number: village.label for village in catalog.organisation.villages}
    labels[REST] = say("statistics.other_villages")
    elsewhere = say("statistics.no_village")
    others = say("publication.other_topics")
    by_topic = tuple(
        (catalog.category(key).th if key else others, one) for key, one in counts.categories
    )
    by_village = tuple(
        (elsewhere if number is None else labels.get(number, str(number)), one)
        for number, one in counts.villages
    )
    other_ways = say("statistics.other_ways")
    by_source = tuple(
        (say(f"intake.from_{key}") if key else other_ways, one) for key, one in counts.sources
    )
    return Document(
        title=say("statistics.title", period=period_name(translator, counts.period)),
        period=counts.period,
        office=catalog.organisation.name_th,
        headline=_headline(translator, counts),
        sections=(
            _months(translator, counts),
            *(
                [_section(translator, "statistics.by_topic", "statistics.by_topic_label", by_topic)]
                if by_topic
                else []
            ),
            *(
                [
                    _section(
                        translator, "statistics.by_source", "statistics.by_source_label", by_source
                    )
                ]
                if by_source
                else []
            ),
            *(
                [
                    _section(
                        translator,
                        "statistics.by_village",
                        "statistics.by_village_label",
                        by_village,
                    )
                ]
                if by_village
                else []
            ),
        ),
        signatures=_signatures(translator, catalog),
        notes=(
            say("statistics.definition"),
            *([] if by_topic else [say("statistics.by_half_year")]),
        ),
    )


def staff_document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the statistics of staff complaints, without months, or their public version."""
    facts, say = json.loads(stored), translator.say
    if "months" not in facts:
        return _published_staff_document(catalog, translator, facts)
    counts = case_statistics.from_json(stored)
    return Document(
        title=say("statistics.staff_title", period=period_name(translator, counts.period)),
        period=counts.period,
        office=catalog.organisation.name_th,
        headline=_staff_headline(translator, counts.total),
        sections=(
            _section(
                translator,
                "statistics.whole_period",
                "statistics.whole_period_label",
                (),
                total=counts.total,
            ),
        ),
        signatures=_signatures(translator, catalog),
        notes=(say("statistics.definition"),),
    )


def _published_staff_document(
    catalog: Catalog, translator: Translator, facts: Mapping[str, Any]
) -> Document:
    """Return the half-year's total; a small one is suppressed, because it can reveal who complained about whom."""
    say, told = translator.say, facts["total"]
    why = say("statistics.staff_half_year")
    if told is None:
        headline = say("statistics.few_staff_cases")
        section = Section(say("statistics.whole_period"), "", (), NO_TABLE, (why,))
    else:
        total = CaseCount(**told)
        headline = _staff_headline(translator, total)
        section = _section(
            translator,
            "statistics.whole_period",
            "statistics.whole_period_label",
            (),
            total=total,
        )
    return Document(
        title=say("statistics.staff_title", period=period_name(translator, facts["period"])),
        period=facts["period"],
        office=catalog.organisation.name_th,
        headline=headline,
        sections=(section,),
        signatures=_signatures(translator, catalog),
        notes=(say("statistics.definition"), *([] if told is None else [why])),
    )


def _staff_headline(translator: Translator, total: CaseCount) -> str:
    if not total.received:
        return translator.say("statistics.no_staff_cases")
    return translator.say(
        "statistics.staff_headline", received=total.received, done=total.done, open=total.open
    )


def _headline(translator: Translator, counts: CaseStatistics) -> str:
    total = counts.total
    if not total.received:
        return translator.say("statistics.no_cases")
    return translator.say(
        "statistics.headline", received=total.received, done=total.done, open=total.open
    )


def _months(translator: Translator, counts: CaseStatistics) -> Section:
    rows = tuple(
        (thai_dates.month_name(month), None if counts.running and month > counts.running else one)
        for month, one in counts.months
    )
    return _section(
        translator, "statistics.by_month", "statistics.by_month_label", rows, total=counts.total
    )


def _section(
    translator: Translator,
    heading: str,
    label: str,
    rows: Sequence[tuple[str, CaseCount | None]],
    *,
    total: CaseCount | None = None,
) -> Section:
    say = translator.say
    columns = (
        say(label),
        say("statistics.received"),
        say("statistics.done"),
        say("statistics.open"),
        say("statistics.share"),
    )
    if total is not None:
        rows = (*rows, (say("statistics.total"), total))
    later = TableRow("", (TextCell(say("statistics.not_begun")), *[TextCell("-")] * 3))
    table = Table(
        tuple(
            replace(later, label=label) if one is None else _row(label, one) for label, one in rows
        ),
        columns,
    )
    return Section(say(heading), "", (table,), NO_TABLE)


def _row(label: str, count: CaseCount) -> TableRow:
    share = 100 * count.done / count.received if count.received else None
    return TableRow(
        label,
        (
            _number(count.received),
            _number(count.done),
            _number(count.open),
            NumberCell("-" if share is None else f"{share:.1f}", share, count.received),
        ),
    )


def _number(value: int) -> NumberCell:
    return NumberCell(f"{value:,}", value)


def _signatures(translator: Translator, catalog: Catalog) -> tuple[Signature, ...]:
    office, say = catalog.organisation.name_th, translator.say
    return (
        place(translator, say("month_page.reporter")),
        place(translator, say("month_page.mayor", office=office)),
    )
