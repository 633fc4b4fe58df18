"""Open and close rounds of surveys and print their progress; the functions return lines to print.

After a refusal the command exits with one line, as in bot/commands/office.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, in_both, invalid
from bot.commands.survey_check import check_lines
from bot.settings import Settings
from domain.organisation.calendar import BUDDHIST_ERA, bangkok
from domain.organisation.thai_dates import typed_day
from domain.surveys.question_set import QuestionSet
from domain.surveys.targets import yamane
from handlers.core.i18n import Bilingual
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from storage.organisation_data.surveys.reading import check_file, read_question_sets
from storage.surveys.rounds import Door, SurveyRound


@dataclass(frozen=True)
class RoundPlan:
    """The options of a new round, with dates as typed; `opens`: "" for now."""

    closes: str
    opens: str = ""
    population: int | None = None
    source: str = ""
    target: int | None = None


def list_sets(organisation_dir: Path | None) -> list[str]:
    """One line for each version of each set: key, version, purpose, title in Thai and in English."""
    return [
        f"{one.key}  {one.version}  {one.purpose.value}  {one.th} / {one.en}"
        for one in read_question_sets(organisation_dir)
    ]


def open_round(settings: Settings, questions: str, plan: RoundPlan) -> list[str]:
    """Open a round of the newest version of a set, or of the set in a file.

    Raises InvalidError for a wrong date or an unknown set, typer.Exit with code 1 for a faulty file.
    """
    closes = _day(plan.closes)
    opens = _day(plan.opens) if plan.opens else None
    if plan.population is not None and not plan.source.strip():
        raise invalid("no_source")
    question_set = _question_set(settings, questions)
    target = plan.target or (yamane(plan.population) if plan.population else None)
    with unit_of_work(settings) as uow:
        opened = rounds.open_round(
            uow,
            question_set,
            closes=closes,
            opens=opens,
            population=plan.population,
            population_source=plan.source.strip(),
            target=target,
        )
        lines = [_line(uow, opened)]
    if plan.target is None and target is not None:
        lines.append(done("target", target=target, population=plan.population))
    return [*lines, done("next_door", id=opened.id)]


def close_round(settings: Settings, round_id: int) -> str:
    """Close a round now."""
    with unit_of_work(settings) as uow:
        return _line(uow, rounds.close_round(uow, round_id))


def status_lines(settings: Settings, round_id: int | None) -> list[str]:
    """Return lines about the running rounds, or about one round with its numbers and doors."""
    with unit_of_work(settings) as uow:
        if round_id is not None:
            return list(_status(uow, round_id))
        running = [_line(uow, one) for one in rounds.running(uow)]
        return running or [done("no_round")]


def _question_set(settings: Settings, questions: str) -> QuestionSet:
    path = Path(questions)
    if path.suffix == ".toml" or path.exists():
        checked = check_file(path, settings.organisation_dir)
        if checked.question_set is None:
            for line in check_lines(path, settings.organisation_dir)[0]:
                typer.echo(line)
            raise typer.Exit(1)
        return checked.question_set
    by_key = {one.key: one for one in read_question_sets(settings.organisation_dir)}
    if questions not in by_key:
        raise invalid("no_set", typed=questions, known=", ".join(by_key))
    return by_key[questions]


def _day(typed: str) -> date:
    try:
        return typed_day(typed)
    except ValueError:
        raise invalid("no_day", typed=typed, such="2570-09-30") from None


def _status(uow: UnitOfWork, round_id: int) -> Iterator[str]:
    both = uow.context.translations.both
    found = rounds.status(uow, round_id)
    yield _line(uow, found.round)
    yield from _indented(
        both(
            "rounds.quality",
            complete=found.complete,
            void=found.void,
            assisted=found.assisted,
            burst=found.burst,
        )
    )
    for key, counts in (
        ("rounds.by_service", found.by_service),
        ("rounds.by_village", found.by_village),
        ("rounds.by_channel", found.by_channel),
        ("rounds.by_section", found.by_section),
    ):
        if counts:
            yield from _indented(both(key, counts=_listed(counts)))
    for door in uow.tx.survey_rounds.doors_of(round_id):
        yield from _indented(_door(uow, door))


def _listed(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{key or '-'} {count}" for key, count in sorted(counts.items(), key=str))


def _indented(both: Bilingual) -> Iterator[str]:
    return (f"  {line}" for line in in_both(both))


def _door(uow: UnitOfWork, door: Door) -> Bilingual:
    both = uow.context.translations.both
    named: Bilingual | str = " ".join(filter(None, (door.kind.value, door.service)))
    if door.village:
        named = both("rounds.door_village", door=named, village=door.village)
    address = rounds.web_address(uow, door) or door.code
    key = "rounds.door_closed" if door.closed_at else "rounds.door"
    return both(key, door=named, address=address)


def _line(uow: UnitOfWork, one: SurveyRound) -> str:
    """Return two lines about a round, in English and Thai."""
    both = uow.context.translations.both
    answered = _answered(uow, one)
    parts = (
        both("rounds.number", id=one.id),
        both("rounds.version", set=one.question_set.key, version=one.question_set.version),
        both(
            "rounds.days",
            first=_buddhist(bangkok(one.opens_at).date()),
            last=_buddhist(bangkok(one.last_moment).date()),
        ),
        both(_state(one, uow.now)),
        answered,
    )
    english, thai = zip(*(in_both(part) for part in parts), strict=True)
    return f"{'  '.join(english)}\n{'  '.join(thai)}"


def _answered(uow: UnitOfWork, one: SurveyRound) -> Bilingual:
    both, count = uow.context.translations.both, rounds.status(uow, one.id).answered
    if one.target:
        answered = both("rounds.answered_of", count=count, target=one.target)
    else:
        answered = both("rounds.answered", count=count)
    if not one.population:
        return answered
    return both(
        "rounds.population",
        answered=answered,
        population=one.population,
        source=one.population_source,
    )


def _state(one: SurveyRound, now: datetime) -> str:
    """Return the word key of a round's state."""
    if one.closed_at is not None or now >= one.closes_at:
        return "rounds.is_closed"
    # A round opened just now is stored to the millisecond, which may lie ahead of the clock.
    has_begun = one.opens_at <= now + timedelta(milliseconds=1)
    return "rounds.is_open" if has_begun else "rounds.is_to_open"


def _buddhist(day: date) -> str:
    return f"{day.year + BUDDHIST_ERA}-{day:%m-%d}"
