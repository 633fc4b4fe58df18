"""The commands `python -m bot survey …`: check a file of questions, open and close rounds, make doors."""

from pathlib import Path

import typer
from pydantic import ValidationError

from bot.settings import Settings

# Each command imports only what it needs, as in bot/__main__.py.
# ruff: noqa: PLC0415

survey = typer.Typer(no_args_is_help=True, help="Surveys: questions, rounds, doors.")


@survey.command("check")
def survey_check(file: Path) -> None:
    """Check a file of questions; every fault and warning is one line with file and line number."""
    from bot.commands.survey_check import check_lines

    lines, sound = check_lines(file, _organisation_dir())
    for line in lines:
        typer.echo(line)
    raise typer.Exit(0 if sound else 1)


def _organisation_dir() -> Path | None:
    """ORGANISATION_DIR where the settings are complete; a file can be checked without them."""
    try:
        return Settings().organisation_dir  # type: ignore[call-arg]  # the environment fills them
    except ValidationError:
        return None
