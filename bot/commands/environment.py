"""What every command needs: the settings from the environment, and ending with one line that says what to do."""

from typing import NoReturn

import typer
from pydantic import ValidationError

from bot.settings import Settings

_FAULTS = {
    "missing": "is missing.",
    "int_parsing": "is no number.",
    "greater_than_equal": "is a number from 0 to 65535.",
    "less_than_equal": "is a number from 0 to 65535.",
    "string_pattern_mismatch": "is no address: it begins with https:// or is empty.",
    "no_header": "must be one line of ASCII characters: copy it anew.",
}
"""Message for an invalid setting, by pydantic's error type: https://docs.pydantic.dev/latest/errors/."""


def read_settings() -> Settings:
    """Return the settings; end the command with one line that names all faults when there are any."""
    try:
        return Settings()  # type: ignore[call-arg]  # the environment fills them
    except ValidationError as error:
        faults = (
            f"{str(fault['loc'][0] if fault['loc'] else 'settings').upper()} "
            f"{_FAULTS.get(fault['type'], fault['msg'])}"
            for fault in error.errors(include_input=False)
        )
        fail(f"{' '.join(faults)} Mend this in .env or the environment: see .env.example.")


def fail(reason: str) -> NoReturn:
    """End the command with one line and code 1."""
    typer.echo(reason, err=True)
    raise typer.Exit(1)
