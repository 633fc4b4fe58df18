"""The requests of browsers: their texts are cleaned as those from LINE are."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Request, abort
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


def refuse_unstorable_paths(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Answer 404 to a path with a NUL character, which PostgreSQL takes in no text. A `url_value_preprocessor`."""
    del endpoint
    if any("\0" in str(value) for value in (values or {}).values()):
        abort(404)
