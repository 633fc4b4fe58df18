"""The results of the office's own surveys on the themes of the EIT, which are not the EIT itself."""

from collections.abc import Iterator
from dataclasses import replace

from domain.organisation.catalog import Catalog
from domain.reporting.satisfaction import (
    RoundFigures,
    SatisfactionFigures,
    Window,
    satisfaction_from_json,
)
from domain.surveys.change import Verdict
from domain.surveys.heading_figures import HeadingFigures
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
from reports.satisfaction import phrases
from reports.satisfaction.results import VERDICTS
from reports.statistics.period_names import period_name


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the sheet from the JSON of `reports.satisfaction.figures.aligned`."""
    figures, say = satisfaction_from_json(stored), translator.say
    sections = [part for one in figures.rounds for part in _round(translator, one)]
    if not sections:
        sections = [Section(say("satisfaction.sheet_none"), "", (), NO_TABLE)]
    if figures.windows:
        sections.append(_windows(translator, figures.windows))
    return Document(
        title=say("satisfaction.sheet_title", period=period_name(translator, figures.period)),
        period=figures.period,
        office=catalog.organisation.name_th,
        headline=say("satisfaction.not_the_eit"),
        sections=tuple(sections),
        notes=(
            say("satisfaction.score_definition"),
            *([say("satisfaction.reversed_note")] if _has_reversed(figures) else []),
            say("satisfaction.change_note"),
            say("satisfaction.small_hidden"),
        ),
        footer=say("satisfaction.not_the_eit"),
    )


def _has_reversed(figures: SatisfactionFigures) -> bool:
    return any(found.reverse for one in figures.rounds for found in one.figures.questions)


def _round(translator: Translator, one: RoundFigures) -> Iterator[Section]:
    say, figures = translator.say, one.figures
    progress = say("satisfaction.sheet_headline", n=figures.coverage.n)
    if figures.coverage.target is not None:
        progress = say(
            "satisfaction.sheet_of_target", n=figures.coverage.n, target=figures.coverage.target
        )
    if figures.indicators:
        rows = [_indicator(translator, one, heading) for heading in figures.indicators]
        rows.append(
            TableRow(
                say("satisfaction.tool"),
                (TextCell(""), phrases.number(figures.tool_score), TextCell("-"), TextCell("-")),
            )
        )
        columns = (
            say("satisfaction.aspect"),
            say("satisfaction.respondents"),
            say("satisfaction.score"),
            say("satisfaction.deviation"),
            say("satisfaction.margin_column"),
        )
        table = Table(tuple(rows), columns)
        indicators = replace(table, title=say("satisfaction.sheet_indicators"))
        yield Section(phrases.title(one), progress, (indicators,), NO_TABLE)
    yield _questions(translator, one)


def _indicator(translator: Translator, one: RoundFigures, heading: HeadingFigures) -> TableRow:
    key = "indicator_unverified" if heading.key in one.unverified else "indicator"
    label = translator.say(f"satisfaction.{key}", number=heading.key, name=heading.th)
    if not heading.n:
        return phrases.hidden_row(translator, label, one, phrases.INDICATOR_COLUMNS)
    return TableRow(
        label,
        (
            phrases.count(heading.n),
            phrases.number(heading.score, n=heading.n),
            phrases.number(heading.score_deviation, n=heading.n),
            phrases.number(heading.score_margin, n=heading.n),
        ),
    )


def _questions(translator: Translator, one: RoundFigures) -> Section:
    say, figures = translator.say, one.figures
    changes = {change.question: change for change in figures.changes}
    columns = (
        say("satisfaction.question"),
        say("satisfaction.respondents"),
        say("satisfaction.score"),
        say("satisfaction.before"),
        say("satisfaction.verdict"),
    )
    rows = []
    for question in figures.questions:
        if not question.levels:
            continue
        change = changes.get(question.key)
        verdict = say(VERDICTS[change.verdict if change else Verdict.UNCLEAR])
        cells: tuple[Cell, ...] = (
            phrases.count(question.n),
            phrases.number(question.score, n=question.n),
            phrases.number(change.score_before if change else None),
            TextCell(verdict if change else phrases.NONE),
        )
        label = phrases.label(translator, question)
        if question.n:
            rows.append(TableRow(label, cells))
        else:
            rows.append(phrases.hidden_row(translator, label, one, columns[1:]))
    table = Table(tuple(rows), columns, empty=say("satisfaction.services_none"))
    return Section(say("satisfaction.sheet_questions"), "", (table,), NO_TABLE)


def _windows(translator: Translator, windows: tuple[Window, ...]) -> Section:
    """Return, for each window of the official EIT, whether residents see it."""
    lines = tuple(
        translator.say(
            "satisfaction.link_ready" if one.is_shown else "satisfaction.link_unready",
            year=one.fiscal_year,
            opens=phrases.day(one.opens),
            closes=phrases.day(one.closes),
            address=one.address,
        )
        for one in windows
    )
    return Section(translator.say("satisfaction.link_heading"), "", (), NO_TABLE, lines)
