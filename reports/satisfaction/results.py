"""The chapter of results: who answered, each aspect with a table and findings, comments, changes."""

from collections.abc import Iterator, Mapping

from domain.organisation.catalog import Catalog
from domain.reporting.satisfaction import RoundFigures
from domain.surveys.change import Verdict
from domain.surveys.coverage import Part
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.question_figures import QuestionFigures
from domain.surveys.question_set import Kind
from handlers.core.i18n import Translator
from reports.document import (
    NO_TABLE,
    Cell,
    NumberCell,
    Section,
    Table,
    TableRow,
    TextCell,
)
from reports.satisfaction import phrases

VERDICTS = {
    Verdict.BETTER: "satisfaction.verdict_better",
    Verdict.WORSE: "satisfaction.verdict_worse",
    Verdict.UNCLEAR: "satisfaction.verdict_unclear",
}


def results(catalog: Catalog, translator: Translator, one: RoundFigures) -> Iterator[Section]:
    """Yield the sections of a round, each of level 3."""
    yield _who(catalog, translator, one)
    if one.figures.aspects and one.figures.total is not None:
        yield _overall(translator, one)
    for aspect in one.figures.aspects:
        yield _aspect(translator, one, aspect)
    yield from _others(translator, one)
    yield from _choices(translator, one)
    yield from _groups(catalog, translator, one)
    yield _comments(catalog, translator, one)
    yield from _change(translator, one)


def _who(catalog: Catalog, translator: Translator, one: RoundFigures) -> Section:
    say, coverage = translator.say, one.figures.coverage
    channels = {part.key: say(f"survey.door_{part.key}") for part in coverage.channels if part.key}
    tables = [
        _parts(translator, "by_channel", coverage.channels, channels, coverage.n),
        _parts(
            translator,
            "by_service",
            coverage.services,
            {**phrases.service_names(catalog), "": say("satisfaction.no_service")},
            coverage.n,
        ),
        _parts(
            translator,
            "by_village",
            coverage.villages,
            {**phrases.village_names(catalog), "": say("satisfaction.no_village")},
            coverage.n,
        ),
    ]
    most = max(coverage.channels, key=lambda part: part.n, default=None)
    found: tuple[str, ...] = ()
    if most is not None and most.n:
        percent = phrases.written(100 * most.n / coverage.n)
        name = channels.get(most.key, most.key)
        found = (say("satisfaction.most_answered", name=name, n=most.n, percent=percent),)
    heading = say("satisfaction.who_heading")
    shown = tuple(table for table in tables if table.rows)
    return Section(heading, "", shown, NO_TABLE, found, level=3)


def _parts(
    translator: Translator,
    name: str,
    parts: tuple[Part, ...],
    names: Mapping[str, str],
    whole: int,
) -> Table:
    say = translator.say
    rows = tuple(
        TableRow(
            names.get(part.key, part.key),
            (phrases.count(part.n), phrases.number(100 * part.n / whole if whole else None)),
        )
        for part in parts
    )
    columns = (
        say(f"satisfaction.{name}"),
        say("satisfaction.people"),
        say("satisfaction.percent"),
    )
    return Table(rows, columns)


def _overall(translator: Translator, one: RoundFigures) -> Section:
    say, figures = translator.say, one.figures
    total = figures.total
    assert total is not None
    rows = [phrases.row(translator, aspect.th, aspect) for aspect in figures.aspects]
    rows.append(phrases.row(translator, say("satisfaction.whole"), total))
    table = Table(tuple(rows), phrases.score_columns(translator, say("satisfaction.aspect")))
    heading = say("satisfaction.overall_heading")
    found = _found(translator, say("satisfaction.whole"), total, figures.aspects)
    return Section(heading, "", (table,), NO_TABLE, found, level=3)


def _aspect(translator: Translator, one: RoundFigures, aspect: HeadingFigures) -> Section:
    say = translator.say
    questions = [found for found in one.figures.questions if found.aspect == aspect.key]
    rows = [phrases.row(translator, found.th, found) for found in questions]
    if len(questions) > 1:
        rows.append(phrases.row(translator, say("satisfaction.whole"), aspect))
    table = Table(tuple(rows), phrases.score_columns(translator, say("satisfaction.question")))
    heading = say("satisfaction.aspect_heading", name=aspect.th)
    found = _found(translator, heading, aspect, tuple(questions))
    return Section(heading, "", (table,), NO_TABLE, found, level=3)


def _others(translator: Translator, one: RoundFigures) -> Iterator[Section]:
    """Yield the scales without an aspect, such as the overall question."""
    others = [found for found in one.figures.questions if found.levels and not found.aspect]
    if others:
        say = translator.say
        rows = tuple(phrases.row(translator, found.th, found) for found in others)
        table = Table(rows, phrases.score_columns(translator, say("satisfaction.question")))
        yield Section(say("satisfaction.other_questions"), "", (table,), NO_TABLE, level=3)


def _found(
    translator: Translator,
    name: str,
    figures: HeadingFigures,
    parts: tuple[HeadingFigures | QuestionFigures, ...],
) -> tuple[str, ...]:
    """Return the sentences below a table: the findings, and the highest and lowest of its parts."""
    say = translator.say
    if figures.mean is None:
        return (say("satisfaction.services_few" if figures.n else "satisfaction.services_none"),)
    found = [
        say(
            "satisfaction.found",
            name=name,
            level=phrases.level(translator, figures.band),
            mean=phrases.written(figures.mean),
            percent=phrases.written(figures.percent),
        )
    ]
    ends = phrases.extremes(parts)
    if ends is not None:
        lowest, highest = ends
        found.append(
            say(
                "satisfaction.found_highest",
                highest=highest.th,
                high=phrases.written(highest.mean),
                lowest=lowest.th,
                low=phrases.written(lowest.mean),
            )
        )
    return tuple(found)


def _choices(translator: Translator, one: RoundFigures) -> Iterator[Section]:
    say = translator.say
    for question in one.figures.questions:
        if question.kind not in {Kind.MANY, Kind.ONE} or not question.n:
            continue
        rows = tuple(
            TableRow(option.th, (phrases.count(option.count), phrases.number(100 * option.share)))
            for option in sorted(question.options, key=lambda found: -found.count)
        )
        title = say("satisfaction.of_respondents", question=question.th, n=question.n)
        columns = (
            say("satisfaction.choice"),
            say("satisfaction.people"),
            say("satisfaction.percent"),
        )
        table = Table(rows, columns, title)
        yield Section(say("satisfaction.choices_heading"), "", (table,), NO_TABLE, level=3)


def _groups(catalog: Catalog, translator: Translator, one: RoundFigures) -> Iterator[Section]:
    say = translator.say
    names = {**phrases.service_names(catalog), "": say("satisfaction.no_service")}
    groups = [found for found in one.figures.groups if found.dimension == "service"]
    if len(groups) < 2:
        return
    rows = []
    for found in groups:
        cells: tuple[Cell, ...] = (TextCell(say("satisfaction.hidden")),)
        if found.n is not None:
            cells = (
                phrases.count(found.n),
                phrases.number(found.mean, n=found.n),
                phrases.number(found.percent, n=found.n),
                TextCell(phrases.level(translator, found.band)),
            )
        rows.append(TableRow(names.get(found.key, found.key), cells))
    columns = (
        say("satisfaction.service"),
        *(say(f"satisfaction.{name}") for name in ("respondents", "mean", "percent", "level")),
    )
    table = Table(tuple(rows), columns)
    yield Section(say("satisfaction.by_group_heading"), "", (table,), NO_TABLE, level=3)


def _comments(catalog: Catalog, translator: Translator, one: RoundFigures) -> Section:
    say, words = translator.say, one.figures.words
    names = phrases.service_names(catalog)
    others = say("publication.other_topics")
    rows = tuple(
        TableRow(names.get(key, key) or others, (NumberCell(str(number), number),))
        for key, number in one.comments
    )
    columns = (say("satisfaction.comments_about"), say("satisfaction.comments_count"))
    table = Table(rows, columns, empty=say("satisfaction.comments_none"))
    done: tuple[str, ...] = ()
    if words.total:
        done = (
            say(
                "satisfaction.comments_done",
                total=words.total,
                cases=words.cases,
                improvements=words.improvements,
                unread=words.unread,
            ),
        )
    return Section(say("satisfaction.comments_heading"), "", (table,), NO_TABLE, done, level=3)


def _change(translator: Translator, one: RoundFigures) -> Iterator[Section]:
    say = translator.say
    names = {question.key: question.th for question in one.figures.questions}
    rows = tuple(
        TableRow(
            names.get(change.question, change.question),
            (
                phrases.number(change.score_before, n=change.n_before),
                phrases.number(change.score, n=change.n),
                TextCell(say(VERDICTS[change.verdict])),
            ),
        )
        for change in one.figures.changes
    )
    if rows:
        columns = (
            say("satisfaction.question"),
            say("satisfaction.before"),
            say("satisfaction.now"),
            say("satisfaction.verdict"),
        )
        note = (say("satisfaction.change_note"),)
        heading = say("satisfaction.change_heading")
        yield Section(heading, "", (Table(rows, columns),), NO_TABLE, note, level=3)
