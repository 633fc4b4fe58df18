"""The requests of browsers: their texts are cleaned as those from LINE are."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.datastructures.structures import iter_multi_items

from bot.line.inbound.sanitise import sanitised


class CleanValues(ImmutableMultiDict[str, Any]):
    """The fields of a form or of a query, without characters that cannot be stored or that disguise a text."""

    def __init__(
        self, mapping: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None
    ) -> None:
        """`mapping`: as for a MultiDict; values that are no text, such as files, are kept."""
        super().__init__(
            (sanitised(name), sanitised(value) if isinstance(value, str) else value)
            for name, value in iter_multi_items(mapping or ())
        )


class CleanRequest(Request):
    """A request whose `args` and `form` are CleanValues."""

    parameter_storage_class = CleanValues


def replace_unstorable(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Replace NUL in the parts of a path, which PostgreSQL takes in no text. A `url_value_preprocessor`.

    The replacement is part of no key, so that each page answers as to any other address that does not exist.
    """
    del endpoint
    for name, value in (values or {}).items():
        if isinstance(value, str) and "\0" in value and values is not None:
            values[name] = value.replace("\0", "\ufffd")
