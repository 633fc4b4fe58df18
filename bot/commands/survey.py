"""The commands `python -m bot survey …`: check a file of questions, open and close rounds, make doors."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.environment import read_settings
from bot.settings import Settings, SettingsError
from domain.surveys.participation import DoorKind

# Each command imports only what it needs, as in bot/__main__.py.
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
    """Every set of questions the office has: key, version, purpose, title."""
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
    """The rounds that are running; of one round, n against target and its doors."""
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
    """Make a door into a round: an address of its own, and the sheet with its QR code."""
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
    """Close one door, such as a sheet that was lost; the round goes on."""
    from bot.commands.survey_doors import close_door

    typer.echo(close_door(read_settings(), code))


def _organisation_dir() -> Path | None:
    """ORGANISATION_DIR where the settings are complete; a file can be checked without them."""
    try:
        return Settings.read().organisation_dir
    except SettingsError:
        return None
