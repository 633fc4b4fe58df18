"""Helpers for every command: read the settings, and exit with one line that says what to do."""

from typing import NoReturn

import typer

from bot.settings import Settings, SettingsError


def read_settings() -> Settings:
    """Return the settings, or exit with one line that names all faults."""
    try:
        return Settings.read()
    except SettingsError as error:
        # Imported here, because the explanation needs SQLAlchemy and all sentences.
        from bot.commands.faults import explain  # noqa: PLC0415

        fail(explain(error) or str(error))


def fail(reason: str) -> NoReturn:
    """Exit with one line and code 1."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)
