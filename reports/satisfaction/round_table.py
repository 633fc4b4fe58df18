"""The figures of a survey round as one table, for a file: what everybody may read, and no single answer."""

from collections.abc import Iterator, Sequence

from domain.anonymity import LEAST_SHOWN
from domain.errors import Refused
from domain.statistics.rounding import half_up
from domain.surveys.figures import Context, SurveyFigures
from domain.surveys.heading_figures import HeadingFigures
from domain.surveys.question_figures import QuestionFigures
from handlers.core import dates
from handlers.core.i18n import Translator
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import results, rounds
from reports.formats.rows import Cell
from reports.satisfaction import phrases

COLUMNS = (
    *("part", "name", "n", "outside", "mean", "deviation", "percent", "score", "of_100"),
    *("margin", "reversed"),
)
"""Word keys of the columns, `export.…`."""


def round_table(
    uow: UnitOfWork, translator: Translator, round_id: int
) -> tuple[list[str], list[Sequence[Cell]]]:
    """Return the column heads and the rows of a round. Raises Refused no_such_round, round_open.

    A file travels, so it contains what is published: small groups are left out even for the section.
    """
    found = rounds.get(uow, round_id)
    if found.ended_at > uow.now:
        raise Refused("round_open", closes=dates.day(found.last_moment))
    context = Context(as_of=uow.now.isoformat())
    figures = results.figures_for_others(uow, found, context)
    head = [translator.say(f"export.{one}") for one in COLUMNS]
    return head, [*_rows(uow, translator, figures)]


def _rows(
    uow: UnitOfWork, translator: Translator, figures: SurveyFigures
) -> Iterator[Sequence[Cell]]:
    part = translator.say
    if figures.total is not None:
        yield _heading(translator, part("export.whole"), figures.total)
    for one in figures.aspects:
        yield _heading(translator, part("export.aspect"), one)
    for one in figures.indicators:
        yield _heading(translator, part("export.indicator"), one)
    for question in figures.questions:
        yield _question(translator, part("export.question"), question)
        yield from _options(translator, question)
    services = {one.key: one.th for one in uow.context.catalog.services}
    for group in figures.groups:
        name = services.get(group.key, group.key)
        level = phrases.level(translator, group.band)
        numbers = (_size(translator, group.n), None, _two(group.mean), None, _two(group.percent))
        yield part("export.service"), name, *numbers, _two(group.score), level, None, None


def _heading(translator: Translator, part: str, one: HeadingFigures) -> Sequence[Cell]:
    numbers = (_two(one.mean), _two(one.deviation), _two(one.percent), _two(one.score))
    level = phrases.level(translator, one.band)
    n = _size(translator, one.n or None)
    return part, one.th or part, n, None, *numbers, level, _two(one.margin), None


def _question(translator: Translator, part: str, one: QuestionFigures) -> Sequence[Cell]:
    numbers = (_two(one.mean), _two(one.deviation), _two(one.percent), _two(one.score))
    is_reversed = translator.say("export.yes") if one.reverse else None
    n = _size(translator, one.n or None)
    outside = one.outside if one.outside >= LEAST_SHOWN else None
    level = phrases.level(translator, one.band) if one.band else ""
    return part, one.th, n, outside, *numbers, level, _two(one.margin), is_reversed


def _options(translator: Translator, one: QuestionFigures) -> Iterator[Sequence[Cell]]:
    """Yield how often each answer was given, unless few people gave one of them."""
    if not one.n or any(0 < option.count < LEAST_SHOWN for option in one.options):
        return
    nothing = [None] * (len(COLUMNS) - 3)
    for option in one.options:
        yield translator.say("export.answer"), f"{one.th}: {option.th}", option.count, *nothing


def _size(translator: Translator, n: int | None) -> Cell:
    return translator.say("export.few") if n is None else n


def _two(value: float | None) -> Cell:
    return None if value is None else float(half_up(value, 2))
