"""Parses the files of words; a fault names the file, because an office may have replaced it by its own."""

from collections.abc import Callable, Mapping
from typing import Any, Concatenate, ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class WordsError(ValueError):
    """A file of words cannot be used. The message names the file and the reason."""


def parse_file(
    files: Mapping[str, Mapping[str, Any]],
    name: str,
    parse: Callable[Concatenate[Mapping[str, Any], _P], _T],
    *more: _P.args,
    **options: _P.kwargs,
) -> _T:
    """What `parse` makes of the parsed file with this name. Raises WordsError for any fault of the file."""
    try:
        return parse(files[name], *more, **options)
    except KeyError as missing:
        raise WordsError(f"{name}.toml: {missing} is missing") from missing
    except (AttributeError, TypeError, ValueError) as fault:
        reason = str(fault).removeprefix(f"{name}.toml: ")
        raise WordsError(f"{name}.toml: cannot be used: {reason}") from fault
