"""Convert all digits of a document to its kind of numerals."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from domain.organisation.thai_dates import arabic_digits, thai_digits
from reports.document import Document, Numerals, RowsOf

LEFT_AS_THEY_ARE = frozenset({"period", "link"})
"""Fields that are not converted, because programs read them."""
ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[!-~]+@[!-~]+")
"""A URL or an e-mail address, which other digits would break."""


def in_its_numerals(document: Document) -> Document:
    """Return the document with the digits of all its texts, except in addresses, as `document.numerals` says."""
    digits = thai_digits if document.numerals is Numerals.THAI else arabic_digits
    shown: Document = _written(document, lambda text: _outside_addresses(text, digits))
    return shown


def _outside_addresses(text: str, digits: Callable[[str], str]) -> str:
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        parts += [digits(text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, digits(text[end:])])


def _written(value: Any, digits: Callable[[str], str]) -> Any:  # noqa: ANN401 - any part of a document
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return digits(value)
    if isinstance(value, RowsOf):
        return value.changed(lambda row: _written(row, digits))
    if isinstance(value, tuple):
        return tuple(_written(one, digits) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: _written(getattr(value, one.name), digits)
            for one in fields(value)
            if one.name not in LEFT_AS_THEY_ARE
        }
        return replace(value, **changed)
    return value
