"""The commands that write cases and the figures of surveys to files."""

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.environment import read_settings

# As in bot.__main__: each command imports only the modules it needs.
# ruff: noqa: PLC0415

export = typer.Typer(no_args_is_help=True, help="Cases and surveys as CSV or XLSX files.")


@export.command("cases")
def export_cases(
    file: Annotated[Path, typer.Argument(help="Ends in .csv or .xlsx.")],
    month: Annotated[str, typer.Option(help="Reported in it, as 2026-10 or 2569-10.")] = "",
) -> None:
    """Write the cases to a file, without reporters; staff complaints are never in it."""
    from bot.commands.export_files import export_cases as write

    typer.echo(write(read_settings(), file, month))


@export.command("answers")
def export_answers(
    file: Annotated[Path, typer.Argument(help="Ends in .csv or .xlsx.")],
    round_id: Annotated[int, typer.Option("--round", help="The round, see `survey status`.")],
) -> None:
    """Write the figures of a closed survey round to a file, a line for each question, without small groups."""
    from bot.commands.export_files import export_answers as write

    typer.echo(write(read_settings(), file, round_id))
