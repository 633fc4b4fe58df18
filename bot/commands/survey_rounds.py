"""Open and close rounds of surveys and print their progress; the functions return lines to print.

After a refusal the command exits with one line, as in bot/commands/office.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import typer

from bot.commands.office import unit_of_work
from bot.commands.sentences import done, invalid
from bot.commands.survey_check import check_lines
from bot.settings import Settings
from domain.organisation.calendar import BUDDHIST_ERA, bangkok
from domain.surveys.question_set import QuestionSet
from domain.surveys.targets import yamane
from handlers.core.unit_of_work import UnitOfWork
from handlers.usecases.surveys import rounds
from storage.organisation_data.surveys.reading import check_file, read_question_sets
from storage.surveys.rounds import Door, SurveyRound

_BUDDHIST_FROM = 2400
"""Years from this one on are Buddhist, earlier ones Gregorian."""


@dataclass(frozen=True)
class RoundPlan:
    """The options of a new round, with dates as typed; `opens`: "" for now."""

    closes: str
    opens: str = ""
    population: int | None = None
    source: str = ""
    target: int | None = None


def list_sets(organisation_dir: Path | None) -> list[str]:
    """One line for each version of each set: key, version, purpose, title."""
    return [
        f"{one.key}  {one.version}  {one.purpose.value}  {one.th}"
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
    year, _, rest = typed.strip().partition("-")
    try:
        if year.isdecimal() and int(year) >= _BUDDHIST_FROM:
            return date.fromisoformat(f"{int(year) - BUDDHIST_ERA}-{rest}")
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise invalid("no_day", typed=typed, such="2570-09-30") from None


def _status(uow: UnitOfWork, round_id: int) -> Iterator[str]:
    found = rounds.status(uow, round_id)
    yield _line(uow, found.round)
    yield (
        f"  complete {found.complete}, void {found.void}, entered by officers {found.assisted},"
        f" in bursts {found.burst}"
    )
    for name, counts in (
        ("service", found.by_service),
        ("village", found.by_village),
        ("channel", found.by_channel),
        ("section", found.by_section),
    ):
        yield from _part(name, counts)
    for door in uow.tx.survey_rounds.doors_of(round_id):
        yield f"  door {_door(uow, door)}"


def _part(name: str, counts: Mapping[Any, int]) -> Iterator[str]:
    if counts:
        parts = ", ".join(f"{key or '-'} {count}" for key, count in sorted(counts.items(), key=str))
        yield f"  by {name}: {parts}"


def _door(uow: UnitOfWork, door: Door) -> str:
    parts = [door.kind.value, door.service, f"village {door.village}" if door.village else ""]
    address = rounds.web_address(uow, door) or door.code
    closed = " (closed)" if door.closed_at else ""
    return f"{' '.join(filter(None, parts))}: {address}{closed}"


def _line(uow: UnitOfWork, one: SurveyRound) -> str:
    answered = rounds.status(uow, one.id).answered
    target = f" of {one.target}" if one.target else ""
    population = f", N {one.population} ({one.population_source})" if one.population else ""
    is_over = one.closed_at is not None or uow.now >= one.closes_at
    # A round opened just now is stored to the millisecond, which may lie ahead of the clock.
    has_begun = one.opens_at <= uow.now + timedelta(milliseconds=1)
    state = "closed" if is_over else "open" if has_begun else "to open"
    first = bangkok(one.opens_at).date()
    last = bangkok(one.last_moment).date()
    return (
        f"round {one.id}  {one.question_set.key} version {one.question_set.version}"
        f"  {_buddhist(first)} to {_buddhist(last)}  {state}  n {answered}{target}{population}"
    )


def _buddhist(day: date) -> str:
    return f"{day.year + BUDDHIST_ERA}-{day:%m-%d}"
