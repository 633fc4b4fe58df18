"""What a command prints when it has done its work, and about a value that it cannot use, in Thai and English."""

from typing import IO, Any

import typer

from bot.wiring import read_translations
from handlers.core.i18n import Bilingual


class InvalidError(typer.BadParameter):
    """A value that a command cannot use: told in one line, without the command's usage, with exit code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        typer.echo(self.message, file=file, err=file is None)


def done(key: str, /, **facts: object) -> str:
    """Return a sentence of words/done.toml: a line in English, as the options are, and a line in Thai."""
    return "\n".join(in_both(read_translations().both(f"done.{key}", **facts)))


def invalid(key: str, /, **facts: object) -> InvalidError:
    """Return the error with a sentence of words/invalid.toml, to be raised."""
    both = read_translations().both(f"invalid.{key}", **facts)
    return InvalidError(f"{both.th} / {both.en}")


def in_both(both: Bilingual) -> tuple[str, str]:
    """Return the lines of what a command has done: English, as its options are, and Thai."""
    return both.en, both.th
