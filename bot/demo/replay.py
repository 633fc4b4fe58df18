"""`make demo-data`: last month of an office's life, replayed on the phones of the running demo.

Nothing is written into the database from here: residents write, officers press, and the bot hears of
it by webhook, each event with the hour it happened.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime

import typer

from bot.commands.office import send_month
from bot.demo.actors import Actors
from bot.demo.phones import NotRunningError, Phones, SilentError
from bot.demo.run import FOLDER, SETTLED, Demo, demo_here, last_month
from bot.demo.stories import Moment, plan, read_stories, some_of
from bot.wiring import build_office
from domain.organisation.calendar import bangkok, month_bounds
from handlers.core.dates import month as month_name
from handlers.core.unit_of_work import AppContext
from handlers.usecases import monthly_report

LINES = 10
"""How often the progress is told where there is no terminal to draw a bar on."""


def replay(stories: int | None = None) -> None:
    """Replay the month before this one, all of it or so many stories, then send it to the executives."""
    demo = demo_here()
    month = last_month()
    try:
        phones = Phones(demo.page)
    except NotRunningError:
        _end(f"The demo is not running on port {demo.port}: start it with `make demo` first.")
    if not SETTLED.exists():
        _end("The demo is still starting: try again when it has told its address.")
    office = build_office(demo.settings)
    try:
        _refuse_twice(office, month)
        told = read_stories()
        moments = plan(some_of(told, stories or len(told)), month, office.calendar)
        _live(phones, office, moments)
        _report(demo, phones, office, month)
    except SilentError as missing:
        _end(f"The bot did not answer ({missing}); its own words are in {FOLDER / 'bot.log'}.")
    finally:
        phones.set_clock(None)
        office.store.close()


def _refuse_twice(office: AppContext, month: str) -> None:
    """A month is replayed once: a second time would double it."""
    start, end = month_bounds(month)
    with office.read_only_uow(end) as uow:
        reported = uow.tx.jobs.frozen_month(month) is not None
        begun = uow.tx.figures.month(month, start, end).received
    if reported:
        typer.echo(f"{month_name(month).th} was replayed before; there is nothing to do.")
        raise typer.Exit
    if begun:
        _end(
            f"{month_name(month).th} was begun and not finished: stop the demo, "
            f"remove {FOLDER}, and start both again."
        )


def _live(phones: Phones, office: AppContext, moments: Sequence[Moment]) -> None:
    actors = Actors(phones, office)
    actors.put_down(moments[0].at)
    for moment in _with_progress(moments):
        actors.act(moment)


def _report(demo: Demo, phones: Phones, office: AppContext, month: str) -> None:
    """The 1st of the next month, 08:00: the executives hear of the month."""
    phones.set_clock(monthly_report.due(month))
    send_month(demo.settings, month)
    phones.sees("nayok", month_name(month).th)
    typer.echo(
        f"\n{office.catalog.organisation.short_th}: {month_name(month).th} is on the phones."
    )


def _with_progress(moments: Sequence[Moment]) -> Iterator[Moment]:
    """The moments one by one, with a bar on a terminal and a line now and then elsewhere."""
    if sys.stdout.isatty():
        with typer.progressbar(moments, label=_day(moments[0].at)) as bar:
            for moment in bar:
                bar.label = _day(moment.at)
                yield moment
        return
    for count, moment in enumerate(moments):
        if count % max(len(moments) // LINES, 1) == 0:
            typer.echo(f"{_day(moment.at)}  {count * 100 // len(moments)} %")
        yield moment
    typer.echo("all of it   100 %")


def _day(moment: datetime) -> str:
    return f"{bangkok(moment):%Y-%m-%d}"


def _end(reason: str) -> None:
    typer.echo(reason, err=True)
    raise typer.Exit(1)
