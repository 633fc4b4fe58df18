"""The commands of officers: appointing, other names, codes, leaving."""

from typing import Annotated

import typer

from bot.commands.environment import read_settings
from domain.organisation.officers import Role

# Each command imports only the modules it needs: LINE's SDK takes a second.
# ruff: noqa: PLC0415

officer = typer.Typer(no_args_is_help=True, help="Officers and the codes that link their LINE.")


@officer.command("add")
def officer_add(
    name: str,
    role: Annotated[Role, typer.Option()],
    department: Annotated[str | None, typer.Option(help="A key of departments.toml.")] = None,
) -> None:
    """Appoint an officer; prints the one-time code to type into LINE."""
    from bot.commands.office import add_officer

    typer.echo(add_officer(read_settings(), name, role, department))


@officer.command("names")
def officer_names(
    officer_id: int, names: Annotated[list[str] | None, typer.Argument()] = None
) -> None:
    """Add other names of an officer, which complaints may use; prints all of them."""
    from bot.commands.office import name_officer

    for name in name_officer(read_settings(), officer_id, names or []):
        typer.echo(name)


@officer.command("rename")
def officer_rename(officer_id: int, name: str) -> None:
    """Change an officer's name; complaints may still use the former one."""
    from bot.commands.office import rename_officer

    typer.echo(rename_officer(read_settings(), officer_id, name))


@officer.command("code")
def officer_code(officer_id: int) -> None:
    """Print a new one-time code for an officer who lost theirs or has a new telephone."""
    from bot.commands.office import renew_code

    typer.echo(renew_code(read_settings(), officer_id))


@officer.command("remove")
def officer_remove(
    officer_id: int,
    to: Annotated[int | None, typer.Option(help="The officer who takes the open cases.")] = None,
) -> None:
    """Remove an officer who leaves, and hand over their open cases."""
    from bot.commands.office import remove_officer

    typer.echo(remove_officer(read_settings(), officer_id, to))


@officer.command("list")
def officer_list() -> None:
    """List all officers, and whether their LINE account is linked."""
    from bot.commands.office import list_officers

    for line in list_officers(read_settings()):
        typer.echo(line)
