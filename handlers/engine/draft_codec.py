"""Encodes drafts as JSON-compatible values for storage, and decodes them.

A draft may have been stored by another release: unknown keys are ignored, and a field whose value is missing or
has another type gets its default.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

from handlers.engine.draft import Draft

T = TypeVar("T")
FLOW = "flow"
"""Key of a stored draft for the name of its flow."""


def encode(value: Any) -> Any:  # noqa: ANN401 - any value in a draft
    """Return a value that JSON can represent; fields that equal their default are left out."""
    if is_dataclass(value):
        changed = {
            name: encode(part)
            for name, default in _defaults(value.__class__).items()
            if (part := getattr(value, name)) != default
        }
        return {FLOW: value.flow, **changed} if isinstance(value, Draft) else changed
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: encode(one) for key, one in value.items()}
    return [encode(one) for one in value] if isinstance(value, tuple) else value


def decode(kind: type[T], stored: Any) -> T:  # noqa: ANN401 - any value that a release stored
    """Return an instance of the dataclass `kind`.

    Raises TypeError if `stored` is not a mapping, and ValueError if a required field is missing or has another
    type, or if this release has no such flow.
    """
    if not isinstance(stored, Mapping):
        raise TypeError(f"no {kind.__name__}")
    made: Any = _draft_type(stored) if kind is Draft else kind
    fields_found: dict[str, Any] = {}
    for one in fields(made):
        try:
            fields_found[one.name] = _value(_hints(made)[one.name], stored[one.name])
        except (KeyError, ValueError, TypeError):
            if one.default is MISSING and one.default_factory is MISSING:
                raise ValueError(f"{made.__name__} without {one.name}") from None
    return cast("T", made(**fields_found))


def _draft_type(stored: Mapping[str, Any]) -> Any:  # noqa: ANN401 - each conversation has its own class
    found = Draft.type_of(str(stored.get(FLOW)))
    if found is None:
        raise ValueError("a conversation that this release does not have")
    return found


def _value(hint: Any, stored: Any) -> Any:  # noqa: ANN401 - the type that the field declares
    if is_dataclass(hint):
        return decode(hint, stored)  # type: ignore[arg-type]
    kinds = get_args(hint)
    match get_origin(hint):
        case _ if get_origin(hint) is UnionType or NoneType in kinds:
            (kind,) = (one for one in kinds if one is not NoneType)
            return None if stored is None else _value(kind, stored)
        case _ if get_origin(hint) is tuple:
            return tuple(_value(kinds[0], one) for one in _of(list, stored))
        case _ if kinds:
            return {_of(str, key): _value(kinds[1], one) for key, one in _of(dict, stored).items()}
    if hint is date:
        return date.fromisoformat(stored)
    if issubclass(hint, StrEnum):
        return hint(stored)
    return _of((int, float) if hint is float else hint, stored)


def _of(kind: Any, stored: Any) -> Any:  # noqa: ANN401 - one or several classes
    if not isinstance(stored, kind):
        raise TypeError(f"no {kind}")
    return stored


@cache
def _defaults(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass
    """Return the default of each field of a dataclass; MISSING, which equals no value, if it has none."""
    return {
        one.name: one.default if one.default_factory is MISSING else one.default_factory()
        for one in fields(kind)
    }


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
