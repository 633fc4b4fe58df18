"""The chapter of results: who answered, each aspect with a table and findings, comments, changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    incomplete = tuple(
        say("satisfaction.parts_few", table=say(f"satisfaction.by_{name}"))
        for name in ("channel", "service", "village")
        for parts in (getattr(coverage, f"{name}s"),)
        if parts and sum(part.n for part in parts) < coverage.n
    )
    return Section(heading, "", shown, NO_TABLE, (*found, *incomplete), level=3)


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
    rows = [phrases.row(translator, aspect.th, aspect, one) for aspect in figures.aspects]
    rows.append(phrases.row(translator, say("satisfaction.whole"), total, one))
    table = Table(tuple(rows), phrases.score_columns(translator, say("satisfaction.aspect")))
    heading = say("satisfaction.overall_heading")
    found = _found(translator, say("satisfaction.as_whole"), total, figures.aspects, one)
    return Section(heading, "", (table,), NO_TABLE, found, level=3)


def _aspect(translator: Translator, one: RoundFigures, aspect: HeadingFigures) -> Section:
    say = translator.say
    questions = [found for found in one.figures.questions if found.aspect == aspect.key]
    rows = _graded(translator, questions, one)
    if len(questions) > 1:
        rows.append(phrases.row(translator, say("satisfaction.whole"), aspect, one))
    heading = say("satisfaction.aspect_heading", name=aspect.th)
    found = _found(translator, heading, aspect, tuple(questions), one)
    return Section(heading, "", _tables(translator, rows, questions, one), NO_TABLE, found, level=3)


def _graded(
    translator: Translator, questions: Iterable[QuestionFigures], one: RoundFigures
) -> list[TableRow]:
    """Return the rows of the scales of more than two levels."""
    return [
        phrases.row(translator, phrases.label(translator, found), found, one)
        for found in questions
        if not found.is_two_level
    ]


def _tables(
    translator: Translator,
    rows: Sequence[TableRow],
    questions: Iterable[QuestionFigures],
    one: RoundFigures,
) -> tuple[Table, ...]:
    """Return the table of scores, and that of the questions of two answers, whose mean nobody understands."""
    say, tables = translator.say, []
    if rows:
        columns = phrases.score_columns(translator, say("satisfaction.question"))
        tables.append(Table(tuple(rows), columns))
    shares = tuple(
        TableRow(found.th, (phrases.count(found.n), TextCell(phrases.shares(translator, found))))
        if found.n
        else phrases.hidden_row(translator, found.th, one, ("respondents", "answers"))
        for found in questions
        if found.is_two_level
    )
    if shares:
        names = ("question", "respondents", "answers")
        columns = tuple(say(f"satisfaction.{name}") for name in names)
        tables.append(Table(shares, columns, widths=(3, 2, 4)))
    return tuple(tables)


def _others(translator: Translator, one: RoundFigures) -> Iterator[Section]:
    """Yield the scales without an aspect, such as the overall question."""
    others = [found for found in one.figures.questions if found.levels and not found.aspect]
    if others:
        tables = _tables(translator, _graded(translator, others, one), others, one)
        heading = translator.say("satisfaction.other_questions")
        notes = _reversed(translator, others)
        yield Section(heading, "", tables, NO_TABLE, notes, level=3)


def _reversed(translator: Translator, parts: Iterable[phrases.Figures]) -> tuple[str, ...]:
    """Return the sentence that explains the mark of reversed questions, if one of them has it."""
    is_marked = any(
        isinstance(one, QuestionFigures) and one.is_graded and one.reverse for one in parts
    )
    return (translator.say("satisfaction.reversed_note"),) if is_marked else ()


def _found(
    translator: Translator,
    name: str,
    figures: HeadingFigures,
    parts: tuple[HeadingFigures | QuestionFigures, ...],
    one: RoundFigures,
) -> tuple[str, ...]:
    """Return the sentences below a table: the findings, and the highest and lowest of its parts."""
    say = translator.say
    if figures.score is None:
        if not one.figures.coverage.n:
            return (say("satisfaction.services_none"),)
        return (phrases.why_hidden(translator, one),)
    if all(isinstance(part, QuestionFigures) and part.is_two_level for part in parts):
        return ()
    found = [_finding(translator, name, figures), *_reversed(translator, parts)]
    ends = phrases.extremes(parts)
    if ends is not None:
        of_questions = isinstance(ends.highest, QuestionFigures)
        found.append(
            say(
                "satisfaction.found_highest"
                if of_questions
                else "satisfaction.found_highest_aspect",
                highest=phrases.label(translator, ends.highest),
                high=phrases.value(translator, ends.highest, as_score=ends.as_score),
                lowest=phrases.label(translator, ends.lowest),
                low=phrases.value(translator, ends.lowest, as_score=ends.as_score),
            )
        )
    return tuple(found)


def _finding(translator: Translator, name: str, figures: HeadingFigures) -> str:
    """Return the result of a heading in a sentence: level and mean, mean alone, or the score of several scales."""
    say = translator.say
    if figures.mean is None:
        score = phrases.value(translator, figures, as_score=True)
        return say("satisfaction.found_mixed", name=name, score=score)
    key = "satisfaction.found" if figures.band else "satisfaction.found_plain"
    return say(
        key,
        name=name,
        level=phrases.level(translator, figures.band),
        mean=phrases.written(figures.mean),
        percent=phrases.written(figures.percent),
    )


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
        name = names.get(found.key, found.key)
        if found.n is None:
            rows.append(phrases.hidden_row(translator, name, one, phrases.GROUP_COLUMNS))
            continue
        cells: tuple[Cell, ...] = (
            phrases.count(found.n),
            phrases.number(found.mean, n=found.n),
            phrases.number(found.percent, n=found.n),
            TextCell(phrases.level(translator, found.band)),
        )
        if found.mean is None and found.score is not None:
            score = say("satisfaction.of_hundred", score=phrases.written(found.score, 1))
            cells = (*cells[:-1], TextCell(score))
        rows.append(TableRow(name, cells))
    columns = (
        say("satisfaction.service"),
        *(say(f"satisfaction.{name}") for name in phrases.GROUP_COLUMNS),
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
