"""`make demo-data`: replays last month's stories on the phones of the running demo.

This module does not write to the database. The phones send messages and button presses, and the bot receives them
as webhook events with their simulated times.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

import typer

from bot.commands.office import send_month
from bot.demo.actors import Actors
from bot.demo.people import BACKGROUND
from bot.demo.phones import NotRunningError, Phones, SilentError
from bot.demo.run import FOLDER, READY_MARKER, Demo, demo_here, last_month
from bot.demo.stories import Moment, plan, read_stories, select_stories
from bot.demo.survey_answers import respondents
from bot.demo.surveys import SERVICES
from bot.wiring import build_context
from domain.organisation.calendar import bangkok, month_bounds
from handlers.core.dates import month as month_name
from handlers.core.unit_of_work import AppContext
from handlers.usecases import monthly_report

SURVEYED = ("somsri", "boonmee")
"""Residents with a phone on the page who answer the survey of the office, besides those in the background."""
VISITORS, MOODS = 16, 15
"""The number of background residents who answer at the counters, and the random seed of their moods."""
PROGRESS_LINES = 10
"""How many progress lines are printed when the output is not a terminal."""


def replay(stories: int | None = None) -> None:
    """Replay the previous month, then send its report to the executives.

    `stories`: how many stories to replay, or None for all. Ends the command with exit code 1 and one line
    when the demo is not running, is still starting, or does not answer.
    """
    demo = demo_here()
    month = last_month()
    try:
        phones = Phones(demo.page)
    except NotRunningError:
        _end(f"The demo is not running on port {demo.port}: start it with `make demo` first.")
    if not READY_MARKER.exists():
        _end("The demo is still starting: try again when it has told its address.")
    context = build_context(demo.settings)
    try:
        _refuse_second_replay(context, month)
        all_stories = read_stories()
        selected = select_stories(all_stories, stories or len(all_stories))
        _perform(phones, context, plan(selected, month, context.calendar))
        _report(demo, phones, context, month)
    except SilentError as missing:
        _end(f"The bot did not answer ({missing}); its own words are in {FOLDER / 'bot.log'}.")
    finally:
        phones.set_clock(None)
        context.store.close()


def _refuse_second_replay(context: AppContext, month: str) -> None:
    """Exit if the month has cases already, because a second replay would duplicate them."""
    start, end = month_bounds(month)
    with context.read_only_uow(end) as uow:
        reported = uow.tx.jobs.frozen_month(month) is not None
        received = uow.tx.figures.month(month, start, end).received
    if reported:
        typer.echo(f"{month_name(month).th} was replayed before; there is nothing to do.")
        raise typer.Exit
    if received:
        _end(
            f"{month_name(month).th} was begun and not finished: stop the demo, "
            f"remove {FOLDER}, and start both again."
        )


def _perform(phones: Phones, context: AppContext, moments: Sequence[Moment]) -> None:
    actors = Actors(phones, context)
    actors.cancel_open_conversations(moments[0].at)
    for moment in _with_progress(moments):
        actors.act(moment)
    for respondent in respondents([*BACKGROUND, *SURVEYED]):
        actors.answer_survey(respondent)
    visited = [one.th for one in context.catalog.services if one.key in SERVICES]
    for number, respondent in enumerate(respondents([*BACKGROUND][:VISITORS], MOODS)):
        actors.rate_counter(respondent, visited[number % len(visited)])


def _report(demo: Demo, phones: Phones, context: AppContext, month: str) -> None:
    """Send the monthly report to the executives, at 08:00 on the 1st of the next month."""
    phones.set_clock(monthly_report.due(month))
    send_month(demo.settings, month)
    phones.wait_for_message("nayok", month_name(month).th)
    typer.echo(
        f"\n{context.catalog.organisation.short_th}: {month_name(month).th} is on the phones."
    )


def _with_progress(moments: Sequence[Moment]) -> Iterator[Moment]:
    """Yield the moments and show the progress: a bar on a terminal, else some lines."""
    if sys.stdout.isatty():
        with typer.progressbar(moments, label=_day(moments[0].at)) as bar:
            for moment in bar:
                bar.label = _day(moment.at)
                yield moment
        return
    for count, moment in enumerate(moments):
        if count % max(len(moments) // PROGRESS_LINES, 1) == 0:
            typer.echo(f"{_day(moment.at)}  {count * 100 // len(moments)} %")
        yield moment
    typer.echo("all of it   100 %")


def _day(moment: datetime) -> str:
    return f"{bangkok(moment):%Y-%m-%d}"


def _end(reason: str) -> None:
    typer.echo(reason, err=True)
    raise typer.Exit(1)
