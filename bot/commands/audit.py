"""`python -m bot audit …`: verifies that no row of the audit log was changed."""

from typing import Annotated

import typer

from bot.commands.environment import read_settings

# Each command imports only the modules it needs, as in bot.__main__.
# ruff: noqa: PLC0415

audit = typer.Typer(no_args_is_help=True, help="The history of who did what, and its proof.")


@audit.command("verify")
def audit_verify(
    seal: Annotated[
        list[str] | None, typer.Option(help="A code from a month's message; may be repeated.")
    ] = None,
) -> None:
    """Name the first row of the history that was changed, removed or inserted; exit code 1 if there is one."""
    from bot.commands.audit_check import verify_audit

    lines, is_whole = verify_audit(read_settings(), seal or ())
    for line in lines:
        typer.echo(line)
    raise typer.Exit(int(not is_whole))


@audit.command("accept")
def audit_accept(row: int, reason: str) -> None:
    """Record why a row that `verify` names differs; it is then reported as accepted."""
    from bot.commands.audit_check import accept

    typer.echo(accept(read_settings(), row, reason))
