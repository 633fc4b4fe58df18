"""What the office has changed over the files it was shipped with: parsed files, and the same with the changes.

An entry is named by its file and the keys that lead to it: `categories`, `("category", "light")`.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Files = Mapping[str, Mapping[str, Any]]
Path = tuple[str, ...]
REMOVED = None
"""The value of an entry that the office has taken out."""


@dataclass(frozen=True)
class Override:
    """One entry as the office wants it. `value`: what TOML can hold, or REMOVED."""

    file: str
    path: Path
    value: Any


def overlay(files: Files, overrides: Iterable[Override]) -> dict[str, dict[str, Any]]:
    """The files with these entries in place of the shipped ones; a new entry comes last.

    Files without a change are the given ones, not copies.
    """
    changed: dict[str, Any] = dict(files)
    copied: set[str] = set()
    for override in overrides:
        if override.file not in copied:
            changed[override.file] = deepcopy(dict(files.get(override.file, {})))
            copied.add(override.file)
        _put(changed[override.file], override.path, override.value)
    return changed


def entry(files: Files, file: str, path: Path) -> Any:  # noqa: ANN401 - what TOML can hold
    """The value of an entry, None if there is none."""
    found: Any = files.get(file, {})
    for key in path:
        if not isinstance(found, Mapping) or key not in found:
            return None
        found = found[key]
    return found


def _put(table: dict[str, Any], path: Path, value: Any) -> None:  # noqa: ANN401 - what TOML can hold
    *parents, last = path
    for key in parents:
        table = table.setdefault(key, {})
    if value is REMOVED:
        table.pop(last, None)
    else:
        table[last] = deepcopy(value)
