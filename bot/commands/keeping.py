"""`python -m bot backup …`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.commands.environment import read_settings

# Each command imports only the modules it needs, as in bot.__main__.
# ruff: noqa: PLC0415


class _MakeUnlessNamed(TyperGroup):
    """`backup FILE` means `backup make FILE`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer has click within
        if args and args[0] not in {*self.commands, "--help"}:
            args = ["make", *args]
        return super().parse_args(ctx, args)


backup = typer.Typer(
    cls=_MakeUnlessNamed,
    no_args_is_help=True,
    help="Everything in one encrypted file: `backup FILE`, `backup FOLDER`, `backup check FILE`.",
)


@backup.command("make")
def backup_make(
    target: Annotated[Path, typer.Argument(help="A new file, or a folder for dated files.")],
    daily: Annotated[
        int | None, typer.Option(min=1, help="In a folder: keep one of each of the last N days.")
    ] = None,
    monthly: Annotated[
        int | None, typer.Option(min=0, help="In a folder: and one of each of the last N months.")
    ] = None,
    then: Annotated[
        str, typer.Option(help="A command that copies it to a second place; {} is the file.")
    ] = "",
) -> None:
    """Write everything to one encrypted file, while the bot is running. SECRET_KEY opens it and is not in it."""
    from bot.commands.backup import Rotation, make_backup

    keep = None if daily is None and monthly is None else Rotation(daily or 1, monthly or 0)
    typer.echo(make_backup(read_settings(), target, keep, then))


@backup.command("check")
def backup_check(file: Path) -> None:
    """Verify a backup: whether it is complete, SECRET_KEY matches, and what it contains."""
    from bot.commands.backup import check_backup

    for line in check_backup(read_settings(), file):
        typer.echo(line)
