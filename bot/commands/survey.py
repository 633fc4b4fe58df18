"""`python -m bot survey …`: check a file of questions, open and close rounds, create doors."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.environment import read_settings
from bot.settings import Settings, SettingsError
from domain.surveys.participation import DoorKind

# Each command imports only the modules it needs, as in bot.__main__.
# ruff: noqa: PLC0415

survey = typer.Typer(no_args_is_help=True, help="Surveys: questions, rounds, doors.")

_Day = Annotated[
    str, typer.Option(help="Year (Buddhist or Gregorian), month, day: 2570-09-30.", metavar="DATE")
]
_Sheet = Annotated[Path | None, typer.Option(help="Write the A5 sheet with the QR code here.")]


@survey.command("check")
def survey_check(file: Path) -> None:
    """Check a file of questions; every fault and warning is one line with file and line number."""
    from bot.commands.survey_check import check_lines

    lines, sound = check_lines(file, _organisation_dir())
    for line in lines:
        typer.echo(line)
    raise typer.Exit(0 if sound else 1)


@survey.command("sets")
def survey_sets() -> None:
    """List the office's sets of questions: key, version, purpose, title."""
    from bot.commands.survey_rounds import list_sets

    for line in list_sets(_organisation_dir()):
        typer.echo(line)


@survey.command("open")
def survey_open(
    questions: Annotated[str, typer.Argument(help="A key of `survey sets`, or a file of yours.")],
    *,
    closes: _Day,
    opens: _Day = "",
    population: Annotated[int | None, typer.Option(min=1, help="People served: N.")] = None,
    source: Annotated[str, typer.Option(help="Where N comes from.")] = "",
    target: Annotated[int | None, typer.Option(min=1, help="Answers aimed at: n.")] = None,
) -> None:
    """Open a round; from then on this version of the questions never changes."""
    from bot.commands.survey_rounds import RoundPlan, open_round

    plan = RoundPlan(closes, opens, population, source, target)
    for line in open_round(read_settings(), questions, plan):
        typer.echo(line)


@survey.command("close")
def survey_close(round_id: int) -> None:
    """Close a round now; its addresses and QR codes then say so."""
    from bot.commands.survey_rounds import close_round

    typer.echo(close_round(read_settings(), round_id))


@survey.command("status")
def survey_status(round_id: Annotated[int | None, typer.Argument()] = None) -> None:
    """List the running rounds, or one round with its answers, target and doors."""
    from bot.commands.survey_rounds import status_lines

    for line in status_lines(read_settings(), round_id):
        typer.echo(line)


@survey.command("door")
def survey_door(
    round_id: int,
    kind: Annotated[DoorKind, typer.Option(help="Where people come in.")] = DoorKind.COUNTER,
    service: Annotated[str, typer.Option(help="A key of services.toml.")] = "",
    village: Annotated[int | None, typer.Option(help="The number of a village.")] = None,
    sheet: _Sheet = None,
) -> None:
    """Create a door of a round: an address, and the sheet with its QR code."""
    from bot.commands.survey_doors import DoorPlan, make_door

    plan = DoorPlan(kind, service, village)
    for line in make_door(read_settings(), round_id, plan, sheet):
        typer.echo(line)


@survey.command("sheet")
def survey_sheet(code: str, file: Path) -> None:
    """Write the sheet of a door again. CODE is the end of its address."""
    from bot.commands.survey_doors import write_sheet_of

    typer.echo(write_sheet_of(read_settings(), code, file))


@survey.command("close-door")
def survey_close_door(code: str) -> None:
    """Close one door, for example of a lost sheet; the round continues."""
    from bot.commands.survey_doors import close_door

    typer.echo(close_door(read_settings(), code))


def _organisation_dir() -> Path | None:
    """ORGANISATION_DIR if the settings are complete, else None; a file can be checked without them."""
    try:
        return Settings.read().organisation_dir
    except SettingsError:
        return None
