"""What every command needs: the settings from the environment, and ending with one line that says what to do."""

from typing import NoReturn

import typer

from bot.settings import Settings, SettingsError


def read_settings() -> Settings:
    """Return the settings; end the command with one line that names all faults when there are any."""
    try:
        return Settings.read()
    except SettingsError as error:
        # Here, not above: explaining takes SQLAlchemy and all sentences.
        from bot.commands.faults import explain  # noqa: PLC0415

        fail(explain(error) or str(error))


def fail(reason: str) -> NoReturn:
    """End the command with one line and code 1."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)
