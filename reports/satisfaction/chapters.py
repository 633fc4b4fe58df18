"""The satisfaction report in the customary five chapters of local offices: cover, summary, chapters, form."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from domain.organisation.catalog import Catalog
from domain.reporting.improvement import for_everybody
from domain.reporting.satisfaction import (
    RoundFigures,
    SatisfactionFigures,
    satisfaction_from_json,
)
from domain.reporting.written import Written
from domain.statistics.rounding import half_up
from domain.surveys.bands import CUSTOMARY_LEVELS, LIMITS
from domain.surveys.heading_figures import FEWEST_FOR_ALPHA, HeadingFigures
from handlers.core.i18n import Translator
from reports.document import (
    NO_TABLE,
    Document,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.places_to_sign import place
from reports.satisfaction import phrases
from reports.satisfaction.phrases import measured
from reports.satisfaction.results import results
from reports.statistics.period_names import period_name

PREFIX = "satisfaction."
CONCEPTS = "concepts"
FEWEST_ITEMS = 2
"""Minimum questions of a survey that has a reliability."""


def document(catalog: Catalog, translator: Translator, stored: str) -> Document:
    """Return the report from the JSON of `reports.satisfaction.figures.satisfaction`."""
    figures, say = satisfaction_from_json(stored), translator.say
    period = period_name(translator, figures.period)
    return Document(
        title=say("satisfaction.title", period=period),
        period=figures.period,
        office=catalog.organisation.name_th,
        headline=say("satisfaction.cover_line", day=phrases.day(figures.as_of)),
        sections=(
            _executive(translator, figures),
            *_introduction(catalog, translator, period),
            _concepts(translator, figures),
            *_method(translator, figures),
            *_results(catalog, translator, figures),
            *_conclusions(translator, figures),
        ),
        appendix=tuple(_forms(translator, figures)),
        signatures=(
            place(translator, say("satisfaction.reporter")),
            place(translator, say("month_page.mayor", office=catalog.organisation.name_th)),
        ),
        notes=(say("satisfaction.own_survey"), say("satisfaction.small_hidden")),
        contents=say("satisfaction.contents"),
    )


def published(stored: str) -> str:
    """Return the JSON of `figures` with the verdict of each improvement and without its numbers."""
    figures = satisfaction_from_json(stored)
    summaries = tuple(for_everybody(one) for one in figures.improvements)
    return replace(figures, improvements=summaries, is_public=True).to_json()


def _text(translator: Translator, heading: str, *keys: str, **facts: object) -> Section:
    """Return a section of level 2 that consists of sentences."""
    words = tuple(translator.say(f"{PREFIX}{key}", **facts) for key in keys)
    return Section(translator.say(f"{PREFIX}{heading}"), "", (), NO_TABLE, words, level=2)


def _chapter(translator: Translator, key: str, *words: str) -> Section:
    return Section(translator.say(f"{PREFIX}{key}"), "", (), NO_TABLE, words)


def _executive(translator: Translator, figures: SatisfactionFigures) -> Section:
    words = [line for one in figures.rounds for line in _in_short(translator, one)]
    if not any(one.figures.coverage.n for one in figures.rounds):
        words = [translator.say("satisfaction.executive_none")]
    return _chapter(translator, "executive", *words, *_advice(translator, figures.rounds))


def _in_short(translator: Translator, one: RoundFigures) -> Iterator[str]:
    say, total = translator.say, one.figures.total
    title, n = phrases.title(one), one.figures.coverage.n
    if total is None:
        yield say("satisfaction.executive_unscored", title=title, n=n)
        return
    if total.score is None:
        why = phrases.why_hidden(translator, one) if n else say("satisfaction.services_none")
        yield say("satisfaction.executive_hidden", title=title, n=n, why=why)
        return
    if total.mean is None:
        score = phrases.value(translator, total, as_score=True)
        yield say("satisfaction.executive_mixed", title=title, n=n, score=score)
    else:
        yield say(
            "satisfaction.executive_round" if total.band else "satisfaction.executive_plain",
            title=title,
            n=n,
            level=phrases.level(translator, total.band),
            mean=phrases.written(total.mean),
            deviation=phrases.written(total.deviation),
            percent=phrases.written(total.percent),
        )
    ends = phrases.extremes(one.figures.aspects)
    if ends is not None:
        for key, end in (("highest", ends.highest), ("lowest", ends.lowest)):
            value = phrases.value(translator, end, as_score=ends.as_score)
            yield say(f"satisfaction.{key}", title=title, name=end.th, value=value)


def _introduction(catalog: Catalog, translator: Translator, period: str) -> Iterator[Section]:
    office = catalog.organisation.name_th
    yield _chapter(translator, "chapter_1")
    yield _text(translator, "background_heading", "background", office=office)
    yield _text(translator, "aims_heading", "aim_1", "aim_2", "aim_3")
    yield _text(translator, "scope_heading", "scope", period=period)
    yield _text(translator, "benefit_heading", "benefit")


def _concepts(translator: Translator, figures: SatisfactionFigures) -> Section:
    say = translator.say
    aspects = dict.fromkeys(one.th for found in figures.rounds for one in found.figures.aspects)
    measured = (
        say("satisfaction.concepts", aspects=" ".join(aspects))
        if aspects
        else say("satisfaction.concepts_plain")
    )
    written = [one for one in figures.concepts.split("\n") if one.strip()]
    if not (written or figures.is_public):
        written = [say("satisfaction.concepts_blank")]
    return _chapter(translator, "chapter_2", measured, *written)


def to_write(translator: Translator, stored: str) -> tuple[Written, ...]:
    """Return the part that the office writes itself."""
    label = translator.say("satisfaction.concepts_label")
    return (Written(CONCEPTS, label, satisfaction_from_json(stored).concepts),)


def written(stored: str, texts: Mapping[str, str]) -> str:
    """Return the JSON with what the office wrote. `texts`: by the key of `to_write`."""
    return replace(satisfaction_from_json(stored), concepts=texts.get(CONCEPTS, "")).to_json()


def _method(translator: Translator, figures: SatisfactionFigures) -> Iterator[Section]:
    say = translator.say
    yield _chapter(translator, "chapter_3")
    words = [line for one in figures.rounds for line in _population(translator, one, figures)]
    words = words or [say("satisfaction.executive_none")]
    heading = say("satisfaction.population_heading")
    yield Section(heading, "", (), NO_TABLE, tuple(words), level=2)
    lines = [say("satisfaction.statistics")]
    lines += [_reliability(translator, one) for one in figures.rounds if one.figures.total]
    heading = say("satisfaction.statistics_heading")
    yield Section(heading, "", (), NO_TABLE, tuple(dict.fromkeys(lines)), level=2)
    for table in dict.fromkeys(one.figures.bands for one in figures.rounds):
        yield _bands(translator, table)


def _reliability(translator: Translator, one: RoundFigures) -> str:
    """Return the alpha of one survey, or why it has none."""
    total, title = one.figures.total, phrases.title(one)
    assert total is not None
    if total.alpha is not None:
        return translator.say("satisfaction.alpha", title=title, alpha=half_up(total.alpha, 3))
    if len(total.questions) < FEWEST_ITEMS:
        return translator.say("satisfaction.no_alpha_of_one", title=title)
    if total.score is None and phrases.waits(one):
        return translator.say("satisfaction.no_alpha_yet", title=title)
    return translator.say("satisfaction.no_alpha", title=title, fewest=FEWEST_FOR_ALPHA)


def _population(
    translator: Translator, one: RoundFigures, figures: SatisfactionFigures
) -> Iterator[str]:
    say, coverage = translator.say, one.figures.coverage
    facts = {"title": phrases.title(one), "n": coverage.n, "complete": coverage.complete}
    if coverage.population is None:
        yield say("satisfaction.population_unknown", **facts)
    else:
        yield say(
            "satisfaction.population",
            population=f"{coverage.population:,}",
            source=coverage.population_source,
            **facts,
        )
    if coverage.target is not None:
        yield say("satisfaction.target", target=coverage.target)
    yield say(
        "satisfaction.collected",
        opens=phrases.day(one.opens),
        closes=phrases.day(one.closes),
        day=phrases.day(figures.as_of),
        assisted=coverage.assisted,
        void=coverage.void,
    )


def _bands(translator: Translator, table: str) -> Section:
    say, limits = translator.say, LIMITS[table]
    lows = (*limits, 1)
    highs = (CUSTOMARY_LEVELS, *(float(limit) - 0.01 for limit in limits))
    rows = tuple(
        TableRow(
            say("satisfaction.band_range", low=half_up(float(low)), high=half_up(float(high))),
            (TextCell(phrases.level(translator, CUSTOMARY_LEVELS - place)),),
        )
        for place, (low, high) in enumerate(zip(lows, highs, strict=True))
    )
    columns = (say("satisfaction.bands_from"), say("satisfaction.level"))
    heading = say("satisfaction.bands_heading")
    return Section(heading, "", (Table(rows, columns),), NO_TABLE, level=2)


def _results(
    catalog: Catalog, translator: Translator, figures: SatisfactionFigures
) -> Iterator[Section]:
    yield _chapter(
        translator,
        "chapter_4",
        *([] if figures.rounds else [translator.say("satisfaction.executive_none")]),
    )
    for one in figures.rounds:
        yield Section(phrases.title(one), "", (), NO_TABLE, level=2)
        yield from results(catalog, translator, one)


def _conclusions(translator: Translator, figures: SatisfactionFigures) -> Iterator[Section]:
    say = translator.say
    yield _chapter(translator, "chapter_5")
    words = tuple(line for one in figures.rounds for line in _in_short(translator, one))
    words = words or (say("satisfaction.executive_none"),)
    heading = say("satisfaction.conclusion_heading")
    yield Section(heading, "", (), NO_TABLE, words, level=2)
    advice = _advice(translator, figures.rounds) or [say("satisfaction.advice_none")]
    heading = say("satisfaction.advice_heading")
    yield Section(heading, "", (), NO_TABLE, tuple(advice), level=2)
    yield _improved(translator, figures)


def _improved(translator: Translator, figures: SatisfactionFigures) -> Section:
    """Return the improvements of the period, each measured by the same question before and after."""
    say = translator.say
    rows = tuple(
        TableRow(one.what, (TextCell(one.result), TextCell(measured(translator, one))))
        for one in figures.improvements
    )
    columns = (
        say("satisfaction.improved_what"),
        say("improvement.result"),
        say("improvement.effect"),
    )
    table = Table(rows, columns, empty=say("satisfaction.improved_none"), widths=(3, 3, 3))
    return Section(say("satisfaction.improved_heading"), "", (table,), NO_TABLE, level=2)


def _advice(translator: Translator, rounds: Iterable[RoundFigures]) -> list[str]:
    """Return recommendations from the figures: the lowest aspect with its lowest question, frequent requests."""
    say, found = translator.say, []
    for one in rounds:
        title, ends = phrases.title(one), phrases.extremes(one.figures.aspects)
        if ends is not None and isinstance(ends.lowest, HeadingFigures):
            found.append(_advice_on(translator, title, ends.lowest, one))
        for question in one.figures.questions:
            taken = [option for option in question.options if option.count]
            if question.levels or not taken:
                continue
            most = max(option.count for option in taken)
            names = [option.th for option in taken if option.count == most]
            choice = say("satisfaction.choice_joint").join(names)
            found.append(
                say(
                    "satisfaction.advice_choice",
                    title=title,
                    question=question.th,
                    choice=choice,
                    count=most,
                )
            )
    return list(dict.fromkeys(found))


def _advice_on(
    translator: Translator, title: str, aspect: HeadingFigures, one: RoundFigures
) -> str:
    """Return the recommendation for the lowest aspect of a survey, with its lowest question."""
    questions = [
        question
        for question in one.figures.questions
        if question.aspect == aspect.key and question.is_graded and question.score is not None
    ]
    if not questions:
        return translator.say("satisfaction.advice_aspect", title=title, name=aspect.th)
    lowest = min(questions, key=lambda question: question.score or 0)
    is_mixed = len({question.levels for question in questions}) > 1
    return translator.say(
        "satisfaction.advice",
        title=title,
        name=aspect.th,
        question=phrases.label(translator, lowest),
        value=phrases.value(translator, lowest, as_score=is_mixed),
    )


def _forms(translator: Translator, figures: SatisfactionFigures) -> Iterator[Section]:
    say = translator.say
    yield _chapter(translator, "appendix", say("satisfaction.own_survey"))
    for one in figures.rounds:
        rows = tuple(
            TableRow(f"{place}. {line.th}", (TextCell(" / ".join(line.options)),))
            for place, line in enumerate(one.form, start=1)
        )
        columns = (say("satisfaction.question"), say("satisfaction.choice"))
        table = Table(rows, columns, widths=(3, 2))
        yield Section(phrases.title(one), "", (table,), NO_TABLE, level=2)
