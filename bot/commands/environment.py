"""What every command needs: the settings from the environment, and ending with one line that says what to do."""

from typing import NoReturn

import typer
from pydantic import ValidationError

from bot.settings import Settings

_FAULTS = {
    "missing": "is missing.",
    "too_short": "is too short: `openssl rand -base64 32` makes a good key.",
    "int_parsing": "is no number.",
}
"""Message for an invalid setting, by pydantic's error type: https://docs.pydantic.dev/latest/errors/."""


def read_settings() -> Settings:
    """The settings; ends the command with one line for each fault when they are incomplete."""
    try:
        return Settings()  # type: ignore[call-arg]  # the environment fills them
    except ValidationError as error:
        for fault in error.errors():
            name = str(fault["loc"][0] if fault["loc"] else "settings").upper()
            typer.echo(f"{name} {_FAULTS.get(fault['type'], fault['msg'])}", err=True)
        fail("Mend them in .env or the environment: .env.example explains each.")


def fail(reason: str) -> NoReturn:
    """End the command with one line and code 2."""
    typer.echo(reason, err=True)
    raise typer.Exit(2)
