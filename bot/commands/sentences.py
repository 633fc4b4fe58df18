"""The sentences of commands in English and Thai: success messages, and errors about invalid values."""

from typing import IO, Any

import typer

from bot.wiring import read_translations
from handlers.core.i18n import Bilingual


class InvalidError(typer.BadParameter):
    """An invalid value: the command prints one line, without its usage, and exits with code 1."""

    exit_code = 1

    def show(self, file: IO[Any] | None = None) -> None:
        typer.echo(self.message, file=file, err=file is None)


def done(key: str, /, **facts: object) -> str:
    """Return a sentence of words/done.toml: one line in English, one line in Thai."""
    return "\n".join(in_both(read_translations().both(f"done.{key}", **facts)))


def invalid(key: str, /, **facts: object) -> InvalidError:
    """Return an error with a sentence of words/invalid.toml. The caller raises it."""
    both = read_translations().both(f"invalid.{key}", **facts)
    return InvalidError(f"{both.th} / {both.en}")


def in_both(both: Bilingual) -> tuple[str, str]:
    """Return the two lines of a message: English, the language of the options, and Thai."""
    return both.en, both.th
