"""The report on the integrity measures in five columns, filled from figures and evidence for further editing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from domain.anonymity import LEAST_SHOWN
from domain.organisation import thai_dates
from domain.organisation.catalog import Catalog
from domain.organisation.disclosure import Fact, Tool
from domain.organisation.periods import Period, parse_period
from domain.reporting.integrity import (
    EvidenceLine,
    FactFigures,
    IntegrityFigures,
    MeasureFigures,
    ScoreFigures,
    from_json,
)
from domain.reporting.written import Written
from domain.statistics.histogram import mean, merged, size
from domain.statistics.rounding import half_up
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys.period_scores import scores_of
from reports.document import (
    NO_TABLE,
    Document,
    Numerals,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.places_to_sign import place

TOOL_WORDS = {
    Tool.IIT: "integrity.tool_iit",
    Tool.EIT: "integrity.tool_eit",
    Tool.OIT: "integrity.tool_oit",
}
TOOLS = ("total", "IIT", "EIT", "OIT")
WIDTHS = (2, 5, 6, 3, 4)
MONTHLY = "M1"


def figures(uow: UnitOfWork, period: str) -> str:
    """Return the figures of a fiscal year as JSON. Raises ValueError for any other period."""
    year = parse_period(period)
    number = int(period)
    evidence = uow.tx.evidence.of_year(number)
    return IntegrityFigures(
        year=number,
        measures=tuple(
            MeasureFigures(
                key=one.key,
                tool=one.tool,
                th=one.th,
                responsible=one.responsible,
                is_verified=one.verified,
                facts=tuple(FactFigures(fact, _numbers(uow, year, fact)) for fact in one.facts),
                evidence=tuple(
                    EvidenceLine(found.done_on.isoformat(), found.what, found.url)
                    for found in evidence
                    if found.measure == one.key
                ),
            )
            for one in uow.context.disclosure.measures
        ),
        scores=tuple(_scores(uow, number)),
    ).to_json()


def _numbers(uow: UnitOfWork, year: Period, fact: Fact) -> tuple[float, ...]:
    """Return the numbers of the sentence `integrity.fact_…`, in the order in which it is filled."""
    start, end = year.bounds
    match fact:
        case Fact.SERVICES:
            services = uow.context.catalog.services
            return len(services), sum(one.verified for one in services)
        case Fact.COMPLAINTS:
            total = uow.tx.statistics.total(year)
            return total.received, total.done
        case Fact.SATISFACTION:
            scores = merged(scores_of(uow, year).values())
            average = mean(scores)
            if average is None or size(scores) < LEAST_SHOWN:
                return (0, 0)
            return size(scores), float(average)
        case Fact.REPORTED:
            made = uow.tx.report_issues.all()
            months = {one.period for one in made if one.report == MONTHLY}
            return (len(months & set(year.months)),)
        case Fact.PUBLISHED:
            published = uow.tx.report_issues.published()
            public = (one.published_at for one in published if one.is_public)
            return (sum(at is not None and start <= at < end for at in public),)
        case Fact.IMPROVEMENTS:
            return (len(uow.tx.improvements.ended_in(start, end)),)


def _scores(uow: UnitOfWork, year: int) -> Iterator[ScoreFigures]:
    typed = {(one.year, one.tool): one for one in uow.tx.evidence.scores()}
    for tool in TOOLS:
        now, before = typed.get((year, tool)), typed.get((year - 1, tool))
        yield ScoreFigures(
            tool,
            now.score if now else None,
            before.score if before else None,
            now.source if now else "",
        )


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the report from the JSON of `figures`."""
    found, say = from_json(stored), translator.say
    columns = (
        say("integrity.column_tool"),
        say("integrity.column_measure"),
        say("integrity.column_result"),
        say("integrity.column_responsible"),
        say("integrity.column_outcome"),
    )
    rows = tuple(_row(translator, found, one) for one in found.measures)
    notes = [say("integrity.note")]
    if not all(one.is_verified for one in found.measures):
        notes.append(say("integrity.unverified"))
    return Document(
        title=say("integrity.title", year=found.year),
        period=str(found.year),
        office=catalog.organisation.name_th,
        sections=(Section("", "", (), Table(rows, columns, widths=WIDTHS)),)
        if rows
        else (Section("", "", (), NO_TABLE),),
        signatures=(
            place(translator, say("satisfaction.reporter")),
            place(translator, say("month_page.clerk", office=catalog.organisation.name_th)),
            place(translator, say("month_page.mayor", office=catalog.organisation.name_th)),
        ),
        notes=tuple(notes),
        numerals=Numerals.THAI,
    )


def published(stored: str) -> str:
    """Return the JSON of the public version, in which empty parts are left out."""
    return replace(from_json(stored), is_public=True).to_json()


def to_write(translator: Translator, stored: str) -> tuple[Written, ...]:
    """Return a part for each measure: what the office says of its results besides figures and evidence."""
    return tuple(
        Written(one.key, translator.say("integrity.written_label", measure=one.th), one.written)
        for one in from_json(stored).measures
    )


def written(stored: str, texts: Mapping[str, str]) -> str:
    """Return the JSON with what the office wrote. `texts`: by the key of `to_write`."""
    found = from_json(stored)
    measures = tuple(replace(one, written=texts.get(one.key, "")) for one in found.measures)
    return replace(found, measures=measures).to_json()


def _row(translator: Translator, found: IntegrityFigures, one: MeasureFigures) -> TableRow:
    say = translator.say
    results = [*_facts(translator, one.facts), *_evidence(translator, one.evidence)]
    results += [one.written] if one.written else []
    nothing = "-" if found.is_public else say("integrity.no_evidence")
    period = say("integrity.period", year=found.year)
    scores = {score.tool: score for score in found.scores}
    return TableRow(
        say(TOOL_WORDS[Tool(one.tool)]),
        (
            TextCell(one.th),
            TextCell("\n".join(results) or nothing),
            TextCell(f"{one.responsible}\n{period}"),
            TextCell(_outcome(translator, found.year, scores[one.tool])),
        ),
    )


def _facts(translator: Translator, facts: Iterable[FactFigures]) -> Iterator[str]:
    say = translator.say
    for one in facts:
        match one.name, one.numbers:
            case Fact.SERVICES, (count, verified):
                yield say("integrity.fact_services", count=f"{count:g}", verified=f"{verified:g}")
            case Fact.COMPLAINTS, (received, done):
                yield say("integrity.fact_complaints", received=f"{received:g}", done=f"{done:g}")
            case Fact.SATISFACTION, (count, average) if count:
                facts_said = {"count": f"{count:g}", "mean": half_up(average)}
                yield say("integrity.fact_satisfaction", **facts_said)
            case Fact.SATISFACTION, _:
                yield say("integrity.fact_satisfaction_few")
            case name, (count,):
                yield say(f"integrity.fact_{name}", count=f"{count:g}")


def _evidence(translator: Translator, lines: Iterable[EvidenceLine]) -> Iterator[str]:
    for one in lines:
        day = thai_dates.short_date(date.fromisoformat(one.done_on))
        key = "integrity.evidence_link" if one.url else "integrity.evidence_line"
        yield translator.say(key, day=day, what=one.what, url=one.url)


def _outcome(translator: Translator, year: int, one: ScoreFigures) -> str:
    """Return a sentence about the official scores; it says that they rose only if they did."""
    say = translator.say
    if one.score is None:
        return say("integrity.outcome_none", tool=one.tool, year=year)
    facts = {"tool": one.tool, "year": year, "score": half_up(one.score), "source": one.source}
    if one.before is None:
        return say("integrity.outcome_first", **facts)
    key = "integrity.outcome_risen" if one.has_risen else "integrity.outcome_not_risen"
    return say(key, before=half_up(one.before), **facts)
