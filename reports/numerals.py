"""Convert all digits of a document to its kind of numerals."""

from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any

from domain.organisation.thai_dates import thai_digits
from reports.document import Document, Numerals, RowsOf

LEFT_AS_THEY_ARE = frozenset({"period", "link"})
"""Fields that are not converted, because programs read them."""


def in_its_numerals(document: Document) -> Document:
    """Return the document with the digits of all its texts converted to `document.numerals`."""
    if document.numerals is Numerals.ARABIC:
        return document
    shown: Document = _in_thai(document)
    return shown


def _in_thai(value: Any) -> Any:  # noqa: ANN401 - any part of a document
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return thai_digits(value)
    if isinstance(value, tuple | RowsOf):
        return tuple(map(_in_thai, value))
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: _in_thai(getattr(value, one.name))
            for one in fields(value)
            if one.name not in LEFT_AS_THEY_ARE
        }
        return replace(value, **changed)
    return value
