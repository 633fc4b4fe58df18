"""Build dataclasses from JSON values: the inverse of `dataclasses.asdict`."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def build(kind: type[T], value: object) -> T:
    """Return the value as `kind`: a dataclass, an enum, a tuple, one of these or None, or a plain value.

    Raises TypeError for a missing field of a dataclass without a default and ValueError for an unknown value of
    an enum. Unknown fields are ignored, so that figures of a newer release can be read.
    """
    built: T = _build(kind, value)
    return built


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401 - any type that JSON can hold
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        if value is None:
            return None
        return _build(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        parts = get_args(kind)
        if parts[-1] is Ellipsis:
            return tuple(_build(parts[0], one) for one in value)
        return tuple(_build(part, one) for part, one in zip(parts, value, strict=True))
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(
            **{name: _build(of, value[name]) for name, of in _fields(kind) if name in value}
        )
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((one.name, hints[one.name]) for one in fields(kind))
